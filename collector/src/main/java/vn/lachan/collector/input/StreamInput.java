package vn.lachan.collector.input;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import vn.lachan.collector.Input;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLog;

/**
 * Receives records over connections, plain or within TLS; a virtual thread for each connection.
 *
 * <p>Over a protocol that acknowledges, a record is acknowledged when it would survive a crash of
 * the machine, never before. While the journal takes nothing no acknowledgement is given, and the
 * sender waits. What was not acknowledged when a connection breaks is sent again by the sender and
 * recognised ({@link Resends}).
 */
public final class StreamInput implements Input {
  private final StreamSettings settings;
  private final LogSources sources;
  private final Intake intake;
  private final Clock clock;
  private final Protocol protocol;
  private final Optional<Resends> resends;
  private final InputMeter meter;
  private final Connections connections;

  /** What is said on a connection. */
  private interface Protocol {
    void converse(Socket socket, Delivery delivery, int maxRecordBytes)
        throws IOException, InterruptedException;
  }

  private StreamInput(
      InputMeter meter,
      Protocol protocol,
      Optional<Resends> resends,
      StreamSettings settings,
      LogSources sources,
      Intake intake,
      Clock clock) {
    this.settings = settings;
    this.sources = sources;
    this.intake = intake;
    this.clock = clock;
    this.protocol = protocol;
    this.resends = resends;
    this.meter = meter;
    this.connections = new Connections(settings.listener(), meter, this::converse);
  }

  /**
   * Syslog over TCP (RFC 6587) and TLS (RFC 5425); both framings are understood, also mixed on one
   * connection.
   *
   * <p>This protocol cannot acknowledge: what a sender believes sent but this side has not yet read
   * is lost with the connection. What was read is handed to the journal; while the journal is full,
   * reading stops, so that the sender has to wait.
   */
  public static StreamInput syslog(
      StreamSettings settings, LogSources sources, Intake intake, Clock clock) {
    return new StreamInput(
        meter(settings, settings.listener().tls().isEmpty() ? "syslog-tcp" : "syslog-tls", clock),
        SyslogSession::converse,
        Optional.empty(),
        settings,
        sources,
        intake,
        clock);
  }

  /** Syslog over RELP, as the module omrelp of rsyslog sends it. */
  public static StreamInput relp(
      StreamSettings settings, LogSources sources, Intake intake, Clock clock) {
    return acknowledging("relp", RelpSession::converse, settings, sources, intake, clock);
  }

  /** Events of Beats and Logstash over Lumberjack version 2. */
  public static StreamInput beats(
      StreamSettings settings, LogSources sources, Intake intake, Clock clock) {
    return acknowledging("beats", LumberjackSession::converse, settings, sources, intake, clock);
  }

  private static StreamInput acknowledging(
      String kind,
      Protocol protocol,
      StreamSettings settings,
      LogSources sources,
      Intake intake,
      Clock clock) {
    InputMeter meter =
        meter(settings, settings.listener().tls().isEmpty() ? kind : kind + "-tls", clock);
    Resends resends = new Resends(settings.name(), settings.remembered(), intake::kept, meter);
    return new StreamInput(meter, protocol, Optional.of(resends), settings, sources, intake, clock);
  }

  private static InputMeter meter(StreamSettings settings, String kind, Clock clock) {
    return new InputMeter(settings.name(), kind, settings.listener().address().toString(), clock);
  }

  @Override
  public String name() {
    return settings.name();
  }

  /**
   * Learns what senders may send again because this machine or process crashed before they heard
   * that it was kept. To be called before the start; without it such records become new ones.
   *
   * @param journal shows what it got last, in order
   */
  public void recall(Consumer<Consumer<RawLog>> journal) {
    resends.ifPresent(known -> {
      journal.accept(known::recall);
      known.recalled();
    });
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
    String sender = from.getAddress().getHostAddress();
    Positions positions =
        resends.<Positions>map(known -> known.begin(sender)).orElseGet(Positions::numbered);
    Delivery delivery = new Delivery(settings, sources, intake, clock, meter, positions, from);
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
