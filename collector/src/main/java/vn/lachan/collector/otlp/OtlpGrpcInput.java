package vn.lachan.collector.otlp;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.grpc.netty.shaded.io.netty.handler.ssl.JdkSslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.Input;
import vn.lachan.collector.InputException;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.input.InputMeter;
import vn.lachan.collector.input.Listener;

/**
 * Receives logs over OTLP/gRPC, plain or within TLS.
 *
 * <p>Who sends is said by the token of a log source in {@code authorization: Bearer …} or, without
 * one, by the address of the peer; who is neither is refused. A call ends well when every record
 * that the answer does not call rejected would survive a crash of the machine. {@code UNAVAILABLE}
 * and {@code RESOURCE_EXHAUSTED} carry when to come again.
 */
public final class OtlpGrpcInput implements Input {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<Sender> SENDER = Context.key("sender");
  private static final String BEARER = "bearer ";
  private static final int CALLS_OF_A_CONNECTION = 16;
  private static final int LOOPS = 2;
  private static final int HEADER_BYTES = 16 << 10;

  private final OtlpGrpcSettings settings;
  private final LogSources sources;
  private final InputMeter meter;
  private final OtlpKeeping keeping;
  private final ExecutorService calls;
  private @Nullable Server server;
  private @Nullable EventLoopGroup group;

  private record Sender(LogSource source, String peer) {}

  public OtlpGrpcInput(OtlpGrpcSettings settings, LogSources sources, Intake intake, Clock clock) {
    this.settings = settings;
    this.sources = sources;
    Listener listener = settings.listener();
    this.meter =
        new InputMeter(
            listener.name(),
            listener.tls().isEmpty() ? "otlp-grpc" : "otlp-grpc-tls",
            listener.address().toString(),
            clock);
    this.keeping = new OtlpKeeping(settings.requests(), intake, clock, meter);
    this.calls =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name(listener.name() + "-", 0).factory());
  }

  @Override
  public String name() {
    return settings.listener().name();
  }

  @Override
  public synchronized void start() {
    Listener listener = settings.listener();
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            LOOPS,
            Thread.ofPlatform().daemon().name(listener.name() + "-loop-", 0).factory(),
            NioIoHandler.newFactory());
    group = loops;
    try {
      NettyServerBuilder builder =
          NettyServerBuilder.forAddress(listener.address())
              .channelFactory(() -> new BoundedServerChannel(listener.maxConnections(), meter))
              .bossEventLoopGroup(loops)
              .workerEventLoopGroup(loops)
              .executor(calls)
              .maxConcurrentCallsPerConnection(CALLS_OF_A_CONNECTION)
              .maxInboundMessageSize(settings.requests().maxRequestBytes())
              .maxInboundMetadataSize(HEADER_BYTES)
              .maxConnectionIdle(listener.idleTimeout().toMillis(), TimeUnit.MILLISECONDS)
              .handshakeTimeout(listener.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS)
              .intercept(new Identification())
              .addService(new Logs());
      if (listener.tls().isPresent()) {
        builder.sslContext(ssl(listener.tls().get()));
      }
      Server started = builder.build().start();
      server = started;
      meter.running(started.getListenSockets().getFirst().toString());
    } catch (IOException e) {
      meter.problem(e.toString());
      throw new InputException(
          "input " + listener.name() + " cannot listen on " + listener.address(), e);
    }
  }

  private static SslContext ssl(Listener.Tls tls) {
    ApplicationProtocolConfig http2 =
        new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            "h2");
    return new JdkSslContext(
        tls.context(),
        false,
        null,
        IdentityCipherSuiteFilter.INSTANCE,
        http2,
        tls.clientCertificate() ? ClientAuth.REQUIRE : ClientAuth.NONE,
        null,
        false);
  }

  /** The port it listens on. */
  public synchronized int port() {
    Server running = server;
    return running == null ? settings.listener().address().getPort() : running.getPort();
  }

  /** Finds out who calls, before anything of the message is read. */
  private final class Identification implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      InetSocketAddress from = address(call);
      Optional<LogSource> source = source(headers.get(AUTHORIZATION), from);
      if (source.isEmpty()) {
        meter.refusedConnections.increment();
        meter.problem("the token is not known, nor the address");
        call.close(
            Status.UNAUTHENTICATED.withDescription("the token is not known"), new Metadata());
        return new ServerCall.Listener<>() {};
      }
      String peer = from == null ? "" : from.getAddress().getHostAddress() + ":" + from.getPort();
      Context context = Context.current().withValue(SENDER, new Sender(source.get(), peer));
      return Contexts.interceptCall(context, call, headers, next);
    }

    private Optional<LogSource> source(
        @Nullable String authorization, @Nullable InetSocketAddress from) {
      if (authorization != null && !authorization.isEmpty()) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
            ? sources.ofToken(authorization.substring(BEARER.length()).strip())
            : Optional.empty();
      }
      return from == null ? Optional.empty() : sources.ofPeer(from.getAddress());
    }
  }

  private static @Nullable InetSocketAddress address(ServerCall<?, ?> call) {
    @Nullable SocketAddress from = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return from instanceof InetSocketAddress internet && !internet.isUnresolved() ? internet : null;
  }

  /** The service of OTLP. */
  private final class Logs extends LogsServiceGrpc.LogsServiceImplBase {
    @Override
    public void export(
        ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> answer) {
      Sender sender = SENDER.get();
      if (!keeping.begin()) {
        answer.onError(refused(Status.Code.RESOURCE_EXHAUSTED, "too many requests at once"));
        return;
      }
      try {
        switch (keeping.keep(sender.source(), sender.peer(), request)) {
          case OtlpKeeping.Kept(int rejected) -> {
            answer.onNext(OtlpIntake.response(rejected));
            answer.onCompleted();
          }
          case OtlpKeeping.TooMany(String reason) -> {
            meter.refusedConnections.increment();
            meter.problem(reason);
            answer.onError(Status.INVALID_ARGUMENT.withDescription(reason).asRuntimeException());
          }
          case OtlpKeeping.NotNow(String reason) ->
              answer.onError(refused(Status.Code.UNAVAILABLE, reason));
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        answer.onError(refused(Status.Code.UNAVAILABLE, "stopping"));
      } finally {
        keeping.end();
      }
    }
  }

  /** Come again; says when. */
  private StatusRuntimeException refused(Status.Code code, String reason) {
    meter.refusedConnections.increment();
    meter.problem(reason);
    com.google.protobuf.Duration pause =
        com.google.protobuf.Duration.newBuilder()
            .setSeconds(settings.requests().retryAfter().toSeconds())
            .setNanos(settings.requests().retryAfter().toNanosPart())
            .build();
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage(reason)
            .addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(pause).build()))
            .build());
  }

  @Override
  public InputHealth health() {
    return meter.health(0);
  }

  @Override
  public synchronized void close() {
    Server running = server;
    server = null;
    if (running != null) {
      running.shutdown();
      try {
        if (!running.awaitTermination(5, TimeUnit.SECONDS)) {
          running.shutdownNow();
        }
      } catch (InterruptedException _) {
        running.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
    EventLoopGroup loops = group;
    if (loops != null) {
      var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
    calls.shutdown();
    meter.stopped();
  }
}
