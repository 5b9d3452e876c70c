package vn.lachan.playbooks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.store.Transactions;

/**
 * Runs and their steps in a relational database (tables of V200, V310 and V340).
 *
 * <p>A run is changed only by the holder of its lease: every write checks the fence, so that a
 * process that was silent for too long and wakes up again can write no more.
 */
final class JdbcRunStore implements RunStore {
  /** States of a run that is not finished. */
  static final String OPEN = "('RUNNING', 'WAITING', 'PAUSED')";

  private final Transactions transactions;
  private final RunReader reader;
  private final GroupedRuns grouped;

  JdbcRunStore(DataSource dataSource) {
    this(dataSource, new Plans());
  }

  JdbcRunStore(DataSource dataSource, Plans plans) {
    this.transactions = new Transactions(dataSource);
    this.reader = new RunReader(plans);
    this.grouped = new GroupedRuns(transactions, reader);
  }

  /** Makes a run with its first step; {@code before} runs last, and when it throws, nothing is. */
  void create(Rows.Run run, Rows.Step first, Runnable before) {
    transactions.write(handle -> {
      new JdbcRunWriter(handle).create(run, first);
      before.run();
      return run;
    });
  }

  /**
   * Takes the lease of an open run that nobody holds. Until it is given back the run is due, so
   * that it goes on when its holder dies.
   */
  Optional<Rows.Held> acquire(String runId, String node, Instant now, Duration lease) {
    return grouped.take(runId, node, now, lease);
  }

  /** Gives the lease back and says when to look again; nothing when somebody else holds it. */
  void release(Rows.Run run, Instant wakeAt) {
    transactions.write(handle ->
        handle
            .createUpdate(
                "update playbook_run set lease_owner = null, lease_until = null,"
                    + " wake_at = :wake where id = :id and fence = :fence")
            .bind("wake", wakeAt)
            .bind("id", run.id())
            .bind("fence", run.fence())
            .execute());
  }

  /** Gives back all leases of a process that died. */
  void releaseAll(String node) {
    transactions.write(handle ->
        handle
            .createUpdate(
                "update playbook_run set lease_owner = null, lease_until = null"
                    + " where lease_owner = :node")
            .bind("node", node)
            .execute());
  }

  @Override
  public Rows.Wishes write(Rows.Run run, Changes changes, Hold hold) {
    return grouped
        .write(run, changes, hold)
        .orElseThrow(() -> new LeaseLostException(run.id(), run.fence()));
  }

  @Override
  public void write(Rows.Run run, Changes changes, Hold hold, Runnable last) {
    transactions.write(handle -> {
      JdbcRunWriter writer = new JdbcRunWriter(handle);
      if (!writer.hold(run, hold, changes)) {
        throw new LeaseLostException(run.id(), run.fence());
      }
      writer.write(List.of(changes));
      last.run();
      return run;
    });
  }

  @Override
  public Rows.Wishes wishes(String runId) {
    return transactions.read(
        handle -> reader.wishes(handle, List.of(runId)).getOrDefault(runId, Rows.Wishes.NONE));
  }

  /** Open runs with a step that waits for approval, the oldest first. */
  List<Rows.Run> waitingForPeople() {
    return transactions.read(handle -> reader.with(handle, StepState.WAITING_APPROVAL, OPEN));
  }

  /** Where the record of changes ends; 0 when it is empty. */
  long lastMove() {
    return transactions.read(handle ->
        handle
            .createQuery("select coalesce(max(id), 0) from playbook_transition")
            .mapTo(Long.class)
            .one());
  }

  /** Runs that changed after {@code position}, with the incident of each; at most {@code most}. */
  Map<String, String> movedAfter(long position, int most) {
    Map<String, String> moved = new LinkedHashMap<>();
    transactions
        .<List<Map.Entry<String, String>>>read(handle ->
            handle
                .createQuery(
                    "select distinct r.id, r.incident_id from playbook_transition t"
                        + " join playbook_run r on r.id = t.run_id where t.id > :position"
                        + " order by r.id limit :most")
                .bind("position", position)
                .bind("most", most)
                .map((row, _) -> Map.entry(row.getString("id"), row.getString("incident_id")))
                .list())
        .forEach(entry -> moved.put(entry.getKey(), entry.getValue()));
    return moved;
  }

  @Override
  public Optional<Rows.Run> find(String runId) {
    return transactions.read(handle -> reader.find(handle, runId));
  }

  List<Rows.Run> ofIncident(String incidentId) {
    return transactions.read(handle -> reader.ofIncident(handle, incidentId));
  }

  /** The steps a run has reached, in that order. */
  List<Rows.Step> steps(String runId) {
    return transactions.read(handle -> RunReader.steps(handle, runId));
  }

  /** Open runs that nobody holds and whose time has come. */
  List<String> due(Instant now) {
    return transactions.read(handle ->
        handle
            .createQuery(
                "select id from playbook_run where state in "
                    + OPEN
                    + " and (lease_until is null or lease_until < :now)"
                    + " and (wake_at <= :now or cancel_reason is not null or signalled)"
                    + " order by wake_at, id")
            .bind("now", now)
            .mapTo(String.class)
            .list());
  }

  /** Tasks that open runs wait for, with the run of each. */
  Map<String, String> awaitedTasks() {
    Map<String, String> awaited = new LinkedHashMap<>();
    transactions
        .<List<Map.Entry<String, String>>>read(handle ->
            handle
                .createQuery(
                    "select task_id, run_id from playbook_step"
                        + " where state = 'WAITING_INPUT' and task_id is not null")
                .map((row, _) -> Map.entry(row.getString("task_id"), row.getString("run_id")))
                .list())
        .forEach(entry -> awaited.put(entry.getKey(), entry.getValue()));
    return awaited;
  }

  long openRuns() {
    return transactions.read(handle ->
        handle
            .createQuery("select count(*) from playbook_run where state in " + OPEN)
            .mapTo(Long.class)
            .one());
  }

  /** Asks for a run to be stopped; false when it is finished already. {@code before} runs last. */
  boolean requestCancel(String runId, String reason, Runnable before) {
    return request(runId, "cancel_reason = :reason", reason, before);
  }

  /** Asks for a run and all below it to stand still; false when it is finished already. */
  boolean requestPause(String runId, String reason, Runnable before) {
    return request(runId, "pause_reason = :reason", reason, before);
  }

  /** Lets a run and all below it go on; false when it is finished already. */
  boolean requestResume(String runId, Runnable before) {
    return request(runId, "pause_reason = :reason", null, before);
  }

  private boolean request(String runId, String change, @Nullable String reason, Runnable before) {
    return transactions.write(handle -> {
      int asked = 0;
      for (String id : withBelow(handle, runId)) {
        asked +=
            handle
                .createUpdate(
                    "update playbook_run set "
                        + change
                        + ", signalled = true where id = :id and state in "
                        + OPEN)
                .bind("reason", reason)
                .bind("id", id)
                .execute();
      }
      if (asked > 0) {
        before.run();
      }
      return asked > 0;
    });
  }

  /** A run and the runs its steps wait for, and theirs. */
  private static List<String> withBelow(Handle handle, String runId) {
    List<String> all = new ArrayList<>(List.of(runId));
    for (int i = 0; i < all.size(); i++) {
      all.addAll(
          handle
              .createQuery(
                  "select child_id from playbook_step where run_id = :id and child_id is not null")
              .bind("id", all.get(i))
              .mapTo(String.class)
              .list());
    }
    return all;
  }

  @Override
  public List<Rows.Decision> decisions(String stepRow, String shownDigest) {
    return transactions.read(handle ->
        handle
            .createQuery(
                "select * from playbook_decision where step_row = :step and shown_digest = :shown"
                    + " order by decided_at, person")
            .bind("step", stepRow)
            .bind("shown", shownDigest)
            .map((row, _) -> RunTables.decision(row))
            .list());
  }

  /** All that was decided about the steps of a run, by step. */
  Map<String, List<Rows.Decision>> decisions(String runId) {
    Map<String, List<Rows.Decision>> all = new LinkedHashMap<>();
    transactions
        .<List<Map.Entry<String, Rows.Decision>>>read(handle ->
            handle
                .createQuery(
                    "select * from playbook_decision where run_id = :run order by decided_at,"
                        + " person")
                .bind("run", runId)
                .map((row, _) -> Map.entry(row.getString("step_row"), RunTables.decision(row)))
                .list())
        .forEach(entry ->
            all.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>()).add(entry.getValue()));
    return all;
  }

  /**
   * Writes one person's word down, unless the step waits for it no more or the person gave it
   * before.
   *
   * @param before runs last; when it throws, nothing is written
   */
  DecisionResult decide(
      Rows.Step seen, Officer by, boolean agreed, String reason, Instant now, Runnable before) {
    Rows.Consent consent = Objects.requireNonNull(seen.consent());
    return transactions.write(handle -> {
      // Locks the run, so that its worker cannot end the step meanwhile.
      handle
          .createUpdate("update playbook_run set signalled = true where id = :id")
          .bind("id", seen.runId())
          .execute();
      Rows.Step there =
          handle
              .createQuery("select * from playbook_step where id = :id")
              .bind("id", seen.id())
              .map((row, _) -> RunTables.step(row))
              .one();
      boolean waits =
          there.state() == StepState.WAITING_APPROVAL
              && there.consent() != null
              && there.consent().shown().equals(consent.shown());
      if (!waits) {
        return DecisionResult.NOT_WAITING;
      }
      if (hasDecided(handle, seen.id(), consent.shown(), by.actor().id())) {
        return DecisionResult.TWICE;
      }
      insert(handle, there, consent, by, agreed, reason, now);
      before.run();
      return DecisionResult.WRITTEN;
    });
  }

  /** What became of a person's word. */
  enum DecisionResult {
    WRITTEN,
    NOT_WAITING,
    TWICE
  }

  private static boolean hasDecided(Handle handle, String step, String shown, String person) {
    return handle
            .createQuery(
                "select count(*) from playbook_decision where step_row = :step"
                    + " and shown_digest = :shown and person = :person")
            .bind("step", step)
            .bind("shown", shown)
            .bind("person", person)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  private static void insert(
      Handle handle,
      Rows.Step step,
      Rows.Consent consent,
      Officer by,
      boolean agreed,
      String reason,
      Instant now) {
    handle
        .createUpdate(
            """
            insert into playbook_decision (run_id, step_row, shown_digest, person, unit, roles,
              agreed, reason, command, decided_at)
            values (:run, :step, :shown, :person, :unit, :roles, :agreed, :reason, :command, :at)
            """)
        .bind("run", step.runId())
        .bind("step", step.id())
        .bind("shown", consent.shown())
        .bind("person", by.actor().id())
        .bind("unit", by.actor().unit())
        .bind("roles", String.join(",", by.actor().roles()))
        .bind("agreed", agreed)
        .bind("reason", reason)
        .bind("command", step.command())
        .bind("at", now)
        .execute();
  }
}
