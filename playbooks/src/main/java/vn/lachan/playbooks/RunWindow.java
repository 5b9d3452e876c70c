package vn.lachan.playbooks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.NotFoundException;
import vn.lachan.incidents.handling.Incidents;

/**
 * Runs as people may see them: those of incidents in their scope, without commands and answers of
 * other units.
 */
final class RunWindow {
  private final JdbcRunStore store;
  private final Incidents incidents;

  RunWindow(JdbcRunStore store, Incidents incidents) {
    this.store = store;
    this.incidents = incidents;
  }

  Optional<PlaybookRun> find(OrganizationScope scope, String runId) {
    return row(scope, runId).map(run -> view(scope, run));
  }

  List<PlaybookRun> ofIncident(OrganizationScope scope, String incidentId) {
    requireIncident(scope, incidentId);
    return store.ofIncident(incidentId).stream().map(run -> view(scope, run)).toList();
  }

  /** The row of a run, for who asks something of it. */
  Rows.Run require(OrganizationScope scope, String runId) {
    return row(scope, runId).orElseThrow(() -> new NotFoundException("run", runId));
  }

  Rows.Step requireStep(String runId, int number) {
    return store.steps(runId).stream()
        .filter(step -> step.number() == number)
        .findFirst()
        .orElseThrow(() -> new NotFoundException("step", runId + "/" + number));
  }

  Incident requireIncident(OrganizationScope scope, String incidentId) {
    return incidents
        .find(scope, incidentId)
        .orElseThrow(() -> new NotFoundException("incident", incidentId));
  }

  private Optional<Rows.Run> row(OrganizationScope scope, String runId) {
    return store.find(runId).filter(run -> shows(scope, run));
  }

  /** Whether its incident is one of the scope. */
  boolean shows(OrganizationScope scope, Rows.Run run) {
    return incidents.find(scope, run.incidentId()).isPresent();
  }

  /** The playbook a run follows, as it was when the run began. */
  Optional<JsonNode> document(OrganizationScope scope, String runId) {
    return row(scope, runId).map(run -> new Plan(run.document()).playbook().source());
  }

  /** What changed after {@code position}; below 0 asks only where the record ends. */
  RunMoves movesAfter(long position, int most) {
    // The end is read first: a change between the two reads is told twice rather than never.
    long end = store.lastMove();
    return new RunMoves(
        end, position < 0 || end <= position ? Map.of() : store.movedAfter(position, most));
  }

  private PlaybookRun view(OrganizationScope scope, Rows.Run run) {
    Rows.Origin origin = run.origin();
    return new PlaybookRun(
        run.id(),
        run.playbookId(),
        run.playbookName(),
        run.playbookVersion(),
        run.incidentId(),
        run.state(),
        run.startedAt(),
        run.endedAt(),
        run.startedBy(),
        scope.allows("") ? run.problem() : "",
        store.steps(run.id()).stream().map(step -> view(scope, step)).toList(),
        new PlaybookRun.Origin(origin.kind(), origin.parentRun(), origin.originId()));
  }

  private static RunStep view(OrganizationScope scope, Rows.Step step) {
    String unit = step.unit();
    boolean shown = scope.allows(unit == null ? "" : unit);
    return new RunStep(
        step.id(),
        step.number(),
        step.stepId(),
        step.name(),
        step.type(),
        step.state(),
        step.startedAt(),
        step.endedAt(),
        step.agent(),
        shown ? step.command() : "",
        shown ? step.output() : "",
        shown ? step.taskId() : null,
        step.childId(),
        step.attempt());
  }
}
