package vn.lachan.playbooks;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A playbook carried out for an incident.
 *
 * @param playbookVersion the version it runs, whatever happens to the library
 * @param problem why it failed or was cancelled; empty otherwise
 * @param steps in the order they were reached
 */
public record PlaybookRun(
    String id,
    String playbookId,
    String playbookName,
    String playbookVersion,
    String incidentId,
    RunState state,
    Instant startedAt,
    @Nullable Instant endedAt,
    String startedBy,
    String problem,
    List<RunStep> steps) {
  public PlaybookRun {
    steps = List.copyOf(steps);
  }
}
