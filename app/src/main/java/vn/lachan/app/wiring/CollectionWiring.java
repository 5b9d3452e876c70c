package vn.lachan.app.wiring;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import vn.lachan.app.settings.InputSettings;
import vn.lachan.app.settings.Settings;
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
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.Way;
import vn.lachan.collector.dataset.Datasets;
import vn.lachan.collector.geo.GeoTables;
import vn.lachan.collector.input.BulkIntake;
import vn.lachan.collector.input.NdjsonIntake;
import vn.lachan.collector.input.NdjsonSettings;
import vn.lachan.collector.journal.ExpiredSegment;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalSettings;
import vn.lachan.collector.otlp.OtlpIntake;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;
import vn.lachan.registry.Registry;

/** From the sockets to the journal, and from the journal to events. */
@Configuration
class CollectionWiring {
  @Bean
  LogSources logSources(Settings settings, CanaryToken canary) {
    List<LogSource> sources = new ArrayList<>(ListedSources.of(settings.inputs()));
    sources.addAll(OwnEvents.SOURCES);
    sources.add(canary.source());
    return new LogSources(sources);
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
        wanted.pending().toBytes(),
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
        ListedInputs.bytes(wanted.record()),
        wanted.atOnce(),
        wanted.patience());
  }

  @Bean
  OtlpIntake otlpIntake(Settings settings, LogSources sources, Door door, Clock clock) {
    return new OtlpIntake(
        ListedInputs.otlp(settings.inputs()), sources, door.through(Way.OTLP), clock);
  }

  /** Closed with the collector. */
  @Bean(destroyMethod = "")
  Forwarding forwarding(Settings settings, HandOver handOver, Door door, Clock clock) {
    return Forwarding.of(settings, handOver, door, clock);
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
    List<Input> inputs =
        new ArrayList<>(ListedInputs.of(settings, sources, door, clock, handOver::recent));
    forwarding.input().ifPresent(inputs::add);
    return new Collector(inputs);
  }
}
