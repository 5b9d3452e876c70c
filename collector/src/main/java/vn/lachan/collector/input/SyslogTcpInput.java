package vn.lachan.collector.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.Input;
import vn.lachan.collector.InputException;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.syslog.SyslogFrames;

/**
 * Receives syslog over TCP (RFC 6587) and TLS (RFC 5425), a virtual thread for each connection.
 * Both framings are understood, also mixed on one connection.
 *
 * <p>Syslog over TCP cannot acknowledge: what a sender believes sent but this side has not yet read
 * is lost with the connection. What was read is handed to the journal; while the journal is full,
 * reading stops, so that the sender has to wait.
 */
public final class SyslogTcpInput implements Input {
  private static final Logger log = LoggerFactory.getLogger(SyslogTcpInput.class);
  private static final int BUFFER = 16 << 10;
  private static final int BATCH_BYTES = 1 << 20;

  private final SyslogTcpSettings settings;
  private final LogSources sources;
  private final Intake intake;
  private final Clock clock;
  private final @Nullable SSLContext tls;
  private final boolean clientCertificate;
  private final InputMeter meter;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads;
  private final ScheduledExecutorService deadlines;
  private volatile @Nullable ServerSocket server;
  private volatile boolean closed;

  private SyslogTcpInput(
      SyslogTcpSettings settings,
      LogSources sources,
      Intake intake,
      Clock clock,
      @Nullable SSLContext tls,
      boolean clientCertificate) {
    this.settings = settings;
    this.sources = sources;
    this.intake = intake;
    this.clock = clock;
    this.tls = tls;
    this.clientCertificate = clientCertificate;
    this.meter =
        new InputMeter(
            settings.name(),
            tls == null ? "syslog-tcp" : "syslog-tls",
            settings.address().toString(),
            clock);
    this.threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name(settings.name() + "-", 0).factory());
    this.deadlines =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(settings.name() + "-deadlines").factory());
  }

  /** Syslog over plain TCP. */
  public static SyslogTcpInput plain(
      SyslogTcpSettings settings, LogSources sources, Intake intake, Clock clock) {
    return new SyslogTcpInput(settings, sources, intake, clock, null, false);
  }

  /**
   * Syslog over TLS.
   *
   * @param clientCertificate whether a sender must show a certificate the context trusts
   */
  public static SyslogTcpInput tls(
      SyslogTcpSettings settings,
      LogSources sources,
      Intake intake,
      Clock clock,
      SSLContext context,
      boolean clientCertificate) {
    return new SyslogTcpInput(settings, sources, intake, clock, context, clientCertificate);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void start() {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(settings.address(), 256);
      server = socket;
      meter.running(socket.getLocalSocketAddress().toString());
      threads.execute(() -> accept(socket));
    } catch (IOException e) {
      meter.problem(e.toString());
      throw new InputException(
          "input " + settings.name() + " cannot listen on " + settings.address(), e);
    }
  }

  /** The port it listens on. */
  public int port() {
    ServerSocket socket = server;
    return socket == null ? settings.address().getPort() : socket.getLocalPort();
  }

  private void accept(ServerSocket socket) {
    while (!closed) {
      try {
        Socket accepted = socket.accept();
        if (meter.connections.incrementAndGet() > settings.maxConnections()) {
          meter.connections.decrementAndGet();
          meter.refusedConnections.increment();
          accepted.close();
        } else {
          open.add(accepted);
          threads.execute(() -> serve(accepted));
        }
      } catch (IOException e) {
        if (!closed) {
          meter.problem(e.toString());
          log.warn("input {}: cannot accept a connection: {}", settings.name(), e.toString());
          pauseAfterFailure();
        }
      }
    }
  }

  /** Keeps a lack of file handles from becoming a busy loop. */
  private static void pauseAfterFailure() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket accepted) {
    try (Socket socket = secured(accepted)) {
      socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, settings.idleTimeout().toMillis()));
      receive(socket);
    } catch (IOException e) {
      log.debug("input {}: connection ended: {}", settings.name(), e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      closeQuietly(accepted);
      open.remove(accepted);
      meter.connections.decrementAndGet();
    }
  }

  private Socket secured(Socket accepted) throws IOException {
    SSLContext context = tls;
    if (context == null) {
      return accepted;
    }
    // The deadline is for the whole handshake: a client that sends a byte now and then must not
    // win.
    ScheduledFuture<?> deadline =
        deadlines.schedule(
            () -> closeQuietly(accepted),
            settings.handshakeTimeout().toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      SSLSocket socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(
                      accepted,
                      accepted.getInetAddress().getHostAddress(),
                      accepted.getPort(),
                      true);
      socket.setUseClientMode(false);
      socket.setNeedClientAuth(clientCertificate);
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      meter.failedHandshakes.increment();
      meter.problem("TLS handshake with " + accepted.getRemoteSocketAddress() + ": " + e);
      throw e;
    } finally {
      deadline.cancel(false);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("closing a socket: {}", e.toString());
    }
  }

  private void receive(Socket socket) throws IOException, InterruptedException {
    Batch batch = new Batch((InetSocketAddress) socket.getRemoteSocketAddress());
    SyslogFrames frames =
        new SyslogFrames(
            new UntilBroken(socket.getInputStream(), batch), settings.maxMessageBytes(), BUFFER);
    SyslogFrames.Frame frame = frames.next();
    while (frame != null) {
      batch.add(frame);
      frame = frames.next();
    }
    batch.hand();
  }

  /** The messages of one connection that were read together. */
  private final class Batch {
    private final String source;
    private final String peer;
    private final String connection = UUID.randomUUID().toString();
    private final List<RawLog> logs = new ArrayList<>();
    private long bytes;
    private long counter;

    Batch(InetSocketAddress from) {
      this.source = sourceOf(from.getAddress());
      this.peer = from.getAddress().getHostAddress() + ":" + from.getPort();
    }

    void add(SyslogFrames.Frame frame) throws InterruptedException {
      if (frame.wireLength() > frame.bytes().length) {
        meter.truncated.increment();
      }
      String position = connection + ":" + counter++;
      logs.add(
          new RawLog(source, clock.instant(), peer, position, frame.bytes(), frame.wireLength()));
      bytes += frame.bytes().length;
      if (logs.size() >= settings.batchRecords() || bytes >= BATCH_BYTES) {
        hand();
      }
    }

    void hand() throws InterruptedException {
      if (!logs.isEmpty()) {
        handOver(List.copyOf(logs), bytes);
        logs.clear();
        bytes = 0;
      }
    }
  }

  private String sourceOf(InetAddress peer) {
    return sources.ofPeer(peer).map(LogSource::id).orElse(settings.source());
  }

  private void handOver(List<RawLog> logs, long bytes) throws InterruptedException {
    meter.received(logs.size(), bytes);
    switch (intake.take(logs, Intake.FOREVER)) {
      case Receipt.Taken _ -> {}
      case Receipt.Refused(Receipt.Reason reason) -> {
        meter.problem(
            "dropped " + logs.size() + " messages: " + reason.name().toLowerCase(Locale.ROOT));
        meter.dropped.add(logs.size());
      }
    }
  }

  /**
   * A stream whose break or silence is its end, so that what was received before is not lost.
   * Before it waits for more, what is complete is handed over: a message that comes slowly holds up
   * nothing.
   */
  private static final class UntilBroken extends FilterInputStream {
    private final Batch batch;

    UntilBroken(InputStream in, Batch batch) {
      super(in);
      this.batch = batch;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      try {
        batch.hand();
        return in.read(bytes, offset, length);
      } catch (SocketTimeoutException _) {
        return -1;
      } catch (IOException e) {
        log.debug("a connection broke: {}", e.toString());
        return -1;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return -1;
      }
    }
  }

  @Override
  public InputHealth health() {
    return meter.health(0);
  }

  @Override
  public void close() {
    closed = true;
    ServerSocket socket = server;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        log.debug("closing {}: {}", settings.name(), e.toString());
      }
    }
    open.forEach(SyslogTcpInput::closeQuietly);
    threads.shutdown();
    deadlines.shutdownNow();
    awaitEnd();
    meter.stopped();
  }

  private void awaitEnd() {
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException _) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
