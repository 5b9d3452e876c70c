package vn.lachan.playbooks;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;

/** Writes what was decided about one run within a transaction; rows of one kind go together. */
final class JdbcRunWriter {
  private static final String INSERT_STEP =
      """
      insert into playbook_step (id, run_id, step_number, step_id, frame_id, branch,
        type, name, state, started_at, ended_at, wake_at, at_command, attempt, agent,
        unit, command, output, task_key, task_id, child_id, shown_digest, unit_digests,
        granted)
      values (:id, :run, :number, :step, :frame, :branch, :type, :name, :state,
        :started, :ended, :wake, :position, :attempt, :agent, :unit, :command, :output,
        :key, :task, :child, :shown, :units, :granted)
      """;
  private static final String UPDATE_STEP =
      """
      update playbook_step set state = :state, started_at = :started,
        ended_at = :ended, wake_at = :wake, at_command = :position,
        attempt = :attempt, agent = :agent, unit = :unit, command = :command,
        output = :output, task_key = :key, task_id = :task, child_id = :child,
        shown_digest = :shown, unit_digests = :units, granted = :granted
      where id = :id
      """;
  private static final String INSERT_TRANSITION =
      "insert into playbook_transition (run_id, step_row, done_at, from_state, to_state, note)"
          + " values (:run, :step, :at, :from, :to, :note)";
  private static final String HELD =
      " where id = :id and fence = :fence and state in " + JdbcRunStore.OPEN;
  private static final String FIELDS =
      ", state = :state, ended_at = :ended, variables = :variables,"
          + " in_exception = :exception, problem = :problem";
  private static final String KEEP = "update playbook_run set lease_until = :until";
  private static final String GIVE_BACK =
      "update playbook_run set lease_owner = null, lease_until = null, wake_at = :wake";

  private final Handle handle;

  JdbcRunWriter(Handle handle) {
    this.handle = handle;
  }

  /** Makes a run with its first step. */
  void create(Rows.Run run, Rows.Step first) {
    String document = Digests.of(run.document());
    handle
        .createUpdate(
            "insert into playbook_document (id, document) select :id, :document"
                + " where not exists (select 1 from playbook_document where id = :id)")
        .bind("id", document)
        .bind("document", run.document())
        .execute();
    RunTables.bind(
            handle.createUpdate(
                """
                insert into playbook_run (id, playbook_id, playbook_name, playbook_version,
                  document_id, incident_id, state, started_at, started_by, variables,
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
        .bind("document", document)
        .bind("incident", run.incidentId())
        .bind("started", run.startedAt())
        .bind("by", run.startedBy())
        .bind("deadline", run.deadlineAt())
        .bind("kind", run.origin().kind().name())
        .bind("parent", run.origin().parentStep())
        .bind("depth", run.origin().depth())
        .bind("origin", run.origin().originId())
        .execute();
    Changes begun = new Changes();
    begun.insert(first, run.startedAt());
    steps(INSERT_STEP, begun.added());
    transitions(begun.transitions());
  }

  /**
   * Keeps the lease or gives it back, and writes the run where it changed.
   *
   * @return false when somebody else holds it now, or it is finished
   */
  boolean hold(Rows.Run held, RunStore.Hold hold, Changes changes) {
    Rows.Run changed = changes.run();
    Instant wake = hold.wakeAt();
    String sql = (wake == null ? KEEP : GIVE_BACK) + (changed == null ? "" : FIELDS) + HELD;
    try (Update update = handle.createUpdate(sql)) {
      update.bind("id", held.id()).bind("fence", held.fence());
      if (wake == null) {
        update.bind("until", hold.until());
      } else {
        update.bind("wake", wake);
      }
      if (changed != null) {
        RunTables.bind(update, changed)
            .bindByType("ended", changed.endedAt(), Instant.class)
            .bind("exception", changed.inException())
            .bind("problem", changed.problem());
      }
      return update.execute() > 0;
    }
  }

  /** Writes everything but the runs themselves. */
  void write(List<Changes> all) {
    steps(INSERT_STEP, all.stream().flatMap(one -> one.added().stream()).toList());
    steps(UPDATE_STEP, all.stream().flatMap(one -> one.changed().stream()).toList());
    transitions(all.stream().flatMap(one -> one.transitions().stream()).toList());
    for (Changes changes : all) {
      changes.children().forEach(child -> create(child.run(), child.first()));
      changes.stops().forEach(this::stop);
      String awaiting = changes.awaiting();
      if (awaiting != null) {
        handle
            .createUpdate("update playbook_run set signalled = true where id = :id")
            .bind("id", awaiting)
            .execute();
      }
    }
  }

  private void steps(String sql, List<Rows.Step> steps) {
    if (steps.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (Rows.Step step : steps) {
        RunTables.bind(batch, step);
        if (sql.equals(INSERT_STEP)) {
          batch
              .bind("run", step.runId())
              .bind("number", step.number())
              .bind("step", step.stepId())
              .bind("frame", step.frameId())
              .bind("branch", step.branch())
              .bind("type", step.type())
              .bind("name", step.name());
        }
        batch.add();
      }
      batch.execute();
    }
  }

  private void transitions(List<Changes.Transition> transitions) {
    if (transitions.isEmpty()) {
      return;
    }
    try (PreparedBatch batch = handle.prepareBatch(INSERT_TRANSITION)) {
      for (Changes.Transition one : transitions) {
        batch
            .bind("run", one.run())
            .bind("step", one.step())
            .bind("at", one.at())
            .bind("from", one.from())
            .bind("to", one.to())
            .bind("note", one.note())
            .add();
      }
      batch.execute();
    }
  }

  private void stop(Changes.Stop stop) {
    handle
        .createUpdate(
            "update playbook_run set cancel_reason = :reason, signalled = true where id = :id"
                + " and cancel_reason is null and state in "
                + JdbcRunStore.OPEN)
        .bind("reason", stop.reason())
        .bind("id", stop.runId())
        .execute();
  }
}
