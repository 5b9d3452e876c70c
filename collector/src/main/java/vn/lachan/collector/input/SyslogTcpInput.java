package vn.lachan.collector.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.Input;
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

  private final StreamSettings settings;
  private final LogSources sources;
  private final Intake intake;
  private final Clock clock;
  private final InputMeter meter;
  private final Connections connections;

  public SyslogTcpInput(StreamSettings settings, LogSources sources, Intake intake, Clock clock) {
    this.settings = settings;
    this.sources = sources;
    this.intake = intake;
    this.clock = clock;
    Listener listener = settings.listener();
    this.meter =
        new InputMeter(
            listener.name(),
            listener.tls().isEmpty() ? "syslog-tcp" : "syslog-tls",
            listener.address().toString(),
            clock);
    this.connections = new Connections(listener, meter, this::receive);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void start() {
    connections.start();
  }

  /** The port it listens on. */
  public int port() {
    return connections.port();
  }

  private void receive(Socket socket) throws IOException, InterruptedException {
    Batch batch = new Batch((InetSocketAddress) socket.getRemoteSocketAddress());
    SyslogFrames frames =
        new SyslogFrames(
            new UntilBroken(socket.getInputStream(), batch), settings.maxRecordBytes(), BUFFER);
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
      this.source = sources.ofPeer(from.getAddress()).map(LogSource::id).orElse(settings.source());
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
    connections.close();
  }
}
