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
 * @param origin why there is this run
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
    List<RunStep> steps,
    Origin origin) {
  public PlaybookRun {
    steps = List.copyOf(steps);
  }

  /**
   * Why there is a run.
   *
   * @param parent the run one of whose steps waits for this one; null for none
   * @param of the run it repeats or takes back; null for none
   */
  public record Origin(RunKind kind, @Nullable String parent, @Nullable String of) {}
}
