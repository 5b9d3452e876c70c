package vn.lachan.app.wiring;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.springframework.util.unit.DataSize;
import vn.lachan.app.settings.InputSettings;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.tls.TlsIdentity;
import vn.lachan.collector.Door;
import vn.lachan.collector.Input;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Way;
import vn.lachan.collector.input.EventLogInput;
import vn.lachan.collector.input.EventLogSettings;
import vn.lachan.collector.input.FileInput;
import vn.lachan.collector.input.FileSettings;
import vn.lachan.collector.input.JdbcInput;
import vn.lachan.collector.input.JdbcSettings;
import vn.lachan.collector.input.Listener;
import vn.lachan.collector.input.Multiline;
import vn.lachan.collector.input.OpmonInput;
import vn.lachan.collector.input.OpmonSettings;
import vn.lachan.collector.input.StreamInput;
import vn.lachan.collector.input.StreamSettings;
import vn.lachan.collector.input.SyslogUdpInput;
import vn.lachan.collector.input.SyslogUdpSettings;
import vn.lachan.collector.otlp.OtlpGrpcInput;
import vn.lachan.collector.otlp.OtlpGrpcSettings;
import vn.lachan.collector.otlp.OtlpSettings;

/** The inputs of the settings: those that a platform and a commune's forwarder both can have. */
final class ListedInputs {
  private final Settings settings;
  private final InputSettings wanted;
  private final LogSources sources;
  private final Door door;
  private final Clock clock;
  private final List<Input> inputs = new ArrayList<>();

  private ListedInputs(Settings settings, LogSources sources, Door door, Clock clock) {
    this.settings = settings;
    this.wanted = settings.inputs();
    this.sources = sources;
    this.door = door;
    this.clock = clock;
  }

  /**
   * All of them, not started.
   *
   * @param recent what was kept last: told to those whose senders repeat what they got no answer
   *     for
   */
  static List<Input> of(
      Settings settings,
      LogSources sources,
      Door door,
      Clock clock,
      Consumer<Consumer<RawLog>> recent) {
    ListedInputs listed = new ListedInputs(settings, sources, door, clock);
    listed.datagrams();
    listed.streams();
    listed.files();
    listed.wanted.sources().forEach(listed::polled);
    for (Input input : listed.inputs) {
      if (input instanceof StreamInput stream) {
        stream.recall(recent);
      }
    }
    return List.copyOf(listed.inputs);
  }

  private void datagrams() {
    if (wanted.syslogUdp().enabled()) {
      inputs.add(
          new SyslogUdpInput(
              SyslogUdpSettings.of(
                      "syslog-udp", address(wanted, wanted.syslogUdp()), ListedSources.OTHER)
                  .withPatience(wanted.datagramPatience()),
              sources,
              door.through(Way.SYSLOG_UDP),
              clock));
    }
  }

  /** Those that take connections. */
  private void streams() {
    stream(StreamInput::syslog, Way.SYSLOG_TCP, "syslog-tcp", wanted.syslogTcp(), false);
    stream(StreamInput::syslog, Way.SYSLOG_TLS, "syslog-tls", wanted.syslogTls(), true);
    stream(StreamInput::relp, Way.RELP, "relp", wanted.relp(), false);
    stream(StreamInput::relp, Way.RELP, "relp-tls", wanted.relpTls(), true);
    stream(StreamInput::beats, Way.BEATS, "beats", wanted.beats(), false);
    stream(StreamInput::beats, Way.BEATS, "beats-tls", wanted.beatsTls(), true);
    otlp("otlp-grpc", wanted.otlpGrpc(), false);
    otlp("otlp-grpc-tls", wanted.otlpGrpcTls(), true);
  }

  private interface Protocol {
    StreamInput input(StreamSettings settings, LogSources sources, Intake intake, Clock clock);
  }

  private void stream(
      Protocol protocol, Way way, String name, InputSettings.Port port, boolean secured) {
    if (port.enabled()) {
      StreamSettings stream =
          StreamSettings.of(listener(name, port, secured), ListedSources.OTHER)
              .withRemembered(wanted.remembered());
      inputs.add(protocol.input(stream, sources, door.through(way), clock));
    }
  }

  private void otlp(String name, InputSettings.Port port, boolean secured) {
    if (port.enabled()) {
      inputs.add(
          new OtlpGrpcInput(
              new OtlpGrpcSettings(listener(name, port, secured), otlp(wanted)),
              sources,
              door.through(Way.OTLP),
              clock));
    }
  }

  private Listener listener(String name, InputSettings.Port port, boolean secured) {
    Listener plain = listener(wanted, name, port);
    return secured ? plain.withTls(tls()) : plain;
  }

  private Listener.Tls tls() {
    Optional<Path> authorities = Optional.ofNullable(wanted.clientAuthorities());
    return new Listener.Tls(sslContext(authorities), authorities.isPresent());
  }

  private SSLContext sslContext(Optional<Path> authorities) {
    return TlsIdentity.ensure(settings.folder("keys"), clock).sslContext(authorities);
  }

  private void files() {
    for (LogSource source : sources.all()) {
      if (!source.paths().stream().allMatch(EventLogInput::reads)) {
        inputs.add(new FileInput(files(source), source, door.through(Way.FILE), clock));
      }
      if (source.paths().stream().anyMatch(EventLogInput::reads)) {
        inputs.add(
            new EventLogInput(
                EventLogSettings.of("evtx-" + source.id(), positions()),
                source,
                new WindowsEventLogs(),
                door.through(Way.FILE),
                clock));
      }
    }
  }

  private FileSettings files(LogSource source) {
    FileSettings standard = FileSettings.of("file-" + source.id(), positions());
    return wanted.sources().stream()
        .filter(listed -> listed.id().equals(source.id()))
        .findFirst()
        .flatMap(listed -> Optional.ofNullable(listed.multiline()).map(how -> lines(listed, how)))
        .map(standard::withMultiline)
        .orElse(standard);
  }

  private static Multiline lines(InputSettings.Source source, InputSettings.Lines how) {
    try {
      return Multiline.of(how.begins(), how.ends(), how.lines(), bytes(how.size()), how.patience());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("log source " + source.id() + ": " + e.getMessage(), e);
    }
  }

  /** What is fetched from {@code source}: rows of a table, operational data, topics. */
  private void polled(InputSettings.Source source) {
    InputSettings.Table table = source.jdbc();
    if (table != null) {
      JdbcSettings asked = table(source.id(), table);
      inputs.add(new JdbcInput(asked, source.id(), door.through(Way.DATABASE), clock));
    }
    InputSettings.SecurityServer server = source.opmon();
    if (server != null) {
      OpmonSettings asked = securityServer(source.id(), server);
      inputs.add(new OpmonInput(asked, source.id(), door.through(Way.OPMON), clock));
    }
    InputSettings.Topics topics = source.kafka();
    if (topics != null) {
      inputs.add(KafkaWiring.input(source.id(), topics, door, clock));
    }
  }

  private JdbcSettings table(String source, InputSettings.Table table) {
    JdbcSettings standard =
        JdbcSettings.of("jdbc-" + source, positions(), table.url(), table.table(), table.keys());
    return new JdbcSettings(
        standard.name(),
        standard.stateFolder(),
        standard.url(),
        Optional.ofNullable(table.user()),
        Optional.ofNullable(table.passwordFile()),
        standard.table(),
        standard.keys(),
        table.every(),
        table.settle(),
        table.fromStart(),
        standard.batchRows(),
        standard.maxRowBytes(),
        standard.timeout(),
        standard.retryInterval());
  }

  private OpmonSettings securityServer(String source, InputSettings.SecurityServer server) {
    OpmonSettings standard =
        OpmonSettings.of(
            "opmon-" + source, positions(), server.url(), server.client(), server.server());
    return new OpmonSettings(
        standard.name(),
        standard.stateFolder(),
        standard.url(),
        standard.client(),
        standard.server(),
        Optional.ofNullable(server.authorities()).map(trusted -> sslContext(Optional.of(trusted))),
        server.every(),
        standard.holdBack(),
        server.lookBack(),
        standard.timeout(),
        standard.retryInterval(),
        standard.maxAnswerBytes());
  }

  private Path positions() {
    return settings.folder("positions");
  }

  /** A port as the settings have it, without TLS. */
  static Listener listener(InputSettings inputs, String name, InputSettings.Port port) {
    return Listener.of(name, address(inputs, port))
        .withMaxConnections(inputs.connections())
        .withTimeouts(inputs.idle(), inputs.handshake());
  }

  private static InetSocketAddress address(InputSettings inputs, InputSettings.Port port) {
    return new InetSocketAddress(inputs.address(), port.port());
  }

  /** What one request over OTLP may bring, over HTTP as over gRPC. */
  static OtlpSettings otlp(InputSettings inputs) {
    InputSettings.Otlp wanted = inputs.otlp();
    return new OtlpSettings(
        bytes(wanted.size()),
        wanted.records(),
        bytes(wanted.record()),
        wanted.atOnce(),
        wanted.patience(),
        wanted.retryAfter());
  }

  /** A size that is an array's. */
  static int bytes(DataSize size) {
    return Math.clamp(size.toBytes(), 0, Integer.MAX_VALUE - 64);
  }
}
