package vn.lachan.playbooks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads runs and their steps; a playbook only when it is not known. */
final class RunReader {
  private final Plans plans;

  RunReader(Plans plans) {
    this.plans = plans;
  }

  Optional<Rows.Run> find(Handle handle, String runId) {
    return runs(handle, "id = :value", runId).stream().findFirst();
  }

  /** The runs of an incident, oldest first. */
  List<Rows.Run> ofIncident(Handle handle, String incidentId) {
    return runs(handle, "incident_id = :value order by started_at, id", incidentId);
  }

  /** Runs in one of {@code states} with a step in {@code step}, the oldest first. */
  List<Rows.Run> with(Handle handle, StepState step, String states) {
    return runs(
        handle,
        "id in (select run_id from playbook_step where state = :value) and state in "
            + states
            + " order by started_at, id",
        step.name());
  }

  private List<Rows.Run> runs(Handle handle, String where, String value) {
    return handle
        .createQuery("select * from playbook_run where " + where)
        .bind("value", value)
        .map((row, _) -> RunTables.run(row, document(handle, row.getString("document_id"))))
        .list();
  }

  private String document(Handle handle, String id) {
    return plans
        .of(
            id,
            () ->
                handle
                    .createQuery("select document from playbook_document where id = :id")
                    .bind("id", id)
                    .mapTo(String.class)
                    .one())
        .document();
  }

  /** The steps a run has reached, in that order. */
  static List<Rows.Step> steps(Handle handle, String runId) {
    return handle
        .createQuery("select * from playbook_step where run_id = :id order by step_number")
        .bind("id", runId)
        .map((row, _) -> RunTables.step(row))
        .list();
  }

  /** Several runs with their steps, by id. */
  Map<String, Rows.Held> held(Handle handle, List<String> ids) {
    Map<String, List<Rows.Step>> steps = new HashMap<>();
    handle
        .createQuery("select * from playbook_step where run_id in (<ids>) order by step_number")
        .bindList("ids", ids)
        .map((row, _) -> RunTables.step(row))
        .forEach(step -> steps.computeIfAbsent(step.runId(), _ -> new ArrayList<>()).add(step));
    Map<String, Rows.Held> held = new HashMap<>();
    handle
        .createQuery("select * from playbook_run where id in (<ids>)")
        .bindList("ids", ids)
        .map((row, _) -> RunTables.run(row, document(handle, row.getString("document_id"))))
        .forEach(
            run -> held.put(run.id(), new Rows.Held(run, steps.getOrDefault(run.id(), List.of()))));
    return held;
  }

  /** What people ask of these runs, by id; without those of which they ask nothing. */
  Map<String, Rows.Wishes> wishes(Handle handle, List<String> ids) {
    Map<String, Rows.Wishes> wishes = new HashMap<>();
    if (!ids.isEmpty()) {
      handle
          .createQuery(
              "select id, cancel_reason, pause_reason from playbook_run where id in (<ids>)"
                  + " and (cancel_reason is not null or pause_reason is not null)")
          .bindList("ids", ids)
          .map((row, _) ->
              Map.entry(
                  row.getString("id"),
                  new Rows.Wishes(row.getString("cancel_reason"), row.getString("pause_reason"))))
          .forEach(entry -> wishes.put(entry.getKey(), entry.getValue()));
    }
    return wishes;
  }
}
