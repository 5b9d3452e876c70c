package vn.lachan.backup.drill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.seal.MinutesChain;

/**
 * Sees to it that there are minutes of every start of a drill: of those that ended, of those that
 * were stopped, and, once somebody looks again, of those that were killed. What is owed stands in
 * the journal of the drill before it begins, so that a crash loses none; at worst there are two of
 * the same.
 */
final class MinutesDuty {

  private static final Logger LOG = LoggerFactory.getLogger(MinutesDuty.class);
  private static final int NEWEST = 100;
  private static final String KILLED =
      "dừng đột ngột (mất điện, hỏng máy hoặc tiến trình bị ngắt), không rõ lúc nào";

  private final DrillHistory drills;
  private final DrillMinutes minutes;
  private final Consumer<AuditEntry> audit;

  MinutesDuty(DrillHistory drills, DrillMinutes minutes, Consumer<AuditEntry> audit) {
    this.drills = drills;
    this.minutes = minutes;
    this.audit = audit;
  }

  /** Writes minutes that are owed; a failure is logged, told to the trail, and stays owed. */
  boolean write(DrillEnd end, String unit, Actor by) {
    boolean interrupted = Thread.interrupted(); // channels close themselves under such a thread
    try {
      return writeUninterrupted(end, unit, by);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean writeUninterrupted(DrillEnd end, String unit, Actor by) {
    DrillReport report = end.report();
    try {
      Optional<MinutesChain.Sealed> written = minutes.write(end, by);
      drills.journal(report.id()).settle();
      written.ifPresent(sealed -> audit.accept(entry(report, unit, by, detail(end, sealed))));
      return true;
    } catch (SignatureException e) {
      LOG.error("no minutes of drill {}: {}", report.id(), e.toString());
      audit.accept(
          entry(
              report,
              unit,
              by,
              Map.of("drill", report.id(), "failure", String.valueOf(e.getMessage()))));
      return false;
    }
  }

  private static Map<String, String> detail(DrillEnd end, MinutesChain.Sealed sealed) {
    return Map.of(
        "drill", end.report().id(),
        "state", end.state(),
        "number", Integer.toString(sealed.link().number()),
        "sha256", sealed.sha256(),
        "seal", sealed.seal().level().name());
  }

  private static AuditEntry entry(
      DrillReport report, String unit, Actor by, Map<String, String> detail) {
    return new AuditEntry(by, "drill.minutes", "backup-plan:" + report.planId(), unit, detail);
  }

  /** Of a start that was killed, before the drill goes on. */
  void writeKilled(DrillPlan published, String unit) {
    DrillJournal journal = drills.journal(published.id());
    if (journal.owed() > 0) {
      write(stopped(published, KILLED), unit, Actor.PLATFORM);
    }
  }

  /**
   * Writes what is owed of the newest drills.
   *
   * @param runs whether a drill of this plan runs now
   * @return ids of drills of which minutes could not be written
   */
  List<String> settle(Predicate<String> runs) {
    List<String> failed = new ArrayList<>();
    for (DrillResult result : drills.drills(NEWEST).reversed()) {
      String id = result.report().id();
      if (!runs.test(result.report().planId())
          && isOwed(id)
          && !write(new DrillEnd.Finished(result), "", Actor.PLATFORM)) {
        failed.add(id);
      }
    }
    for (DrillPlan open : drills.unfinished().reversed()) {
      if (!runs.test(open.planId())
          && isOwed(open.id())
          && !write(stopped(open, KILLED), "", Actor.PLATFORM)) {
        failed.add(open.id());
      }
    }
    return failed;
  }

  private boolean isOwed(String id) {
    return DrillJournal.isId(id) && drills.journal(id).owed() > 0;
  }

  DrillEnd.Stopped stopped(DrillPlan published, String why) {
    DrillJournal journal = drills.journal(published.id());
    List<DrillProof.Target> done =
        published.targets().stream()
            .flatMap(target -> journal.target(target.number()).stream())
            .toList();
    String scratch = journal.scratch().map(Path::toString).orElse("");
    return new DrillEnd.Stopped(
        StoppedReport.of(published, done, scratch, journal.starts()),
        why + "; đã xong %d trong %d đích".formatted(done.size(), published.targets().size()));
  }
}
