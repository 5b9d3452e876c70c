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
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.lachan.app.settings.InputSettings;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.tls.TlsIdentity;
import vn.lachan.collector.Collector;
import vn.lachan.collector.Door;
import vn.lachan.collector.Input;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.Normalizer;
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.dataset.Datasets;
import vn.lachan.collector.geo.GeoTables;
import vn.lachan.collector.input.AcknowledgingInput;
import vn.lachan.collector.input.FileInput;
import vn.lachan.collector.input.FileSettings;
import vn.lachan.collector.input.JdbcInput;
import vn.lachan.collector.input.JdbcSettings;
import vn.lachan.collector.input.Listener;
import vn.lachan.collector.input.NdjsonIntake;
import vn.lachan.collector.input.NdjsonSettings;
import vn.lachan.collector.input.OpmonInput;
import vn.lachan.collector.input.OpmonSettings;
import vn.lachan.collector.input.StreamSettings;
import vn.lachan.collector.input.SyslogTcpInput;
import vn.lachan.collector.input.SyslogUdpInput;
import vn.lachan.collector.input.SyslogUdpSettings;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalSettings;
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
    sources.add(LogSource.of(OTHER, LogSource.AUTO, ""));
    sources.addAll(OwnEvents.SOURCES);
    sources.add(canary.source());
    return new LogSources(sources);
  }

  @Bean
  SourceStatistics sourceStatistics(LogSources sources, Clock clock) {
    return new SourceStatistics(sources, clock);
  }

  @Bean
  Pseudonymizer pseudonymizer(Settings settings) {
    return new Pseudonymizer(
        PseudonymKey.openOrCreate(settings.folder("keys").resolve("pseudonym.key")));
  }

  @Bean(destroyMethod = "close")
  Journal journal(Settings settings) {
    var wanted = settings.journal();
    JournalSettings standard = JournalSettings.DEFAULT;
    return Journal.open(
        settings.folder("journal"),
        new JournalSettings(
            wanted.segment().toBytes(),
            wanted.limit().toBytes(),
            wanted.freeSpace().toBytes(),
            standard.pendingBytes(),
            wanted.syncEvery(),
            standard.groupRecords(),
            standard.retryInterval()));
  }

  @Bean
  Door door(Journal journal, Pseudonymizer pseudonymizer, SourceStatistics statistics) {
    return new Door(journal, pseudonymizer, statistics);
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
  NdjsonIntake ndjsonIntake(LogSources sources, Door door, Clock clock) {
    return new NdjsonIntake(NdjsonSettings.DEFAULT, sources, door, clock);
  }

  /** Started by {@link PlatformStart}, after everything behind it is ready. */
  @Bean(destroyMethod = "")
  Collector collector(Settings settings, LogSources sources, Door door, Clock clock) {
    List<Input> inputs = new ArrayList<>();
    InputSettings wanted = settings.inputs();
    if (wanted.syslogUdp().enabled()) {
      inputs.add(
          new SyslogUdpInput(
              SyslogUdpSettings.of("syslog-udp", address(wanted, wanted.syslogUdp()), OTHER),
              sources,
              door,
              clock));
    }
    streams(settings, sources, door, clock, inputs);
    for (LogSource source : sources.all()) {
      if (!source.paths().isEmpty()) {
        inputs.add(
            new FileInput(
                FileSettings.of("file-" + source.id(), settings.folder("positions")),
                source,
                door,
                clock));
      }
    }
    for (InputSettings.Source source : wanted.sources()) {
      InputSettings.@Nullable Table table = source.jdbc();
      if (table != null) {
        inputs.add(new JdbcInput(table(settings, source.id(), table), source.id(), door, clock));
      }
    }
    for (InputSettings.Source source : wanted.sources()) {
      InputSettings.@Nullable SecurityServer server = source.opmon();
      if (server != null) {
        OpmonSettings asked = securityServer(settings, source.id(), server, clock);
        inputs.add(new OpmonInput(asked, source.id(), door, clock));
      }
    }
    return new Collector(inputs);
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
            StreamSettings.of(
                Listener.of(name, address(wanted, port))
                    .withMaxConnections(wanted.connections())
                    .withTimeouts(wanted.idle(), wanted.handshake()),
                OTHER);
    BiFunction<String, InputSettings.Port, StreamSettings> secured =
        (name, port) -> plain.apply(name, port).with(it -> it.withTls(tls.get()));
    if (wanted.syslogTcp().enabled()) {
      inputs.add(
          new SyslogTcpInput(plain.apply("syslog-tcp", wanted.syslogTcp()), sources, door, clock));
    }
    if (wanted.syslogTls().enabled()) {
      inputs.add(
          new SyslogTcpInput(
              secured.apply("syslog-tls", wanted.syslogTls()), sources, door, clock));
    }
    if (wanted.relp().enabled()) {
      inputs.add(AcknowledgingInput.relp(plain.apply("relp", wanted.relp()), sources, door, clock));
    }
    if (wanted.relpTls().enabled()) {
      inputs.add(
          AcknowledgingInput.relp(
              secured.apply("relp-tls", wanted.relpTls()), sources, door, clock));
    }
    if (wanted.beats().enabled()) {
      inputs.add(
          AcknowledgingInput.beats(plain.apply("beats", wanted.beats()), sources, door, clock));
    }
    if (wanted.beatsTls().enabled()) {
      inputs.add(
          AcknowledgingInput.beats(
              secured.apply("beats-tls", wanted.beatsTls()), sources, door, clock));
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
