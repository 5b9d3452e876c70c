package vn.lachan.app.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import vn.lachan.events.OrganizationScope;
import vn.lachan.playbooks.PlaybookEngine;
import vn.lachan.playbooks.PlaybookRun;
import vn.lachan.playbooks.RunState;
import vn.lachan.playbooks.RunStep;

/** Playbook runs as screens show them. */
@Component
class RunViews {

  record Run(
      String id,
      String playbookId,
      String playbookName,
      String incidentId,
      RunState state,
      Instant startedAt,
      @Nullable Instant endedAt,
      String startedBy,
      String problem,
      List<RunStep> steps,
      PlaybookRun.Origin origin) {}

  private final PlaybookEngine engine;

  RunViews(PlaybookEngine engine) {
    this.engine = engine;
  }

  List<Run> ofIncident(OrganizationScope scope, String incident) {
    return engine.ofIncident(scope, incident).stream().map(RunViews::view).toList();
  }

  Optional<Run> find(OrganizationScope scope, String id) {
    return engine.find(scope, id).map(RunViews::view);
  }

  private static Run view(PlaybookRun run) {
    return new Run(
        run.id(),
        run.playbookId(),
        run.playbookName(),
        run.incidentId(),
        run.state(),
        run.startedAt(),
        run.endedAt(),
        run.startedBy(),
        run.problem(),
        run.steps(),
        run.origin());
  }
}
