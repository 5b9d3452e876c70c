package vn.lachan.playbooks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.playbooks.cacao.Variable;

/** Between the tables of V200, V310 and V340 and our values. */
final class RunTables {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** A run of the playbook {@code document}. */
  static Rows.Run run(ResultSet row, String document) throws SQLException {
    Map<String, Variable> variables = new LinkedHashMap<>();
    for (Variable variable : MAPPER.readValue(row.getString("variables"), Variable[].class)) {
      variables.put(variable.name(), variable);
    }
    return new Rows.Run(
        row.getString("id"),
        row.getString("playbook_id"),
        row.getString("playbook_name"),
        row.getString("playbook_version"),
        document,
        row.getString("incident_id"),
        RunState.valueOf(row.getString("state")),
        Objects.requireNonNull(time(row, "started_at")),
        time(row, "ended_at"),
        row.getString("started_by"),
        variables,
        Objects.requireNonNull(time(row, "deadline_at")),
        row.getBoolean("in_exception"),
        row.getString("problem"),
        new Rows.Wishes(row.getString("cancel_reason"), row.getString("pause_reason")),
        row.getLong("fence"),
        new Rows.Origin(
            RunKind.valueOf(row.getString("kind")),
            row.getString("parent_step"),
            row.getInt("depth"),
            row.getString("origin_id")));
  }

  static Rows.Step step(ResultSet row) throws SQLException {
    String shown = row.getString("shown_digest");
    String units = row.getString("unit_digests");
    return new Rows.Step(
        new Rows.Place(
            row.getString("id"),
            row.getString("run_id"),
            row.getInt("step_number"),
            row.getString("step_id"),
            row.getString("frame_id"),
            row.getInt("branch"),
            row.getString("type"),
            row.getString("name")),
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
        new Rows.Awaited(
            row.getString("task_key"), row.getString("task_id"), row.getString("child_id")),
        shown == null
            ? null
            : new Rows.Consent(
                shown,
                List.of(Objects.requireNonNullElse(units, "").split("\n", -1)),
                row.getBoolean("granted")));
  }

  static Rows.Decision decision(ResultSet row) throws SQLException {
    return new Rows.Decision(
        row.getString("person"),
        row.getString("unit"),
        row.getBoolean("agreed"),
        row.getString("reason"),
        Objects.requireNonNull(time(row, "decided_at")),
        row.getString("shown_digest"));
  }

  static <S extends SqlStatement<S>> S bind(S statement, Rows.Run run) {
    return statement
        .bind("id", run.id())
        .bind("state", run.state().name())
        .bind("variables", MAPPER.writeValueAsString(run.variables().values()));
  }

  static <S extends SqlStatement<S>> S bind(S statement, Rows.Step step) {
    Rows.Consent consent = step.consent();
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
        .bind("task", step.taskId())
        .bind("child", step.childId())
        .bind("shown", consent == null ? null : consent.shown())
        .bind("units", consent == null ? null : String.join("\n", consent.units()))
        .bind("granted", consent != null && consent.granted());
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private RunTables() {}
}
