package vn.lachan.app.plans;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.plans.Approval.Action;
import vn.lachan.app.plans.Approval.State;
import vn.lachan.app.plans.ApprovalException.Reason;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.FileAuditTrail;

/**
 * Acts that need two people. The audit trail is told before each step takes effect. A request is
 * answered once: of two people who answer at the same time one is told that it is settled.
 */
@Component
public class Approvals {
  /** Who asks for what the file of plans says. */
  public static final String FILE = "tệp kế hoạch";

  private static final TypeReference<Map<String, List<String>>> SUBJECT = new TypeReference<>() {};
  private static final int LONGEST = 2000;

  private final JdbcClient db;
  private final FileAuditTrail trail;
  private final Clock clock;
  private final Duration valid;
  private final JsonMapper json = JsonMapper.shared();

  Approvals(JdbcClient db, FileAuditTrail trail, Clock clock, Settings settings) {
    this.db = db;
    this.trail = trail;
    this.clock = clock;
    this.valid = settings.backup().approvalValid();
  }

  /** Newest first; those whose time is over say so. */
  public List<Approval> all(int limit) {
    return db.sql("select * from backup_approval order by requested_at desc limit ?")
        .param(limit)
        .query(this::read)
        .list();
  }

  public Approval find(String id) {
    return db.sql("select * from backup_approval where id = ?")
        .param(id)
        .query(this::read)
        .optional()
        .orElseThrow(() -> new ApprovalException(Reason.APPROVAL_NOT_FOUND, id));
  }

  /** How many wait for an answer. */
  public long waiting() {
    return db.sql("select count(*) from backup_approval where state = 'WAITING' and expires_at > ?")
        .param(at(clock.instant()))
        .query(Long.class)
        .single();
  }

  /** Asks for something. */
  public Approval request(
      Actor by,
      String plan,
      String unit,
      Action action,
      String target,
      Map<String, List<String>> subject,
      String reason) {
    boolean complete =
        switch (action) {
          case PLAN_CHANGE -> subject.containsKey("digest");
          case FORGET -> !subject.getOrDefault("snapshots", List.of()).isEmpty();
          case REMOVE_KEY -> subject.getOrDefault("key", List.of()).size() == 1;
          case PRUNE, UNLOCK -> true;
        };
    if (!complete || reason.isBlank() || reason.length() > LONGEST) {
      throw new ApprovalException(Reason.APPROVAL_INVALID, plan);
    }
    String text = json.writeValueAsString(subject);
    if (isWaiting(plan, action, target, text)) {
      throw new ApprovalException(Reason.APPROVAL_EXISTS, plan);
    }
    String id = UUID.randomUUID().toString();
    tell(by, "backup.approval.request", id, plan, unit, action);
    Instant now = clock.instant();
    db.sql(
            "insert into backup_approval values (:id, :plan, :action, :target, :subject, :reason,"
                + " :by, :now, :until, 'WAITING', null, null, '', '')")
        .param("id", id)
        .param("plan", plan)
        .param("action", action.name())
        .param("target", target)
        .param("subject", text)
        .param("reason", reason)
        .param("by", by.id())
        .param("now", at(now))
        .param("until", at(now.plus(valid)))
        .update();
    return find(id);
  }

  private boolean isWaiting(String plan, Action action, String target, String subject) {
    return all(500).stream()
        .anyMatch(a ->
            a.state() == State.WAITING
                && a.plan().equals(plan)
                && a.action() == action
                && a.target().equals(target)
                && json.writeValueAsString(a.subject()).equals(subject));
  }

  /** A second person agrees; from now on it may be done. */
  public Approval approve(Actor by, String unit, String id) {
    return decide(by, unit, id, State.APPROVED, "backup.approval.approve", "");
  }

  /** A second person says no. */
  public Approval refuse(Actor by, String unit, String id, String why) {
    if (why.isBlank() || why.length() > LONGEST) {
      throw new ApprovalException(Reason.APPROVAL_INVALID, id);
    }
    return decide(by, unit, id, State.REFUSED, "backup.approval.refuse", why);
  }

  private Approval decide(Actor by, String unit, String id, State next, String action, String why) {
    Approval approval = find(id);
    if (approval.requestedBy().equals(by.id())) {
      throw new ApprovalException(Reason.APPROVAL_OWN, id);
    }
    if (approval.state() != State.WAITING) {
      throw new ApprovalException(Reason.APPROVAL_SETTLED, id);
    }
    tell(by, action, id, approval.plan(), unit, approval.action());
    int changed =
        db.sql(
                "update backup_approval set state = :state, decided_by = :by, decided_at = :now,"
                    + " decision = :why where id = :id and state = 'WAITING' and expires_at > :now")
            .param("state", next.name())
            .param("by", by.id())
            .param("now", at(clock.instant()))
            .param("why", why)
            .param("id", id)
            .update();
    if (changed == 0) {
      throw new ApprovalException(Reason.APPROVAL_SETTLED, id);
    }
    return find(id);
  }

  /** What came of an approved act. */
  public void finish(String id, boolean done, String result) {
    db.sql("update backup_approval set state = ?, result = ? where id = ? and state = 'APPROVED'")
        .param(done ? State.DONE.name() : State.FAILED.name())
        .param(result.substring(0, Math.min(LONGEST, result.length())))
        .param(id)
        .update();
  }

  /**
   * Makes the waiting requests about the file the same as what is held.
   *
   * @return those that are new
   */
  public List<Approval> holdPlanChanges(List<HeldChange> held) {
    for (Approval waiting : all(500)) {
      boolean still =
          held.stream()
              .anyMatch(h ->
                  h.plan().equals(waiting.plan())
                      && List.of(h.digest()).equals(waiting.subject().get("digest")));
      if (waiting.state() == State.WAITING && waiting.action() == Action.PLAN_CHANGE && !still) {
        db.sql("update backup_approval set state = 'WITHDRAWN' where id = ? and state = 'WAITING'")
            .param(waiting.id())
            .update();
      }
    }
    return held.stream().flatMap(change -> hold(change).stream()).toList();
  }

  private Optional<Approval> hold(HeldChange change) {
    Map<String, List<String>> subject =
        Map.of("digest", List.of(change.digest()), "weakenings", change.weakenings());
    boolean known =
        all(500).stream()
            .anyMatch(a ->
                (a.state() == State.WAITING || a.state() == State.REFUSED)
                    && a.plan().equals(change.plan())
                    && List.of(change.digest()).equals(a.subject().get("digest")));
    return known
        ? Optional.empty()
        : Optional.of(
            request(
                new Actor(FILE, change.unit(), List.of()),
                change.plan(),
                change.unit(),
                Action.PLAN_CHANGE,
                "",
                subject,
                String.join("; ", change.weakenings())));
  }

  private void tell(Actor by, String action, String id, String plan, String unit, Action what) {
    trail.append(
        new AuditEntry(
            by,
            action,
            "backup-approval:" + id,
            unit,
            Map.of("plan", plan, "action", what.name())));
  }

  private Approval read(ResultSet row, int number) throws SQLException {
    State state = State.valueOf(row.getString("state"));
    Instant expires = row.getObject("expires_at", OffsetDateTime.class).toInstant();
    boolean over = state == State.WAITING && !clock.instant().isBefore(expires);
    OffsetDateTime decided = row.getObject("decided_at", OffsetDateTime.class);
    return new Approval(
        row.getString("id"),
        row.getString("plan"),
        Action.valueOf(row.getString("action")),
        row.getString("target"),
        json.readValue(row.getString("subject"), SUBJECT),
        row.getString("reason"),
        row.getString("requested_by"),
        row.getObject("requested_at", OffsetDateTime.class).toInstant(),
        expires,
        over ? State.EXPIRED : state,
        row.getString("decided_by"),
        instant(decided),
        row.getString("decision"),
        row.getString("result"));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static OffsetDateTime at(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
