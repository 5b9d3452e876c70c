package vn.lachan.playbooks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.incidents.Transactions;
import vn.lachan.playbooks.cacao.Variable;

/**
 * Runs and their steps in a relational database (tables of V200).
 *
 * <p>A run is changed only by the holder of its lease: every write checks the fence, so that a
 * process that was silent for too long and wakes up again can write no more.
 */
final class JdbcRunStore implements RunStore {
  private static final String OPEN = "('RUNNING', 'WAITING')";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Transactions transactions;

  JdbcRunStore(DataSource dataSource) {
    this.transactions = new Transactions(dataSource);
  }

  /** Makes a run with its first step; {@code before} runs last, and when it throws, nothing is. */
  void create(Rows.Run run, Rows.Step first, Runnable before) {
    transactions.write(handle -> {
      bind(
              handle.createUpdate(
                  """
                  insert into playbook_run (id, playbook_id, playbook_name, playbook_version,
                    document, incident_id, state, started_at, started_by, variables,
                    deadline_at, wake_at, in_exception, problem, fence)
                  values (:id, :playbook, :name, :version, :document, :incident, :state,
                    :started, :by, :variables, :deadline, :started, false, '', 0)
                  """),
              run)
          .bind("playbook", run.playbookId())
          .bind("name", run.playbookName())
          .bind("version", run.playbookVersion())
          .bind("document", run.document())
          .bind("incident", run.incidentId())
          .bind("started", run.startedAt())
          .bind("by", run.startedBy())
          .bind("deadline", run.deadlineAt())
          .execute();
      new JdbcWriter(handle, run.id(), run.startedAt()).insert(first);
      before.run();
      return run;
    });
  }

  /** Takes the lease of an open run that nobody holds. */
  Optional<Rows.Run> acquire(String runId, String node, Instant now, Duration lease) {
    return transactions.write(handle -> {
      int taken =
          handle
              .createUpdate(
                  "update playbook_run set lease_owner = :node, lease_until = :until,"
                      + " fence = fence + 1 where id = :id and state in "
                      + OPEN
                      + " and (lease_until is null or lease_until < :now)")
              .bind("node", node)
              .bind("until", now.plus(lease))
              .bind("id", runId)
              .bind("now", now)
              .execute();
      return taken == 0 ? Optional.empty() : find(handle, runId);
    });
  }

  /** Gives the lease back and says when to look again. */
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
  public void write(Rows.Run run, Instant now, Duration lease, Consumer<Writer> work) {
    transactions.write(handle -> {
      int held =
          handle
              .createUpdate(
                  "update playbook_run set lease_until = :until"
                      + " where id = :id and fence = :fence and state in "
                      + OPEN)
              .bind("until", now.plus(lease))
              .bind("id", run.id())
              .bind("fence", run.fence())
              .execute();
      if (held == 0) {
        throw new LeaseLostException(run.id(), run.fence());
      }
      work.accept(new JdbcWriter(handle, run.id(), now));
      return held;
    });
  }

  @Override
  public Optional<Rows.Run> find(String runId) {
    return transactions.read(handle -> find(handle, runId));
  }

  private static Optional<Rows.Run> find(Handle handle, String runId) {
    return handle
        .createQuery("select * from playbook_run where id = :id")
        .bind("id", runId)
        .map((row, _) -> run(row))
        .findOne();
  }

  List<Rows.Run> ofIncident(String incidentId) {
    return transactions.read(handle ->
        handle
            .createQuery(
                "select * from playbook_run where incident_id = :id order by started_at, id")
            .bind("id", incidentId)
            .map((row, _) -> run(row))
            .list());
  }

  @Override
  public List<Rows.Step> steps(String runId) {
    return transactions.read(handle ->
        handle
            .createQuery("select * from playbook_step where run_id = :id order by step_number")
            .bind("id", runId)
            .map((row, _) -> step(row))
            .list());
  }

  /** Open runs that nobody holds and whose time has come. */
  List<String> due(Instant now) {
    return transactions.read(handle ->
        handle
            .createQuery(
                "select id from playbook_run where state in "
                    + OPEN
                    + " and (lease_until is null or lease_until < :now)"
                    + " and (wake_at <= :now or cancel_reason is not null)"
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
    return transactions.write(handle -> {
      int asked =
          handle
              .createUpdate(
                  "update playbook_run set cancel_reason = :reason where id = :id"
                      + " and state in "
                      + OPEN)
              .bind("reason", reason)
              .bind("id", runId)
              .execute();
      if (asked > 0) {
        before.run();
      }
      return asked > 0;
    });
  }

  /** Writes rows of one run within a transaction. */
  private static final class JdbcWriter implements Writer {
    private final Handle handle;
    private final String runId;
    private final Instant now;

    private JdbcWriter(Handle handle, String runId, Instant now) {
      this.handle = handle;
      this.runId = runId;
      this.now = now;
    }

    @Override
    public void insert(Rows.Step step) {
      bind(
              handle.createUpdate(
                  """
                  insert into playbook_step (id, run_id, step_number, step_id, frame_id, branch,
                    type, name, state, started_at, ended_at, wake_at, at_command, attempt, agent,
                    unit, command, output, task_key, task_id)
                  values (:id, :run, :number, :step, :frame, :branch, :type, :name, :state,
                    :started, :ended, :wake, :position, :attempt, :agent, :unit, :command, :output,
                    :key, :task)
                  """),
              step)
          .bind("run", step.runId())
          .bind("number", step.number())
          .bind("step", step.stepId())
          .bind("frame", step.frameId())
          .bind("branch", step.branch())
          .bind("type", step.type())
          .bind("name", step.name())
          .execute();
      transition(step.id(), "", step.state().name(), "");
    }

    @Override
    public void update(Rows.Step before, Rows.Step after, String note) {
      bind(
              handle.createUpdate(
                  """
                  update playbook_step set state = :state, started_at = :started,
                    ended_at = :ended, wake_at = :wake, at_command = :position,
                    attempt = :attempt, agent = :agent, unit = :unit, command = :command,
                    output = :output, task_key = :key, task_id = :task
                  where id = :id
                  """),
              after)
          .execute();
      if (before.state() != after.state()) {
        transition(after.id(), before.state().name(), after.state().name(), note);
      }
    }

    @Override
    public void update(Rows.Run before, Rows.Run after) {
      JdbcRunStore.bind(
              handle.createUpdate(
                  "update playbook_run set state = :state, ended_at = :ended,"
                      + " variables = :variables, in_exception = :exception, problem = :problem"
                      + " where id = :id"),
              after)
          .bindByType("ended", after.endedAt(), Instant.class)
          .bind("exception", after.inException())
          .bind("problem", after.problem())
          .execute();
      if (before.state() != after.state()) {
        transition(null, before.state().name(), after.state().name(), after.problem());
      }
    }

    private void transition(@Nullable String stepRow, String from, String to, String note) {
      handle
          .createUpdate(
              "insert into playbook_transition (run_id, step_row, done_at, from_state, to_state,"
                  + " note) values (:run, :step, :at, :from, :to, :note)")
          .bind("run", runId)
          .bind("step", stepRow)
          .bind("at", now)
          .bind("from", from)
          .bind("to", to)
          .bind("note", note)
          .execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Rows.Step step) {
      return statement
          .bind("id", step.id())
          .bind("state", step.state().name())
          .bindByType("started", step.startedAt(), Instant.class)
          .bindByType("ended", step.endedAt(), Instant.class)
          .bindByType("wake", step.wakeAt(), Instant.class)
          .bind("position", step.position())
          .bind("attempt", step.attempt())
          .bind("agent", step.agent())
          .bind("unit", step.unit())
          .bind("command", step.command())
          .bind("output", step.output())
          .bind("key", step.taskKey())
          .bind("task", step.taskId());
    }
  }

  private static <S extends SqlStatement<S>> S bind(S statement, Rows.Run run) {
    return statement
        .bind("id", run.id())
        .bind("state", run.state().name())
        .bind("variables", MAPPER.writeValueAsString(run.variables().values()));
  }

  private static Rows.Run run(ResultSet row) throws SQLException {
    Map<String, Variable> variables = new LinkedHashMap<>();
    for (Variable variable : MAPPER.readValue(row.getString("variables"), Variable[].class)) {
      variables.put(variable.name(), variable);
    }
    return new Rows.Run(
        row.getString("id"),
        row.getString("playbook_id"),
        row.getString("playbook_name"),
        row.getString("playbook_version"),
        row.getString("document"),
        row.getString("incident_id"),
        RunState.valueOf(row.getString("state")),
        Objects.requireNonNull(time(row, "started_at")),
        time(row, "ended_at"),
        row.getString("started_by"),
        variables,
        Objects.requireNonNull(time(row, "deadline_at")),
        row.getBoolean("in_exception"),
        row.getString("problem"),
        row.getString("cancel_reason"),
        row.getLong("fence"));
  }

  private static Rows.Step step(ResultSet row) throws SQLException {
    return new Rows.Step(
        row.getString("id"),
        row.getString("run_id"),
        row.getInt("step_number"),
        row.getString("step_id"),
        row.getString("frame_id"),
        row.getInt("branch"),
        row.getString("type"),
        row.getString("name"),
        StepState.valueOf(row.getString("state")),
        time(row, "started_at"),
        time(row, "ended_at"),
        time(row, "wake_at"),
        row.getInt("at_command"),
        row.getInt("attempt"),
        row.getString("agent"),
        row.getString("unit"),
        row.getString("command"),
        row.getString("output"),
        row.getString("task_key"),
        row.getString("task_id"));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
