package vn.lachan.backup.drill;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.backup.DurableLines;
import vn.lachan.backup.plan.RecoveryObjective;

/**
 * The drills in {@code drills.ndjson} of a folder: lines of {@code {"drill":{…},"reasons":[…]}}; no
 * reasons means passed. Times are ISO-8601, durations milliseconds. A line torn by a crash is
 * passed over and counted. One process at a time writes a folder.
 */
public final class FileDrillHistory implements DrillHistory {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

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

  record Line(Drill drill, List<String> reasons) {}

  private final DurableLines lines;
  private final List<DrillResult> drills = new ArrayList<>();
  private int unreadable;

  /** Opens the history in {@code folder}, which is made when it is not there. */
  public FileDrillHistory(Path folder) {
    this.lines = new DurableLines(folder.resolve("drills.ndjson"));
    for (String line : lines.read()) {
      decode(line).ifPresentOrElse(drills::add, () -> unreadable++);
    }
  }

  /** Lines that could not be read when the history was opened: torn by a crash or tampered with. */
  public synchronized int unreadable() {
    return unreadable;
  }

  @Override
  public synchronized void add(DrillResult drill) {
    lines.append(encode(drill));
    drills.add(drill);
  }

  @Override
  public synchronized List<DrillResult> drills(int limit) {
    return drills.reversed().stream().limit(limit).toList();
  }

  private static Optional<DrillResult> decode(String line) {
    try {
      return drill(MAPPER.readValue(line, Line.class));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static byte[] encode(DrillResult result) {
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
    return MAPPER.writeValueAsBytes(new Line(drill, reasons));
  }

  /** A drill; empty when the line holds none. */
  private static Optional<DrillResult> drill(Line line) {
    Drill d = line.drill();
    try {
      DrillReport report = report(d);
      List<String> reasons = line.reasons();
      return Optional.of(
          reasons.isEmpty()
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
