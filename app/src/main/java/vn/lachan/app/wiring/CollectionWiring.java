package vn.lachan.app.wiring;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;
import vn.lachan.app.settings.InputSettings;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.tls.TlsIdentity;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.FileAuditTrail;
import vn.lachan.collector.Collector;
import vn.lachan.collector.Door;
import vn.lachan.collector.HandOver;
import vn.lachan.collector.Input;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.Normalizer;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.Way;
import vn.lachan.collector.dataset.Datasets;
import vn.lachan.collector.forward.ForwardInput;
import vn.lachan.collector.forward.ForwardInputSettings;
import vn.lachan.collector.forward.JournalPositions;
import vn.lachan.collector.geo.GeoTables;
import vn.lachan.collector.input.BulkIntake;
import vn.lachan.collector.input.FileInput;
import vn.lachan.collector.input.FileSettings;
import vn.lachan.collector.input.JdbcInput;
import vn.lachan.collector.input.JdbcSettings;
import vn.lachan.collector.input.Listener;
import vn.lachan.collector.input.NdjsonIntake;
import vn.lachan.collector.input.NdjsonSettings;
import vn.lachan.collector.input.OpmonInput;
import vn.lachan.collector.input.OpmonSettings;
import vn.lachan.collector.input.StreamInput;
import vn.lachan.collector.input.StreamSettings;
import vn.lachan.collector.input.SyslogUdpInput;
import vn.lachan.collector.input.SyslogUdpSettings;
import vn.lachan.collector.journal.ExpiredSegment;
import vn.lachan.collector.journal.ForwardPositions;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalSettings;
import vn.lachan.collector.kafka.KafkaHandOver;
import vn.lachan.collector.otlp.OtlpGrpcInput;
import vn.lachan.collector.otlp.OtlpGrpcSettings;
import vn.lachan.collector.otlp.OtlpIntake;
import vn.lachan.collector.otlp.OtlpSettings;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;
import vn.lachan.registry.Network;
import vn.lachan.registry.Registry;

/** From the sockets to the journal, and from the journal to events. */
@Configuration
class CollectionWiring {
  /** Source of syslog from peers that no listed source claims. */
  static final String OTHER = "syslog-khac";

  @Bean
  LogSources logSources(Settings settings, CanaryToken canary) {
    List<LogSource> sources = new ArrayList<>(listed(settings));
    sources.addAll(OwnEvents.SOURCES);
    sources.add(canary.source());
    return new LogSources(sources);
  }

  /** The sources of the settings, one for each forwarder, and one for everybody else. */
  static List<LogSource> listed(Settings settings) {
    List<LogSource> sources = new ArrayList<>();
    for (InputSettings.Source source : settings.inputs().sources()) {
      sources.add(
          new LogSource(
              source.id(),
              Optional.ofNullable(source.name()).orElse(source.id()),
              source.dataset(),
              source.organization(),
              source.zone(),
              tokenHash(source),
              source.networks().stream().map(Network::parse).toList(),
              source.paths().stream().map(Path::toString).toList(),
              Optional.ofNullable(source.expectedGap()),
              source.skewTolerance()));
    }
    for (InputSettings.Forwarder forwarder : settings.inputs().forwarders()) {
      sources.add(LogSource.of(forwarder.name(), LogSource.AUTO, forwarder.organization()));
    }
    sources.add(LogSource.of(OTHER, LogSource.AUTO, ""));
    return sources;
  }

  @Bean
  SourceStatistics sourceStatistics(LogSources sources, Clock clock) {
    return new SourceStatistics(sources, clock);
  }

  /** Nodes that share a database have the same key, or do not start. */
  @Bean
  @DependsOnDatabaseInitialization
  Pseudonymizer pseudonymizer(Settings settings, JdbcClient db, Clock clock) {
    Path file = settings.pseudonymKey();
    Pseudonymizer pseudonymizer = new Pseudonymizer(PseudonymKey.openOrCreate(file));
    SharedKey.require(pseudonymizer, db, file, clock);
    return pseudonymizer;
  }

  @Bean(destroyMethod = "close")
  HandOver handOver(Settings settings, FileAuditTrail trail, Clock clock) {
    return switch (settings.handOver().kind()) {
      case JOURNAL ->
          Journal.open(
              settings.folder("journal"),
              limits(settings),
              clock,
              expired -> trail.append(deleted(expired)));
      case KAFKA -> KafkaWiring.open(settings);
    };
  }

  /** Raw logs that are deleted because nothing may be kept longer, though nobody read them. */
  static AuditEntry deleted(ExpiredSegment expired) {
    return new AuditEntry(
        Actor.PLATFORM,
        "journal.expire",
        "journal-segment:" + expired.segment(),
        "",
        Map.of(
            "began", expired.began().toString(),
            "records", Long.toString(expired.records()),
            "bytes", Long.toString(expired.bytes())));
  }

  static JournalSettings limits(Settings settings) {
    var wanted = settings.journal();
    JournalSettings standard = JournalSettings.DEFAULT;
    return new JournalSettings(
        wanted.segment().toBytes(),
        wanted.limit().toBytes(),
        wanted.freeSpace().toBytes(),
        standard.pendingBytes(),
        wanted.syncEvery(),
        standard.groupRecords(),
        standard.retryInterval(),
        wanted.segmentAge(),
        wanted.staleAfter(),
        Optional.ofNullable(wanted.keepAtMost()));
  }

  @Bean
  Door door(HandOver handOver, Pseudonymizer pseudonymizer, SourceStatistics statistics) {
    return new Door(handOver, pseudonymizer, statistics);
  }

  @Bean
  Datasets datasets(Settings settings) {
    Path folder = settings.inputs().datasets();
    return folder == null ? Datasets.shipped() : Datasets.with(folder);
  }

  @Bean
  Normalizer normalizer(
      LogSources sources,
      SourceStatistics statistics,
      Registry registry,
      Pseudonymizer pseudonymizer,
      Datasets datasets,
      GeoTables geo) {
    return new Normalizer(sources, statistics, () -> registry, pseudonymizer, datasets, geo);
  }

  @Bean
  BulkIntake bulkIntake(Settings settings, LogSources sources, Door door, Clock clock) {
    return new BulkIntake(
        limits(settings.inputs().requests()), sources, door.through(Way.BULK), clock);
  }

  @Bean
  NdjsonIntake ndjsonIntake(Settings settings, LogSources sources, Door door, Clock clock) {
    return new NdjsonIntake(
        limits(settings.inputs().requests()), sources, door.through(Way.NDJSON), clock);
  }

  private static NdjsonSettings limits(InputSettings.Requests wanted) {
    return new NdjsonSettings(
        wanted.size().toBytes(),
        wanted.records(),
        bytes(wanted.record()),
        wanted.atOnce(),
        wanted.patience());
  }

  @Bean
  OtlpIntake otlpIntake(Settings settings, LogSources sources, Door door, Clock clock) {
    return new OtlpIntake(otlp(settings.inputs()), sources, door.through(Way.OTLP), clock);
  }

  private static OtlpSettings otlp(InputSettings inputs) {
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
  private static int bytes(DataSize size) {
    return Math.clamp(size.toBytes(), 0, Integer.MAX_VALUE - 64);
  }

  /** Closed with the collector. */
  @Bean(destroyMethod = "")
  Forwarding forwarding(Settings settings, HandOver handOver, Door door, Clock clock) {
    InputSettings wanted = settings.inputs();
    Path positions = settings.folder("positions");
    boolean enabled = wanted.forward().enabled() && settings.collects();
    return switch (handOver) {
      case Journal journal when enabled ->
          forwarding(settings, JournalPositions.open(journal, positions), door, clock);
      case Journal journal -> {
        JournalPositions.retire(journal, positions);
        yield new Forwarding(Optional.empty());
      }
      case KafkaHandOver kafka when enabled ->
          forwarding(settings, kafka.forwarders(), door, clock);
      default -> new Forwarding(Optional.empty());
    };
  }

  private static Forwarding forwarding(
      Settings settings, ForwardPositions positions, Door door, Clock clock) {
    InputSettings wanted = settings.inputs();
    Path own = wanted.forwardAuthorities();
    Path authorities = own == null ? wanted.clientAuthorities() : own;
    if (authorities == null) {
      throw new StartException(
          "lachan.inputs.forward needs lachan.inputs.forward-authorities: who are the forwarders?");
    }
    TlsIdentity identity = TlsIdentity.ensure(settings.folder("keys"), clock);
    Listener listener =
        listener(wanted, "forward", wanted.forward())
            .withTls(new Listener.Tls(identity.sslContext(Optional.of(authorities)), true));
    List<ForwardInputSettings.Forwarder> known = new ArrayList<>();
    for (InputSettings.Forwarder one : wanted.forwarders()) {
      Set<String> mine = new TreeSet<>();
      for (InputSettings.Source source : wanted.sources()) {
        if (one.name().equals(source.forwarder())) {
          mine.add(source.id());
        }
      }
      known.add(new ForwardInputSettings.Forwarder(one.name(), mine));
    }
    return new Forwarding(
        Optional.of(
            new ForwardInput(
                new ForwardInputSettings(
                    listener,
                    known,
                    wanted.forwarded().batch().toBytes(),
                    wanted.forwarded().records(),
                    wanted.forwarded().patience(),
                    wanted.forwarded().checkpoint()),
                positions,
                door.through(Way.FORWARDER),
                clock)));
  }

  /** Started by {@link PlatformStart}, after everything behind it is ready. */
  @Bean(destroyMethod = "")
  Collector collector(
      Settings settings,
      LogSources sources,
      Door door,
      HandOver handOver,
      Clock clock,
      Forwarding forwarding) {
    if (!settings.collects()) {
      return new Collector(List.of());
    }
    List<Input> inputs = new ArrayList<>(inputs(settings, sources, door, clock));
    recall(inputs, handOver::recent);
    forwarding.input().ifPresent(inputs::add);
    return new Collector(inputs);
  }

  /** Tells those whose senders repeat what they got no answer for what was kept last. */
  static void recall(List<Input> inputs, Consumer<Consumer<RawLog>> kept) {
    for (Input input : inputs) {
      if (input instanceof StreamInput stream) {
        stream.recall(kept);
      }
    }
  }

  /** The inputs of the settings that a forwarder may have as well. */
  static List<Input> inputs(Settings settings, LogSources sources, Door door, Clock clock) {
    List<Input> inputs = new ArrayList<>();
    InputSettings wanted = settings.inputs();
    if (wanted.syslogUdp().enabled()) {
      inputs.add(
          new SyslogUdpInput(
              SyslogUdpSettings.of("syslog-udp", address(wanted, wanted.syslogUdp()), OTHER),
              sources,
              door.through(Way.SYSLOG_UDP),
              clock));
    }
    streams(settings, sources, door, clock, inputs);
    for (LogSource source : sources.all()) {
      if (!source.paths().isEmpty()) {
        inputs.add(
            new FileInput(
                FileSettings.of("file-" + source.id(), settings.folder("positions")),
                source,
                door.through(Way.FILE),
                clock));
      }
    }
    for (InputSettings.Source source : wanted.sources()) {
      InputSettings.@Nullable Table table = source.jdbc();
      if (table != null) {
        inputs.add(
            new JdbcInput(
                table(settings, source.id(), table),
                source.id(),
                door.through(Way.DATABASE),
                clock));
      }
    }
    for (InputSettings.Source source : wanted.sources()) {
      InputSettings.@Nullable SecurityServer server = source.opmon();
      if (server != null) {
        OpmonSettings asked = securityServer(settings, source.id(), server, clock);
        inputs.add(new OpmonInput(asked, source.id(), door.through(Way.OPMON), clock));
      }
    }
    for (InputSettings.Source source : wanted.sources()) {
      InputSettings.@Nullable Topics topics = source.kafka();
      if (topics != null) {
        inputs.add(KafkaWiring.input(source.id(), topics, door, clock));
      }
    }
    return inputs;
  }

  private static Listener listener(InputSettings wanted, String name, InputSettings.Port port) {
    return Listener.of(name, address(wanted, port))
        .withMaxConnections(wanted.connections())
        .withTimeouts(wanted.idle(), wanted.handshake());
  }

  private static JdbcSettings table(Settings settings, String source, InputSettings.Table table) {
    JdbcSettings standard =
        JdbcSettings.of(
            "jdbc-" + source,
            settings.folder("positions"),
            table.url(),
            table.table(),
            table.keys());
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

  private static OpmonSettings securityServer(
      Settings settings, String source, InputSettings.SecurityServer server, Clock clock) {
    OpmonSettings standard =
        OpmonSettings.of(
            "opmon-" + source,
            settings.folder("positions"),
            server.url(),
            server.client(),
            server.server());
    Optional<SSLContext> tls =
        Optional.ofNullable(server.authorities())
            .map(authorities ->
                TlsIdentity.ensure(settings.folder("keys"), clock)
                    .sslContext(Optional.of(authorities)));
    return new OpmonSettings(
        standard.name(),
        standard.stateFolder(),
        standard.url(),
        standard.client(),
        standard.server(),
        tls,
        server.every(),
        standard.holdBack(),
        server.lookBack(),
        standard.timeout(),
        standard.retryInterval(),
        standard.maxAnswerBytes());
  }

  /** The inputs that take connections. */
  private static void streams(
      Settings settings, LogSources sources, Door door, Clock clock, List<Input> inputs) {
    InputSettings wanted = settings.inputs();
    Optional<Path> authorities = Optional.ofNullable(wanted.clientAuthorities());
    Supplier<Listener.Tls> tls =
        () -> {
          TlsIdentity identity = TlsIdentity.ensure(settings.folder("keys"), clock);
          return new Listener.Tls(identity.sslContext(authorities), authorities.isPresent());
        };
    BiFunction<String, InputSettings.Port, StreamSettings> plain =
        (name, port) ->
            StreamSettings.of(listener(wanted, name, port), OTHER)
                .withRemembered(wanted.remembered());
    BiFunction<String, InputSettings.Port, StreamSettings> secured =
        (name, port) -> plain.apply(name, port).with(it -> it.withTls(tls.get()));
    if (wanted.syslogTcp().enabled()) {
      inputs.add(
          StreamInput.syslog(
              plain.apply("syslog-tcp", wanted.syslogTcp()),
              sources,
              door.through(Way.SYSLOG_TCP),
              clock));
    }
    if (wanted.syslogTls().enabled()) {
      inputs.add(
          StreamInput.syslog(
              secured.apply("syslog-tls", wanted.syslogTls()),
              sources,
              door.through(Way.SYSLOG_TLS),
              clock));
    }
    if (wanted.relp().enabled()) {
      inputs.add(
          StreamInput.relp(
              plain.apply("relp", wanted.relp()), sources, door.through(Way.RELP), clock));
    }
    if (wanted.relpTls().enabled()) {
      inputs.add(
          StreamInput.relp(
              secured.apply("relp-tls", wanted.relpTls()), sources, door.through(Way.RELP), clock));
    }
    if (wanted.beats().enabled()) {
      inputs.add(
          StreamInput.beats(
              plain.apply("beats", wanted.beats()), sources, door.through(Way.BEATS), clock));
    }
    if (wanted.beatsTls().enabled()) {
      inputs.add(
          StreamInput.beats(
              secured.apply("beats-tls", wanted.beatsTls()),
              sources,
              door.through(Way.BEATS),
              clock));
    }
    if (wanted.otlpGrpc().enabled()) {
      Listener listener = listener(wanted, "otlp-grpc", wanted.otlpGrpc());
      inputs.add(
          new OtlpGrpcInput(
              new OtlpGrpcSettings(listener, otlp(wanted)),
              sources,
              door.through(Way.OTLP),
              clock));
    }
    if (wanted.otlpGrpcTls().enabled()) {
      Listener listener =
          listener(wanted, "otlp-grpc-tls", wanted.otlpGrpcTls()).withTls(tls.get());
      inputs.add(
          new OtlpGrpcInput(
              new OtlpGrpcSettings(listener, otlp(wanted)),
              sources,
              door.through(Way.OTLP),
              clock));
    }
  }

  private static InetSocketAddress address(InputSettings inputs, InputSettings.Port port) {
    return new InetSocketAddress(inputs.address(), port.port());
  }

  private static Optional<String> tokenHash(InputSettings.Source source) {
    @Nullable String token = source.token();
    if (token == null) {
      return Optional.ofNullable(source.tokenHash());
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
      return Optional.of(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
