package vn.lachan.backup.drill;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.backup.DurableLines;
import vn.lachan.backup.plan.RecoveryObjective;
import vn.lachan.backup.repository.Sha256;

/**
 * The drills in {@code drills.ndjson} of a folder: lines of {@code {"drill":{…},"reasons":[…]}}; no
 * reasons means passed. Plans are in {@code drill-plans.ndjson}: SHA-256, a blank, the plan as
 * JSON, so that {@code cut -c66- | sha256sum} tells whether a line is as it was published; how far
 * an unfinished drill is, in {@code drill-runs/ID.ndjson}. Times are ISO-8601, durations
 * milliseconds. A line torn by a crash is passed over and counted. One process at a time writes a
 * folder.
 */
public final class FileDrillHistory implements DrillHistory {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final int DIGEST = 64;

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
      String scratch,
      @Nullable DrillProof proof) {}

  record Line(Drill drill, List<String> reasons) {}

  private final Path folder;
  private final DurableLines lines;
  private final DurableLines plans;
  private final List<DrillResult> drills = new ArrayList<>();
  private int unreadable;

  /** Opens the history in {@code folder}, which is made when it is not there. */
  public FileDrillHistory(Path folder) {
    this.folder = folder;
    this.lines = new DurableLines(folder.resolve("drills.ndjson"));
    this.plans = new DurableLines(folder.resolve("drill-plans.ndjson"));
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

  @Override
  public synchronized DrillPlan publish(BiFunction<Integer, String, DrillPlan> plan) {
    List<DrillPlan> before = published();
    int number = before.isEmpty() ? 1 : before.getLast().number() + 1;
    String previous = before.isEmpty() ? "" : before.getLast().digest();
    DrillPlan made = plan.apply(number, previous);
    byte[] json = DrillJson.bytes(made);
    String line = Sha256.of(json) + " " + new String(json, StandardCharsets.UTF_8);
    plans.append(line.getBytes(StandardCharsets.UTF_8));
    return made;
  }

  @Override
  public synchronized List<DrillPlan> published() {
    return plans.read().stream()
        .filter(line -> line.length() > DIGEST)
        .flatMap(line -> DrillJson.read(line.substring(DIGEST + 1), DrillPlan.class).stream())
        .toList();
  }

  @Override
  public synchronized List<String> doubts() {
    List<String> doubts = new ArrayList<>();
    int number = 0;
    String previous = "";
    for (String line : plans.read()) {
      int cut = Math.min(DIGEST + 1, line.length());
      Optional<DrillPlan> plan = DrillJson.read(line.substring(cut), DrillPlan.class);
      String digest = Sha256.of(line.substring(cut).getBytes(StandardCharsets.UTF_8));
      if (plan.isEmpty() || !line.startsWith(digest)) {
        doubts.add("kế hoạch diễn tập sau số " + number + " bị rách hoặc bị sửa");
      } else {
        if (plan.get().number() != number + 1 || !plan.get().previous().equals(previous)) {
          doubts.add("thiếu kế hoạch diễn tập giữa số " + number + " và " + plan.get().number());
        }
        number = plan.get().number();
        previous = digest;
      }
    }
    return doubts;
  }

  @Override
  public DrillJournal journal(String id) {
    if (!DrillJournal.isId(id)) {
      throw new IllegalArgumentException("not the id of a drill: " + id);
    }
    return new DrillJournal(folder.resolve("drill-runs").resolve(id + ".ndjson"));
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
            r.scratch(),
            r.proof());
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
        d.scratch(),
        d.proof() == null ? DrillProof.NONE : d.proof());
  }
}
