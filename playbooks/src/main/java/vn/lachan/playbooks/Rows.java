package vn.lachan.playbooks;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.playbooks.cacao.Variable;

/** What the database holds about a run; values passed around within the engine. */
final class Rows {

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
      @Nullable String cancelReason,
      long fence) {

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
          cancelReason,
          fence);
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
          cancelReason,
          fence);
    }
  }

  /**
   * A step of a run.
   *
   * @param position which command on which target comes next
   */
  record Step(
      String id,
      String runId,
      int number,
      String stepId,
      @Nullable String frameId,
      int branch,
      String type,
      String name,
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
      @Nullable String taskKey,
      @Nullable String taskId) {

    Step in(StepState newState, @Nullable Instant wake) {
      return new Step(
          id, runId, number, stepId, frameId, branch, type, name, newState, startedAt, endedAt,
          wake, position, attempt, agent, unit, command, output, taskKey, taskId);
    }

    Step started(Instant at) {
      return startedAt != null
          ? this
          : new Step(
              id, runId, number, stepId, frameId, branch, type, name, state, at, endedAt, wakeAt,
              position, attempt, agent, unit, command, output, taskKey, taskId);
    }

    Step ended(StepState newState, Instant at, String newOutput) {
      return new Step(
          id,
          runId,
          number,
          stepId,
          frameId,
          branch,
          type,
          name,
          newState,
          startedAt == null ? at : startedAt,
          at,
          null,
          position,
          attempt,
          agent,
          unit,
          command,
          newOutput,
          taskKey,
          taskId);
    }

    Step asking(String newAgent, @Nullable String newUnit, String newCommand, int newAttempt) {
      return new Step(
          id,
          runId,
          number,
          stepId,
          frameId,
          branch,
          type,
          name,
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
          taskKey,
          taskId);
    }

    Step waitingFor(@Nullable String key, @Nullable String task) {
      return new Step(
          id, runId, number, stepId, frameId, branch, type, name, state, startedAt, endedAt, wakeAt,
          position, attempt, agent, unit, command, output, key, task);
    }

    /** The next command begins afresh; after the last one what was done stays to be seen. */
    Step next(String newOutput, boolean last) {
      return new Step(
          id,
          runId,
          number,
          stepId,
          frameId,
          branch,
          type,
          name,
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
          last ? taskKey : null,
          last ? taskId : null);
    }
  }

  private Rows() {}
}
