package vn.lachan.collector.input;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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

/**
 * Receives syslog over UDP (RFC 5426), one message a datagram, on one thread.
 *
 * <p>UDP promises nothing: what the network, the kernel's buffer or a full journal drops is gone.
 * The last two are counted and shown.
 */
public final class SyslogUdpInput implements Input {
  private static final Logger log = LoggerFactory.getLogger(SyslogUdpInput.class);
  private static final int LARGEST = 65_535;

  private final SyslogUdpSettings settings;
  private final LogSources sources;
  private final Intake intake;
  private final Clock clock;
  private final InputMeter meter;
  private final String run = UUID.randomUUID().toString();
  private long counter;
  private volatile @Nullable DatagramChannel channel;
  private volatile @Nullable Selector selector;
  private volatile @Nullable Thread thread;
  private volatile int receiveBuffer;
  private volatile boolean closed;

  public SyslogUdpInput(
      SyslogUdpSettings settings, LogSources sources, Intake intake, Clock clock) {
    this.settings = settings;
    this.sources = sources;
    this.intake = intake;
    this.clock = clock;
    this.meter =
        new InputMeter(settings.name(), "syslog-udp", settings.address().toString(), clock);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void start() {
    try {
      DatagramChannel opened = DatagramChannel.open();
      opened.setOption(StandardSocketOptions.SO_RCVBUF, settings.receiveBufferBytes());
      opened.bind(settings.address());
      opened.configureBlocking(false);
      Selector waiting = Selector.open();
      opened.register(waiting, SelectionKey.OP_READ);
      receiveBuffer = opened.getOption(StandardSocketOptions.SO_RCVBUF);
      channel = opened;
      selector = waiting;
      meter.running(opened.getLocalAddress().toString());
      if (receiveBuffer < settings.receiveBufferBytes()) {
        log.info(
            "input {}: the kernel gives a buffer of {} bytes, not {} (net.core.rmem_max)",
            settings.name(),
            receiveBuffer,
            settings.receiveBufferBytes());
      }
      thread =
          Thread.ofPlatform().daemon().name(settings.name()).start(() -> receive(opened, waiting));
    } catch (IOException e) {
      meter.problem(e.toString());
      throw new InputException(
          "input " + settings.name() + " cannot listen on " + settings.address(), e);
    }
  }

  /** The port it listens on. */
  public int port() {
    DatagramChannel opened = channel;
    try {
      return opened != null && opened.getLocalAddress() instanceof InetSocketAddress local
          ? local.getPort()
          : settings.address().getPort();
    } catch (IOException _) {
      return settings.address().getPort();
    }
  }

  /** Size of the socket buffer the kernel gave. */
  public int receiveBufferBytes() {
    return receiveBuffer;
  }

  private void receive(DatagramChannel from, Selector waiting) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(LARGEST);
    List<RawLog> batch = new ArrayList<>();
    while (!closed) {
      try {
        waiting.select();
        waiting.selectedKeys().clear();
        while (!closed && drain(from, buffer, batch)) {
          hand(batch);
        }
        hand(batch);
      } catch (IOException e) {
        if (!closed) {
          meter.problem(e.toString());
          log.warn("input {}: {}", settings.name(), e.toString());
        }
      } catch (ClosedSelectorException _) {
        return;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Reads what has arrived; whether there is more than one batch of it. */
  private boolean drain(DatagramChannel from, ByteBuffer buffer, List<RawLog> batch)
      throws IOException {
    while (batch.size() < settings.batchRecords()) {
      buffer.clear();
      if (!(from.receive(buffer) instanceof InetSocketAddress peer)) {
        return false;
      }
      buffer.flip();
      if (buffer.hasRemaining()) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        String source =
            sources.ofPeer(peer.getAddress()).map(LogSource::id).orElse(settings.source());
        batch.add(
            new RawLog(
                source,
                clock.instant(),
                peer.getAddress().getHostAddress() + ":" + peer.getPort(),
                run + ":" + counter++,
                bytes));
      }
    }
    return true;
  }

  private void hand(List<RawLog> batch) throws InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    long bytes = 0;
    for (RawLog one : batch) {
      bytes += one.bytes().length;
    }
    meter.received(batch.size(), bytes);
    switch (intake.take(List.copyOf(batch), settings.patience())) {
      case Receipt.Taken _ -> {}
      case Receipt.Refused(Receipt.Reason reason) -> {
        meter.problem(
            "dropped " + batch.size() + " messages: " + reason.name().toLowerCase(Locale.ROOT));
        meter.dropped.add(batch.size());
      }
    }
    batch.clear();
  }

  /** What the kernel says it dropped for our port, 0 where it does not say. */
  private long kernelDropped() {
    int port = port();
    long dropped = 0;
    for (String table : List.of("/proc/net/udp", "/proc/net/udp6")) {
      try {
        for (String row : Files.readAllLines(Path.of(table), StandardCharsets.US_ASCII)) {
          dropped += droppedIn(row, port);
        }
      } catch (IOException e) {
        log.debug("cannot read {}: {}", table, e.toString());
      }
    }
    return dropped;
  }

  private static long droppedIn(String row, int port) {
    String[] columns = row.strip().split("\\s+", -1);
    if (columns.length < 13 || !columns[1].contains(":")) {
      return 0;
    }
    String hex = columns[1].substring(columns[1].lastIndexOf(':') + 1);
    try {
      return Integer.parseInt(hex, 16) == port ? Long.parseLong(columns[columns.length - 1]) : 0;
    } catch (NumberFormatException _) {
      return 0; // the heading
    }
  }

  @Override
  public InputHealth health() {
    return meter.health(
        meter.state() == InputHealth.State.RUNNING && Files.exists(Path.of("/proc/net/udp"))
            ? kernelDropped()
            : 0);
  }

  @Override
  public void close() {
    closed = true;
    try {
      Selector waiting = selector;
      if (waiting != null) {
        waiting.wakeup();
      }
      Thread receiving = thread;
      if (receiving != null) {
        receiving.join(TimeUnit.SECONDS.toMillis(5));
      }
      if (waiting != null) {
        waiting.close();
      }
      DatagramChannel opened = channel;
      if (opened != null) {
        opened.close();
      }
    } catch (IOException e) {
      log.debug("closing {}: {}", settings.name(), e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    meter.stopped();
  }
}
