package vn.lachan.detection.rulebook;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import vn.lachan.detection.ModerationStats;
import vn.lachan.detection.Selection;
import vn.lachan.detection.rulebook.RulebookException.Reason;

/**
 * Exceptions from rules. One person writes an exemption, another one approves it; from then on, and
 * until it expires or is revoked, the rules do not count on the events that it describes. Events
 * stay where they are; what was hidden is counted and listed.
 *
 * <p>Safe for use by several threads.
 */
public final class Exemptions {
  private final Database database;
  private final Deployment deployment;
  private final RuleTrail trail;
  private final RulebookSettings settings;
  private final Clock clock;

  Exemptions(
      Database database,
      Deployment deployment,
      RuleTrail trail,
      RulebookSettings settings,
      Clock clock) {
    this.database = database;
    this.deployment = deployment;
    this.trail = trail;
    this.settings = settings;
    this.clock = clock;
  }

  /** Newest first, with the counts of this moment. */
  public List<ExemptionEntry> all() {
    Map<String, ModerationStats.Hidden> counts = deployment.hidden();
    return database.read(ExemptionRows::all).stream()
        .map(entry -> counted(entry, counts.get(entry.id())))
        .toList();
  }

  /**
   * One of them.
   *
   * @throws RulebookException when there is none with this id
   */
  public ExemptionEntry find(String id) {
    ExemptionEntry entry =
        database
            .read(handle -> ExemptionRows.find(handle, id))
            .orElseThrow(() -> new RulebookException(Reason.EXEMPTION_NOT_FOUND, id));
    return counted(entry, deployment.hidden().get(id));
  }

  /** The newest events that it hid, newest first; at most 100. */
  public List<ModerationStats.HiddenEvent> hidden(String id) {
    return Optional.ofNullable(deployment.hidden().get(id))
        .map(ModerationStats.Hidden::newest)
        .orElse(List.of());
  }

  private static ExemptionEntry counted(
      ExemptionEntry entry, ModerationStats.@org.jspecify.annotations.Nullable Hidden hidden) {
    if (hidden == null || hidden.events() <= entry.hidden()) {
      return entry;
    }
    return new ExemptionEntry(
        entry.id(),
        entry.rules(),
        entry.organization(),
        entry.selection(),
        entry.reason(),
        entry.author(),
        entry.madeAt(),
        entry.expiresAt(),
        entry.approver(),
        entry.approvedAt(),
        entry.revokedBy(),
        entry.revokedAt(),
        entry.revokeReason(),
        hidden.events(),
        hidden.last());
  }

  /**
   * Writes an exemption down; it hides nothing before it is approved.
   *
   * @throws RulebookException when it is not one that could be approved
   */
  public ExemptionEntry propose(Editor by, ExemptionDraft draft) {
    Instant now = clock.instant();
    if (draft.reason().isBlank()) {
      throw new RulebookException(Reason.REASON_MISSING, "reason");
    }
    if (!draft.expiresAt().isAfter(now)
        || draft.expiresAt().isAfter(now.plus(settings.longestExemption()))) {
      throw new RulebookException(
          Reason.EXEMPTION_EXPIRY, String.valueOf(settings.longestExemption().toDays()));
    }
    if (Selection.read(draft.selection(), settings.placeholders())
        instanceof Selection.Refused(String reason)) {
      throw new RulebookException(Reason.EXEMPTION_SELECTION, reason);
    }
    String id = UUID.randomUUID().toString();
    database.write(handle -> {
      for (String rule : draft.rules()) {
        if (RuleRows.find(handle, rule).isEmpty()) {
          throw new RulebookException(Reason.EXEMPTION_RULE_UNKNOWN, rule);
        }
      }
      ExemptionRows.insert(handle, id, draft, by, now);
      record(by, "exemption.propose", id, draft.organization(), details(draft));
    });
    return find(id);
  }

  private static Map<String, String> details(ExemptionDraft draft) {
    return Map.of(
        "rules", draft.rules().isEmpty() ? "*" : String.join(" ", draft.rules()),
        "reason", draft.reason(),
        "expires", draft.expiresAt().toString());
  }

  /**
   * Puts an exemption in force, for events received from now on.
   *
   * @throws RulebookException when {@code by} wrote it, or when it is no longer waiting
   */
  public ExemptionEntry approve(Editor by, String id) {
    return deployment.alone(() -> {
      database.write(handle -> {
        Instant now = clock.instant();
        ExemptionEntry entry = locked(handle, id);
        if (entry.status(now) != ExemptionEntry.Status.PROPOSED) {
          throw new RulebookException(Reason.EXEMPTION_SETTLED, id);
        }
        if (entry.author().equals(by.id())) {
          throw new RulebookException(Reason.EXEMPTION_OWN, id);
        }
        ExemptionRows.approve(handle, id, by, now);
        record(by, "exemption.approve", id, entry.organization(), Map.of("author", entry.author()));
      });
      deployment.moderate();
      return find(id);
    });
  }

  /**
   * Ends an exemption, or takes back one that was not approved.
   *
   * @throws RulebookException when it is over already
   */
  public ExemptionEntry revoke(Editor by, String id, String reason) {
    if (reason.isBlank()) {
      throw new RulebookException(Reason.REASON_MISSING, "reason");
    }
    return deployment.alone(() -> {
      database.write(handle -> {
        Instant now = clock.instant();
        ExemptionEntry entry = locked(handle, id);
        switch (entry.status(now)) {
          case PROPOSED, IN_FORCE -> ExemptionRows.revoke(handle, id, by, reason, now);
          case EXPIRED, REVOKED -> throw new RulebookException(Reason.EXEMPTION_SETTLED, id);
        }
        record(by, "exemption.revoke", id, entry.organization(), Map.of("reason", reason));
      });
      deployment.moderate();
      return find(id);
    });
  }

  private static ExemptionEntry locked(Handle handle, String id) {
    return ExemptionRows.lock(handle, id)
        .orElseThrow(() -> new RulebookException(Reason.EXEMPTION_NOT_FOUND, id));
  }

  /** Writes the counts to the database; to be called now and then. */
  public void keepCounts() {
    deployment.keepCounts();
  }

  Map<ExemptionEntry.Status, Long> count() {
    Instant now = clock.instant();
    Map<ExemptionEntry.Status, Long> counts = new EnumMap<>(ExemptionEntry.Status.class);
    for (ExemptionEntry.Status status : ExemptionEntry.Status.values()) {
      counts.put(status, 0L);
    }
    counts.putAll(
        database.read(ExemptionRows::all).stream()
            .collect(Collectors.groupingBy(entry -> entry.status(now), Collectors.counting())));
    return counts;
  }

  private void record(
      Editor by, String action, String id, String organization, Map<String, String> detail) {
    trail.record(new RuleTrail.Act(by, action, "exemption:" + id, organization, detail));
  }
}
