package vn.lachan.app.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.pipeline.Pipeline;
import vn.lachan.app.pipeline.PipelineStats;
import vn.lachan.app.security.SignedIn;
import vn.lachan.collector.Collector;
import vn.lachan.collector.HandOver;
import vn.lachan.collector.HandOverStats;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.SourceStats;
import vn.lachan.collector.input.NdjsonIntake;
import vn.lachan.collector.otlp.OtlpIntake;

/** Log sources, inputs, and how the pipeline is doing. */
@RestController
class SourceController {

  record Source(
      String id,
      String name,
      String input,
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
      boolean ack,
      @Nullable String problem) {}

  record JournalView(
      String state,
      @Nullable String problem,
      long bytes,
      long limit,
      long lagBytes,
      boolean paused,
      long damages,
      long lostUdp) {}

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
  private final Collector collector;
  private final HandOver handOver;
  private final Pipeline pipeline;
  private final Names names;
  private final NdjsonIntake ndjson;
  private final OtlpIntake otlp;

  SourceController(
      LogSources sources,
      SourceStatistics statistics,
      Collector collector,
      HandOver handOver,
      Pipeline pipeline,
      Names names,
      NdjsonIntake ndjson,
      OtlpIntake otlp) {
    this.sources = sources;
    this.statistics = statistics;
    this.collector = collector;
    this.handOver = handOver;
    this.pipeline = pipeline;
    this.names = names;
    this.ndjson = ndjson;
    this.otlp = otlp;
  }

  @GetMapping("/api/sources")
  List<Source> sources(@AuthenticationPrincipal SignedIn user) {
    return sources.all().stream()
        .filter(source -> user.scope().allows(source.organization()))
        .map(this::source)
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
            stats.state() != HandOverStats.State.OPEN,
            stats.damages(),
            lost),
        flow.parsed(),
        flow.unparsed(),
        flow.stored(),
        flow.alerts(),
        flow.failures(),
        stats.lag() == 0 ? 0 : flow.sinceLastEvent().toSeconds(),
        flow.problem().orElse(null),
        Stream.concat(collector.health().stream(), Stream.of(ndjson.health(), otlp.health()))
            .toList());
  }

  private Source source(LogSource source) {
    SourceStats stats = statistics.stats(source.id());
    return new Source(
        source.id(),
        source.name(),
        input(source),
        source.dataset(),
        names.organization(source.organization()),
        stats.ratePerMinute(),
        stats.total(),
        stats.bytes(),
        stats.unparsed(),
        stats.lastSeen().orElse(null),
        stats.silent(),
        source.expectedGap().map(Duration::toSeconds).orElse(null),
        stats.lastSeen().isEmpty() ? null : stats.skew().toSeconds(),
        source.tokenHash().isPresent() || !source.paths().isEmpty(),
        null);
  }

  private static String input(LogSource source) {
    if (source.tokenHash().isPresent()) {
      return "HTTPS";
    }
    if (!source.paths().isEmpty()) {
      return "Tệp";
    }
    return source.dataset().startsWith("lachan.") ? "Nền tảng" : "Syslog";
  }
}
