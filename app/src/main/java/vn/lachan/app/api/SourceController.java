package vn.lachan.app.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.pipeline.Pipeline;
import vn.lachan.app.pipeline.PipelineStats;
import vn.lachan.app.security.SignedIn;
import vn.lachan.app.sources.SourceTexts;
import vn.lachan.collector.Collector;
import vn.lachan.collector.HandOver;
import vn.lachan.collector.HandOverStats;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.SourceStats;
import vn.lachan.collector.Way;
import vn.lachan.collector.health.SourceHealth;
import vn.lachan.collector.health.SourceWatch;
import vn.lachan.collector.health.Trouble;
import vn.lachan.collector.input.BulkIntake;
import vn.lachan.collector.input.NdjsonIntake;
import vn.lachan.collector.otlp.OtlpIntake;

/** Log sources, inputs, and how the pipeline is doing. */
@RestController
class SourceController {

  record Source(
      String id,
      String name,
      List<Way> ways,
      String dataset,
      @Nullable UnitName organization,
      long perMinute,
      long total,
      long bytes,
      long unparsed,
      @Nullable Instant lastSeen,
      boolean silent,
      @Nullable Long expectedGapSeconds,
      @Nullable Long skewSeconds,
      @Nullable Boolean acknowledged,
      @Nullable String problem,
      String state,
      String hours,
      @Nullable Instant silentSince,
      @Nullable Long usualFewest,
      @Nullable Long usualMost,
      long windowLines,
      double unparsedShare,
      List<SourceHealth.FieldShare> fields) {}

  record OutageView(
      String id,
      String kind,
      @Nullable UnitName organization,
      Instant began,
      List<String> sources,
      List<String> silent) {}

  record JournalView(
      String state,
      @Nullable String problem,
      long bytes,
      long limit,
      long lag,
      HandOverStats.Unit lagUnit,
      boolean paused,
      long damages,
      long lostUdp,
      long oldestUnreadSeconds,
      boolean stale,
      long expired) {}

  record PipelineView(
      JournalView journal,
      long parsed,
      long unparsed,
      long stored,
      long alerts,
      long failures,
      long detectionLagSeconds,
      @Nullable String storeError,
      List<InputHealth> inputs) {}

  private final LogSources sources;
  private final SourceStatistics statistics;
  private final SourceWatch watch;
  private final SourceTexts texts;
  private final Collector collector;
  private final HandOver handOver;
  private final Pipeline pipeline;
  private final Names names;
  private final NdjsonIntake ndjson;
  private final BulkIntake bulk;
  private final OtlpIntake otlp;

  SourceController(
      LogSources sources,
      SourceStatistics statistics,
      SourceWatch watch,
      SourceTexts texts,
      Collector collector,
      HandOver handOver,
      Pipeline pipeline,
      Names names,
      NdjsonIntake ndjson,
      BulkIntake bulk,
      OtlpIntake otlp) {
    this.sources = sources;
    this.statistics = statistics;
    this.watch = watch;
    this.texts = texts;
    this.collector = collector;
    this.handOver = handOver;
    this.pipeline = pipeline;
    this.names = names;
    this.ndjson = ndjson;
    this.bulk = bulk;
    this.otlp = otlp;
  }

  @GetMapping("/api/sources")
  List<Source> sources(@AuthenticationPrincipal SignedIn user) {
    Map<String, SourceHealth> health =
        watch.health().stream()
            .collect(Collectors.toMap(SourceHealth::source, Function.identity()));
    return sources.all().stream()
        .filter(source -> user.scope().allows(source.organization()))
        .map(source -> source(source, Optional.ofNullable(health.get(source.id()))))
        .toList();
  }

  /** What is silent now, oldest first. */
  @GetMapping("/api/sources/outages")
  List<OutageView> outages(@AuthenticationPrincipal SignedIn user) {
    return watch.outages().stream()
        .filter(outage -> user.scope().allows(outage.unit()))
        .map(outage ->
            new OutageView(
                outage.id(),
                outage.kind().name(),
                names.organization(outage.unit()),
                outage.began(),
                outage.sources().stream().map(texts::name).toList(),
                outage.silent().stream().map(texts::name).toList()))
        .toList();
  }

  @GetMapping("/api/pipeline")
  PipelineView pipeline() {
    HandOverStats stats = handOver.standing();
    PipelineStats flow = pipeline.stats();
    long lost = collector.health().stream().mapToLong(i -> i.dropped() + i.kernelDropped()).sum();
    return new PipelineView(
        new JournalView(
            stats.state().name(),
            stats.problem().isEmpty() ? null : stats.problem(),
            stats.bytes(),
            stats.maxBytes(),
            stats.lag(),
            stats.unit(),
            stats.state() != HandOverStats.State.OPEN,
            stats.damages(),
            lost,
            stats.oldestUnread().toSeconds(),
            stats.stale(),
            stats.expired()),
        flow.parsed(),
        flow.unparsed(),
        flow.stored(),
        flow.alerts(),
        flow.failures(),
        stats.lag() == 0 ? 0 : flow.sinceLastEvent().toSeconds(),
        flow.problem().orElse(null),
        Stream.concat(
                collector.health().stream(),
                Stream.of(ndjson.health(), bulk.health(), otlp.health()))
            .toList());
  }

  private Source source(LogSource source, Optional<SourceHealth> health) {
    SourceStats stats = statistics.stats(source.id());
    Optional<Duration> expected = health.flatMap(SourceHealth::expected).or(source::expectedGap);
    List<Trouble> troubles = health.map(SourceHealth::troubles).orElse(List.of());
    Optional<SourceHealth.Usual> usual = health.flatMap(SourceHealth::usualLines);
    Set<Way> ways = stats.ways().isEmpty() ? expectedWays(source) : stats.ways();
    boolean silent = health.map(it -> it.state() == SourceHealth.State.SILENT).orElse(false);
    return new Source(
        source.id(),
        source.name(),
        List.copyOf(ways),
        source.dataset(),
        names.organization(source.organization()),
        stats.ratePerMinute(),
        stats.total(),
        stats.bytes(),
        stats.unparsed(),
        stats.lastSeen().orElse(null),
        silent,
        expected.map(Duration::toSeconds).orElse(null),
        stats.lastSeen().isEmpty() ? null : stats.skew().toSeconds(),
        ways.isEmpty() ? null : ways.stream().allMatch(Way::acknowledged),
        troubles.isEmpty()
            ? null
            : troubles.stream().map(texts::of).collect(Collectors.joining("; ")),
        health.map(it -> it.state().name()).orElse("OWN"),
        health.map(it -> it.hours().name()).orElse(""),
        health.flatMap(SourceHealth::since).orElse(null),
        usual.map(SourceHealth.Usual::fewest).orElse(null),
        usual.map(SourceHealth.Usual::most).orElse(null),
        health.map(SourceHealth::windowLines).orElse(0L),
        health.map(SourceHealth::unparsedShare).orElse(0.0),
        health.map(SourceHealth::fields).orElse(List.of()));
  }

  /** What can be said before anything came. */
  private static Set<Way> expectedWays(LogSource source) {
    if (source.tokenHash().isPresent()) {
      return Set.of(Way.NDJSON);
    }
    if (!source.paths().isEmpty()) {
      return Set.of(Way.FILE);
    }
    return source.dataset().startsWith("lachan.") ? Set.of(Way.PLATFORM) : Set.of();
  }
}
