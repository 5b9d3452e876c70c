package vn.lachan.playbooks;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.playbooks.cacao.Variable;

/** What the database holds about a run; values passed around within the engine. */
final class Rows {

  /**
   * Where a run comes from.
   *
   * @param parentStep the step of another run that waits for this one; null for none
   * @param depth how many runs are above it
   * @param originId the run it repeats or takes back; null for none
   */
  record Origin(RunKind kind, @Nullable String parentStep, int depth, @Nullable String originId) {
    static final Origin PERSON = new Origin(RunKind.START, null, 0, null);

    @Nullable String parentRun() {
      return parentStep == null ? null : parentStep.substring(0, parentStep.indexOf('/'));
    }
  }

  /** What people asked of a run that is under way; null for nothing. */
  record Wishes(@Nullable String cancel, @Nullable String pause) {
    static final Wishes NONE = new Wishes(null, null);
  }

  /** A run. */
  record Run(
      String id,
      String playbookId,
      String playbookName,
      String playbookVersion,
      String document,
      String incidentId,
      RunState state,
      Instant startedAt,
      @Nullable Instant endedAt,
      String startedBy,
      Map<String, Variable> variables,
      Instant deadlineAt,
      boolean inException,
      String problem,
      Wishes wishes,
      long fence,
      Origin origin) {

    /** A run that has only begun. */
    static Run fresh(
        String id,
        Playbook playbook,
        String incidentId,
        Instant now,
        String startedBy,
        Map<String, Variable> variables,
        Instant deadline,
        Origin origin) {
      return new Run(
          id,
          playbook.id(),
          playbook.name(),
          playbook.version(),
          playbook.source().toString(),
          incidentId,
          RunState.RUNNING,
          now,
          null,
          startedBy,
          variables,
          deadline,
          false,
          "",
          Wishes.NONE,
          0,
          origin);
    }

    Run with(Map<String, Variable> values) {
      return new Run(
          id,
          playbookId,
          playbookName,
          playbookVersion,
          document,
          incidentId,
          state,
          startedAt,
          endedAt,
          startedBy,
          values,
          deadlineAt,
          inException,
          problem,
          wishes,
          fence,
          origin);
    }

    Run with(Wishes newWishes) {
      return new Run(
          id,
          playbookId,
          playbookName,
          playbookVersion,
          document,
          incidentId,
          state,
          startedAt,
          endedAt,
          startedBy,
          variables,
          deadlineAt,
          inException,
          problem,
          newWishes,
          fence,
          origin);
    }

    Run ended(RunState newState, @Nullable Instant at, boolean exception, String newProblem) {
      return new Run(
          id,
          playbookId,
          playbookName,
          playbookVersion,
          document,
          incidentId,
          newState,
          startedAt,
          at,
          startedBy,
          variables,
          deadlineAt,
          exception,
          newProblem,
          wishes,
          fence,
          origin);
    }
  }

  /** A run whose lease somebody holds, with its steps in the order they were reached. */
  record Held(Run run, List<Step> steps) {
    Held {
      steps = List.copyOf(steps);
    }
  }

  /** Which step of which run, and on whose behalf; never changes. */
  record Place(
      String id,
      String runId,
      int number,
      String stepId,
      @Nullable String frameId,
      int branch,
      String type,
      String name) {}

  /**
   * What people are asked to agree to.
   *
   * @param shown digest of the commands as they are shown
   * @param units digest of each command as it would be carried out
   * @param granted whether enough people agreed
   */
  record Consent(String shown, List<String> units, boolean granted) {
    Consent {
      units = List.copyOf(units);
    }
  }

  /** One person's word about a step. */
  record Decision(
      String person, String unit, boolean agreed, String reason, Instant at, String digest) {}

  /** The people or the run a step waits for; null for nobody. */
  record Awaited(@Nullable String taskKey, @Nullable String taskId, @Nullable String childId) {
    static final Awaited NOBODY = new Awaited(null, null, null);
  }

  /**
   * A step of a run.
   *
   * @param position which command on which target comes next
   */
  record Step(
      Place place,
      StepState state,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Instant wakeAt,
      int position,
      int attempt,
      String agent,
      @Nullable String unit,
      String command,
      String output,
      Awaited awaited,
      @Nullable Consent consent) {

    static Step fresh(Place place) {
      return new Step(
          place, StepState.PENDING, null, null, null, 0, 0, "", null, "", "", Awaited.NOBODY, null);
    }

    String id() {
      return place.id();
    }

    String runId() {
      return place.runId();
    }

    int number() {
      return place.number();
    }

    String stepId() {
      return place.stepId();
    }

    @Nullable String frameId() {
      return place.frameId();
    }

    int branch() {
      return place.branch();
    }

    String type() {
      return place.type();
    }

    String name() {
      return place.name();
    }

    @Nullable String taskKey() {
      return awaited.taskKey();
    }

    @Nullable String taskId() {
      return awaited.taskId();
    }

    @Nullable String childId() {
      return awaited.childId();
    }

    Step in(StepState newState, @Nullable Instant wake) {
      return new Step(
          place, newState, startedAt, endedAt, wake, position, attempt, agent, unit, command,
          output, awaited, consent);
    }

    Step started(Instant at) {
      return startedAt != null ? this : startedAgain(at);
    }

    /** Its time counts from {@code at}. */
    Step startedAgain(Instant at) {
      return new Step(
          place, state, at, endedAt, wakeAt, position, attempt, agent, unit, command, output,
          awaited, consent);
    }

    Step ended(StepState newState, Instant at, String newOutput) {
      Instant began = startedAt == null ? at : startedAt;
      return new Step(
          place, newState, began, at, null, position, attempt, agent, unit, command, newOutput,
          awaited, consent);
    }

    Step asking(String newAgent, @Nullable String newUnit, String newCommand, int newAttempt) {
      return new Step(
          place,
          state,
          startedAt,
          endedAt,
          wakeAt,
          position,
          newAttempt,
          newAgent,
          newUnit,
          newCommand,
          output,
          awaited,
          consent);
    }

    Step waitingFor(@Nullable String key, @Nullable String task) {
      return waitingFor(new Awaited(key, task, null));
    }

    Step waitingFor(Awaited who) {
      return new Step(
          place, state, startedAt, endedAt, wakeAt, position, attempt, agent, unit, command, output,
          who, consent);
    }

    Step agreeing(@Nullable Consent to) {
      return new Step(
          place, state, startedAt, endedAt, wakeAt, position, attempt, agent, unit, command, output,
          awaited, to);
    }

    /** The next command begins afresh; after the last one what was done stays to be seen. */
    Step next(String newOutput, boolean last) {
      return new Step(
          place,
          StepState.PENDING,
          startedAt,
          endedAt,
          null,
          position + 1,
          last ? attempt : 0,
          agent,
          unit,
          command,
          newOutput,
          last ? awaited : Awaited.NOBODY,
          consent);
    }
  }

  private Rows() {}
}
