package vn.lachan.playbooks;

import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes rows of one run within a transaction. */
final class JdbcRunWriter implements RunStore.Writer {
  private final Handle handle;
  private final String runId;
  private final Instant now;

  JdbcRunWriter(Handle handle, String runId, Instant now) {
    this.handle = handle;
    this.runId = runId;
    this.now = now;
  }

  /** Makes a run with its first step. */
  static void create(Handle handle, Rows.Run run, Rows.Step first) {
    RunTables.bind(
            handle.createUpdate(
                """
                insert into playbook_run (id, playbook_id, playbook_name, playbook_version,
                  document, incident_id, state, started_at, started_by, variables,
                  deadline_at, wake_at, in_exception, problem, fence, kind, parent_step, depth,
                  origin_id)
                values (:id, :playbook, :name, :version, :document, :incident, :state,
                  :started, :by, :variables, :deadline, :started, false, '', 0, :kind, :parent,
                  :depth, :origin)
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
        .bind("kind", run.origin().kind().name())
        .bind("parent", run.origin().parentStep())
        .bind("depth", run.origin().depth())
        .bind("origin", run.origin().originId())
        .execute();
    new JdbcRunWriter(handle, run.id(), run.startedAt()).insert(first);
  }

  @Override
  public void create(Rows.Run child, Rows.Step first) {
    create(handle, child, first);
  }

  @Override
  public void insert(Rows.Step step) {
    RunTables.bind(
            handle.createUpdate(
                """
                insert into playbook_step (id, run_id, step_number, step_id, frame_id, branch,
                  type, name, state, started_at, ended_at, wake_at, at_command, attempt, agent,
                  unit, command, output, task_key, task_id, child_id, shown_digest, unit_digests,
                  granted)
                values (:id, :run, :number, :step, :frame, :branch, :type, :name, :state,
                  :started, :ended, :wake, :position, :attempt, :agent, :unit, :command, :output,
                  :key, :task, :child, :shown, :units, :granted)
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
    RunTables.bind(
            handle.createUpdate(
                """
                update playbook_step set state = :state, started_at = :started,
                  ended_at = :ended, wake_at = :wake, at_command = :position,
                  attempt = :attempt, agent = :agent, unit = :unit, command = :command,
                  output = :output, task_key = :key, task_id = :task, child_id = :child,
                  shown_digest = :shown, unit_digests = :units, granted = :granted
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
    RunTables.bind(
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
      String parent = after.origin().parentRun();
      if (parent != null && after.state().isFinished()) {
        signal(parent);
      }
    }
  }

  @Override
  public void cancel(String childId, String reason) {
    handle
        .createUpdate(
            "update playbook_run set cancel_reason = :reason, signalled = true where id = :id"
                + " and cancel_reason is null and state in "
                + JdbcRunStore.OPEN)
        .bind("reason", reason)
        .bind("id", childId)
        .execute();
  }

  private void signal(String other) {
    handle
        .createUpdate("update playbook_run set signalled = true where id = :id")
        .bind("id", other)
        .execute();
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
}
