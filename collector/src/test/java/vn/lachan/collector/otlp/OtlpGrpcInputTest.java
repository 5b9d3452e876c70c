package vn.lachan.collector.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static vn.lachan.collector.otlp.OtlpRequests.TOKEN;
import static vn.lachan.collector.otlp.OtlpRequests.record;
import static vn.lachan.collector.otlp.OtlpRequests.request;
import static vn.lachan.collector.otlp.OtlpRequests.sources;

import com.google.rpc.RetryInfo;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.TestLogs;
import vn.lachan.collector.input.Certificates;
import vn.lachan.collector.input.DurableInputContract;
import vn.lachan.collector.input.Listener;
import vn.lachan.collector.input.MemoryIntake;

class OtlpGrpcInputTest implements DurableInputContract {
  private static final OtlpSettings SMALL =
      new OtlpSettings(100_000, 50, 2_000, 2, Duration.ofMillis(200), Duration.ofSeconds(7));

  private final MemoryIntake intake = new MemoryIntake();
  private OtlpGrpcInput input;
  private ManagedChannel channel;

  @AfterEach
  void close() {
    if (channel != null) {
      channel.shutdownNow();
    }
    if (input != null) {
      input.close();
    }
  }

  private static Listener listener() {
    return Listener.of("otlp", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private void start(Listener listener) throws Exception {
    input =
        new OtlpGrpcInput(new OtlpGrpcSettings(listener, SMALL), sources(), intake, TestLogs.CLOCK);
    input.start();
  }

  private LogsServiceGrpc.LogsServiceBlockingStub client(String token) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", input.port()).usePlaintext().build();
    Metadata headers = new Metadata();
    if (!token.isEmpty()) {
      headers.put(
          Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    }
    return LogsServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @Override
  public Line open(MemoryIntake memory) throws Exception {
    input =
        new OtlpGrpcInput(
            new OtlpGrpcSettings(listener(), OtlpSettings.DEFAULT),
            sources(),
            memory,
            TestLogs.CLOCK);
    input.start();
    LogsServiceGrpc.LogsServiceBlockingStub client = client(TOKEN);
    return new Line() {
      @Override
      public boolean send(List<String> records) {
        try {
          return !client.export(request(records)).hasPartialSuccess();
        } catch (StatusRuntimeException e) {
          assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
          return false;
        }
      }

      @Override
      public InputHealth health() {
        return input.health();
      }

      @Override
      public void close() {
        OtlpGrpcInputTest.this.close();
      }
    };
  }

  private static StatusRuntimeException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call);
  }

  @Test
  void acknowledgesWhatIsDurable() throws Exception {
    start(listener());
    var answer = client(TOKEN).withCompression("gzip").export(request(record("a"), record("b")));
    assertThat(answer.hasPartialSuccess()).isFalse();
    assertThat(intake.texts()).hasSize(2);
    assertThat(input.health().received()).isEqualTo(2);
    assertThat(input.health().state()).isEqualTo(InputHealth.State.RUNNING);
  }

  @Test
  void refusesStrangers() throws Exception {
    start(listener());
    for (String token : new String[] {"falsch", ""}) {
      assertThat(failure(() -> client(token).export(request(record("a")))).getStatus().getCode())
          .isEqualTo(Status.Code.UNAUTHENTICATED);
      channel.shutdownNow();
    }
    assertThat(intake.all()).isEmpty();
    assertThat(input.health().refusedConnections()).isEqualTo(2);
  }

  @Test
  void asksToComeAgainWhileTheJournalTakesNothing() throws Exception {
    start(listener());
    intake.refuse(true);
    StatusRuntimeException full = failure(() -> client(TOKEN).export(request(record("a"))));
    assertThat(full.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    RetryInfo retry = StatusProto.fromThrowable(full).getDetails(0).unpack(RetryInfo.class);
    assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(7);
  }

  @Test
  void boundsWhatARequestMayHold() throws Exception {
    start(listener());
    var client = client(TOKEN);
    byte[] zeros = new byte[5_000_000];
    var bomb = request(record(new String(zeros, StandardCharsets.UTF_8)));
    assertThat(failure(() -> client.withCompression("gzip").export(bomb)).getStatus().getCode())
        .isNotEqualTo(Status.Code.OK);
    var deep = request(record("").toBuilder().setBody(OtlpRequests.nested(400)).build());
    assertThat(failure(() -> client.export(deep)).getStatus().getCode())
        .isNotEqualTo(Status.Code.OK);
    assertThat(client.export(request(record("a"))).hasPartialSuccess()).isFalse();
    assertThat(intake.all()).hasSize(1);
  }

  @Test
  void nonsenseAndTooManyConnectionsHoldUpNobody() throws Exception {
    start(listener().withMaxConnections(2));
    try (Socket bad = new Socket(InetAddress.getLoopbackAddress(), input.port())) {
      bad.getOutputStream()
          .write("GET / HTTP/1.1\r\n\r\n".repeat(10).getBytes(StandardCharsets.US_ASCII));
      bad.setSoTimeout(20_000);
      while (bad.getInputStream().read() >= 0) {
        // what HTTP/2 says before it hangs up
      }
    } catch (java.net.SocketException _) {
      // reset is as good
    }
    try (Socket one = new Socket(InetAddress.getLoopbackAddress(), input.port());
        Socket two = new Socket(InetAddress.getLoopbackAddress(), input.port())) {
      one.getOutputStream().write('P');
      try (Socket three = new Socket(InetAddress.getLoopbackAddress(), input.port())) {
        three.setSoTimeout(20_000);
        assertThat(three.getInputStream().read()).isNegative();
      } catch (java.net.SocketException _) {
        // reset is as good
      }
      two.getOutputStream().write('P');
      assertThat(input.health().refusedConnections()).isPositive();
    }
  }

  @Test
  void theSdkOfOpenTelemetryExportsToItOverTls(@TempDir Path folder) throws Exception {
    Certificates own = Certificates.make(folder, "own");
    start(listener().withTls(new Listener.Tls(own.context(own), false)));
    try (var exporter =
            OtlpGrpcLogRecordExporter.builder()
                .setEndpoint("https://localhost:" + input.port())
                .setTrustedCertificates(Files.readAllBytes(own.pem()))
                .addHeader("Authorization", "Bearer " + TOKEN)
                .build();
        var provider = OtlpIntakeTest.sdk(exporter)) {
      OtlpIntakeTest.log(provider);
      assertThat(provider.forceFlush().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
    }
    OtlpIntakeTest.assertSdkRecord(intake.all());
  }

  @Test
  void mutualTlsRefusesWhoShowsNothing(@TempDir Path folder) throws Exception {
    Certificates own = Certificates.make(folder, "own");
    start(listener().withTls(new Listener.Tls(own.context(own), true)));
    try (var exporter =
            OtlpGrpcLogRecordExporter.builder()
                .setEndpoint("https://localhost:" + input.port())
                .setTrustedCertificates(Files.readAllBytes(own.pem()))
                .addHeader("Authorization", "Bearer " + TOKEN)
                .setTimeout(Duration.ofSeconds(1))
                .setRetryPolicy(null)
                .build();
        var provider = OtlpIntakeTest.sdk(exporter)) {
      OtlpIntakeTest.log(provider);
      var _ = provider.forceFlush().join(20, TimeUnit.SECONDS);
    }
    assertThat(intake.all()).isEmpty();
  }
}
