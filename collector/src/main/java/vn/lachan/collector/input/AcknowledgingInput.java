package vn.lachan.collector.input;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import vn.lachan.collector.Input;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSources;

/**
 * Receives records over a protocol that acknowledges, plain or within TLS; a virtual thread for
 * each connection.
 *
 * <p>A record is acknowledged when it would survive a crash of the machine, never before. While the
 * journal takes nothing no acknowledgement is given, and the sender waits. What was not
 * acknowledged when a connection breaks is sent again by the sender and recognised ({@link
 * Resends}).
 */
public final class AcknowledgingInput implements Input {
  private static final int SENDERS = 1_000;

  private final StreamSettings settings;
  private final LogSources sources;
  private final Intake intake;
  private final Clock clock;
  private final Protocol protocol;
  private final InputMeter meter;
  private final Connections connections;
  private final Resends resends = new Resends(Resends.RECORDS, SENDERS);

  /** What is said on a connection. */
  private interface Protocol {
    void converse(Socket socket, Delivery delivery, int maxRecordBytes)
        throws IOException, InterruptedException;
  }

  private AcknowledgingInput(
      String kind,
      Protocol protocol,
      StreamSettings settings,
      LogSources sources,
      Intake intake,
      Clock clock) {
    this.settings = settings;
    this.sources = sources;
    this.intake = intake;
    this.clock = clock;
    this.protocol = protocol;
    Listener listener = settings.listener();
    this.meter =
        new InputMeter(
            listener.name(),
            listener.tls().isEmpty() ? kind : kind + "-tls",
            listener.address().toString(),
            clock);
    this.connections = new Connections(listener, meter, this::converse);
  }

  /** Syslog over RELP, as the module omrelp of rsyslog sends it. */
  public static AcknowledgingInput relp(
      StreamSettings settings, LogSources sources, Intake intake, Clock clock) {
    return new AcknowledgingInput("relp", RelpSession::converse, settings, sources, intake, clock);
  }

  /** Events of Beats and Logstash over Lumberjack version 2. */
  public static AcknowledgingInput beats(
      StreamSettings settings, LogSources sources, Intake intake, Clock clock) {
    return new AcknowledgingInput(
        "beats", LumberjackSession::converse, settings, sources, intake, clock);
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

  private void converse(Socket socket) throws IOException, InterruptedException {
    InetSocketAddress from = (InetSocketAddress) socket.getRemoteSocketAddress();
    Delivery delivery = new Delivery(settings, sources, intake, clock, meter, resends, from);
    try {
      protocol.converse(socket, delivery, settings.maxRecordBytes());
    } finally {
      // What is complete is kept even when the line broke; it is only not acknowledged.
      delivery.keep();
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
