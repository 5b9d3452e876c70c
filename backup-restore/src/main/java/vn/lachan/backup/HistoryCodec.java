package vn.lachan.backup;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs, drills and manifests as lines of JSON.
 *
 * <p>A line is {@code {"run":{…}}}, {@code {"failedRun":{…}}} or {@code
 * {"drill":{…},"reasons":[…]}}; no reasons means passed. Times are ISO-8601, durations
 * milliseconds.
 */
final class HistoryCodec {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  record Run(
      String planId,
      String startedAt,
      long millis,
      String snapshot,
      long files,
      long bytes,
      long addedBytes,
      String manifest,
      long troubleCount,
      List<FileTrouble> troubles) {}

  record FailedRun(String planId, String startedAt, long millis, String reason) {}

  record Drill(
      String id,
      String planId,
      String planName,
      String snapshot,
      String startedAt,
      long files,
      long bytes,
      List<String> missing,
      List<String> differing,
      List<String> unexpected,
      long rpoMillis,
      long rtoMillis,
      long rpoTargetMillis,
      long rtoTargetMillis,
      String planted,
      boolean plantFound,
      long comparedWithLive,
      String scratch) {}

  /** One line; exactly one of the first three is set. */
  record Line(
      @Nullable Run run,
      @Nullable FailedRun failedRun,
      @Nullable Drill drill,
      @Nullable List<String> reasons) {}

  record ManifestHead(String snapshot, String planId, String at, long files, long bytes) {}

  record ManifestLine(String path, long size, String modified, String sha256, String linkTarget) {}

  private HistoryCodec() {}

  static byte[] encode(BackupOutcome outcome) {
    return switch (outcome) {
      case BackupOutcome.Completed c ->
          json(
              new Line(
                  new Run(
                      c.planId(),
                      c.startedAt().toString(),
                      c.took().toMillis(),
                      c.snapshot(),
                      c.files(),
                      c.bytes(),
                      c.addedBytes(),
                      c.manifest(),
                      c.troubleCount(),
                      c.troubles()),
                  null,
                  null,
                  null));
      case BackupOutcome.Failed f ->
          json(
              new Line(
                  null,
                  new FailedRun(
                      f.planId(), f.startedAt().toString(), f.took().toMillis(), f.reason()),
                  null,
                  null));
    };
  }

  static byte[] encode(DrillResult result) {
    DrillReport r = result.report();
    Drill drill =
        new Drill(
            r.id(),
            r.planId(),
            r.planName(),
            r.snapshot(),
            r.startedAt().toString(),
            r.files(),
            r.bytes(),
            r.missing(),
            r.differing(),
            r.unexpected(),
            r.recoveryPoint().toMillis(),
            r.recoveryTime().toMillis(),
            r.objective().point().toMillis(),
            r.objective().time().toMillis(),
            r.planted(),
            r.plantFound(),
            r.comparedWithLive(),
            r.scratch());
    List<String> reasons =
        switch (result) {
          case DrillResult.Passed passed -> List.of();
          case DrillResult.Failed failed -> failed.reasons();
        };
    return json(new Line(null, null, drill, reasons));
  }

  static byte[] json(Object document) {
    return MAPPER.writeValueAsBytes(document);
  }

  static <T> Optional<T> read(String line, Class<T> type) {
    try {
      return Optional.ofNullable(MAPPER.readValue(line, type));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** A run; empty when the line holds none. */
  static Optional<BackupOutcome> run(Line line) {
    Run r = line.run();
    FailedRun f = line.failedRun();
    try {
      if (r != null) {
        return Optional.of(
            new BackupOutcome.Completed(
                r.planId(),
                Instant.parse(r.startedAt()),
                Duration.ofMillis(r.millis()),
                r.snapshot(),
                r.files(),
                r.bytes(),
                r.addedBytes(),
                r.manifest(),
                r.troubleCount(),
                r.troubles()));
      }
      return f == null
          ? Optional.empty()
          : Optional.of(
              new BackupOutcome.Failed(
                  f.planId(),
                  Instant.parse(f.startedAt()),
                  Duration.ofMillis(f.millis()),
                  f.reason()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A drill; empty when the line holds none. */
  static Optional<DrillResult> drill(Line line) {
    Drill d = line.drill();
    if (d == null) {
      return Optional.empty();
    }
    try {
      DrillReport report = report(d);
      List<String> reasons = line.reasons();
      return Optional.of(
          reasons == null || reasons.isEmpty()
              ? new DrillResult.Passed(report)
              : new DrillResult.Failed(report, reasons));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static DrillReport report(Drill d) {
    return new DrillReport(
        d.id(),
        d.planId(),
        d.planName(),
        d.snapshot(),
        Instant.parse(d.startedAt()),
        d.files(),
        d.bytes(),
        d.missing(),
        d.differing(),
        d.unexpected(),
        Duration.ofMillis(d.rpoMillis()),
        Duration.ofMillis(d.rtoMillis()),
        new RecoveryObjective(
            Duration.ofMillis(d.rpoTargetMillis()), Duration.ofMillis(d.rtoTargetMillis())),
        d.planted(),
        d.plantFound(),
        d.comparedWithLive(),
        d.scratch());
  }
}
