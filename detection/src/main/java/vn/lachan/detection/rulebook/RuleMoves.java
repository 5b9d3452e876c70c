package vn.lachan.detection.rulebook;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.RuleTests;
import vn.lachan.detection.RuleText;
import vn.lachan.detection.rulebook.RulebookException.Reason;

/** Moves rules from state to state and brings what runs to the detector. */
final class RuleMoves {
  private final Database database;
  private final Deployment deployment;
  private final RuleTrail trail;
  private final Clock clock;

  RuleMoves(Database database, Deployment deployment, RuleTrail trail, Clock clock) {
    this.database = database;
    this.deployment = deployment;
    this.trail = trail;
    this.clock = clock;
  }

  RuleTests.Report test(RuleEntry entry, RuleVersion version) {
    RuleText text = deployment.text(entry, version);
    return RuleTests.run(text, deployment.context(entry.id(), text));
  }

  RuleEntry move(Editor by, String id, RuleState to, String reason, long expectedRevision) {
    return deployment.alone(() -> {
      RuleEntry entry =
          database
              .read(handle -> RuleRows.find(handle, id))
              .orElseThrow(() -> new RulebookException(Reason.RULE_NOT_FOUND, id));
      if (entry.revision() != expectedRevision) {
        throw new RulebookException(
            Reason.RULE_STALE, id + ": " + expectedRevision + " != " + entry.revision());
      }
      if (to == RuleState.DRAFT || !entry.state().canBecome(to)) {
        throw new RulebookException(Reason.RULE_MOVE, entry.state() + " " + to);
      }
      RuleVersion version =
          database.read(handle ->
              VersionRows.find(handle, id, entry.current())
                  .orElseThrow(() -> new RulebookException(Reason.VERSION_NOT_FOUND, id)));
      switch (to) {
        case TESTED -> tested(by, entry, version, reason);
        case ENABLED -> enable(by, entry, version, reason);
        case RETIRED -> retire(by, entry, reason);
        case DRAFT -> throw new RulebookException(Reason.RULE_MOVE, entry.state() + " " + to);
      }
      return database.read(handle -> RuleRows.find(handle, id)).orElseThrow();
    });
  }

  private void tested(Editor by, RuleEntry entry, RuleVersion version, String reason) {
    requireTests(entry, version);
    commit(by, entry, RuleState.TESTED, entry.running(), reason, "");
  }

  private void requireTests(RuleEntry entry, RuleVersion version) {
    RuleTests.Report report = test(entry, version);
    if (!report.passed()) {
      throw new RulebookException(Reason.RULE_TESTS_FAIL, entry.id(), report);
    }
  }

  private void enable(Editor by, RuleEntry entry, RuleVersion version, String reason) {
    boolean untested = version.tests().isBlank() && version.source() != RuleSource.OWN;
    if (!untested) {
      requireTests(entry, version);
    } else if (reason.isBlank()) {
      throw new RulebookException(Reason.REASON_MISSING, "untested");
    }
    Map<String, RuleText> running = deployment.running();
    running.remove(entry.id());
    running.put(entry.id(), deployment.text(entry, version));
    RuleSet rules = deployment.compile(running);
    List<RuleProblem> own =
        rules.rejected().stream()
            .filter(rejected -> rejected.file().equals(entry.file()))
            .map(RuleProblem::of)
            .toList();
    if (!own.isEmpty()) {
      throw new RulebookException(Reason.RULE_CANNOT_RUN, entry.id(), own);
    }
    requireOthersRun(entry, rules);
    commit(
        by,
        entry,
        RuleState.ENABLED,
        version.number(),
        reason,
        untested ? "without tests" : "tests hold");
    deployment.deploy(rules);
  }

  private void retire(Editor by, RuleEntry entry, String reason) {
    if (reason.isBlank()) {
      throw new RulebookException(Reason.REASON_MISSING, "reason");
    }
    Map<String, RuleText> running = deployment.running();
    if (running.remove(entry.id()) == null) {
      commit(by, entry, RuleState.RETIRED, null, reason, "");
      return;
    }
    RuleSet rules = deployment.compile(running);
    requireOthersRun(entry, rules);
    commit(by, entry, RuleState.RETIRED, null, reason, "");
    deployment.deploy(rules);
  }

  private void requireOthersRun(RuleEntry entry, RuleSet next) {
    List<RuleProblem> broken = deployment.broken(deployment.current(), next, Set.of(entry.file()));
    if (!broken.isEmpty()) {
      throw new RulebookException(Reason.RULE_BREAKS_OTHERS, entry.id(), broken);
    }
  }

  private void commit(
      Editor by,
      RuleEntry known,
      RuleState to,
      @Nullable Integer running,
      String reason,
      String tests) {
    database.write(handle -> {
      RuleEntry entry = Rulebook.locked(handle, known.id(), known.revision());
      Instant now = clock.instant();
      RuleRows.update(handle, List.of(entry.moved(to, entry.current(), running, reason, by, now)));
      trail.record(
          new RuleTrail.Act(
              by,
              "rule." + verb(to),
              "rule:" + entry.id(),
              "",
              Map.of(
                  "from",
                  entry.state().name(),
                  "number",
                  String.valueOf(entry.current()),
                  "reason",
                  reason,
                  "tests",
                  tests)));
    });
  }

  private static String verb(RuleState state) {
    return switch (state) {
      case DRAFT -> "draft";
      case TESTED -> "test";
      case ENABLED -> "enable";
      case RETIRED -> "retire";
    };
  }
}
