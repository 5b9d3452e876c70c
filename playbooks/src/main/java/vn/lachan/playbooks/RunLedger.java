package vn.lachan.playbooks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.lachan.playbooks.cacao.Variable;
import vn.lachan.playbooks.cacao.WorkflowStep;

/**
 * The rows of one run as the holder of its lease knows them, and every way in which they change.
 *
 * <p>What is decided is written together: before anything is done that is seen outside ({@link
 * #flush}), and when nothing is left to decide ({@link #release}). Each time is one transaction
 * that checks the lease. For one thread.
 */
final class RunLedger {
  private final WorkParts parts;
  private final Plan plan;
  private final Map<String, Rows.Step> steps = new LinkedHashMap<>();
  private Rows.Run run;
  private Changes changes = new Changes();
  private boolean precious;
  private Instant heldUntil = Instant.MIN;

  RunLedger(WorkParts parts, Plan plan, Rows.Held held) {
    this.parts = parts;
    this.plan = plan;
    this.run = held.run();
    held.steps().forEach(step -> steps.put(step.id(), step));
  }

  Rows.Run run() {
    return run;
  }

  Plan plan() {
    return plan;
  }

  List<Rows.Step> steps() {
    return List.copyOf(steps.values());
  }

  Instant now() {
    return parts.now();
  }

  /** Asks whether people want something else of the run than was known. */
  boolean wishesChanged() {
    Rows.Wishes now = parts.store().wishes(run.id());
    boolean changed = !now.equals(run.wishes());
    run = run.with(now);
    return changed;
  }

  List<Rows.Step> open() {
    return steps.values().stream().filter(step -> !step.state().isFinished()).toList();
  }

  /** All steps of the branches that {@code frameId} opened, and of theirs. */
  List<Rows.Step> below(String frameId) {
    List<Rows.Step> below = new ArrayList<>();
    for (Rows.Step step : steps()) {
      if (frameId.equals(step.frameId())) {
        below.add(step);
        below.addAll(below(step.id()));
      }
    }
    return below;
  }

  /** Begins branches below {@code row}; they are numbered from {@code first}. */
  void branch(Rows.Step row, List<String> branches, int first, String note) {
    WorkflowStep step = Objects.requireNonNull(plan.step(row.stepId()));
    long timeout = step.common().timeoutMillis();
    Instant started = Objects.requireNonNull(row.startedAt());
    Instant wake = timeout > 0 ? started.plusMillis(timeout) : null;
    put(row.in(StepState.RUNNING, wake), note);
    for (int i = 0; i < branches.size(); i++) {
      add(branches.get(i), row.id(), first + i);
    }
  }

  /** Begins a run below {@code row}, which waits for it; {@code before} runs last. */
  void nest(Rows.Step row, Rows.Run child, Rows.Step first, Runnable before) {
    flush();
    put(row, "");
    changes.create(child, first);
    Changes decided = taken();
    RunStore.Hold hold = new RunStore.Hold(parts.now(), parts.settings().lease(), null);
    parts.store().write(run, decided, hold, before);
    parts.counters().transitions.committed(decided.transitions(), System.nanoTime());
  }

  /** Ends a step well and begins the next; without a next one, its branch has ended. */
  void succeed(Rows.Step row, StepState state, String output) {
    succeed(row, state, output, run.variables());
  }

  /** As {@link #succeed}, and the variables of the run change in the same transaction. */
  void succeed(Rows.Step row, StepState state, String output, Map<String, Variable> variables) {
    WorkflowStep step = Objects.requireNonNull(plan.step(row.stepId()));
    String next = step.common().onCompletion();
    String chosen = next == null ? step.common().onSuccess() : next;
    Instant now = parts.now();
    put(row.ended(state, now, output), "");
    if (chosen != null) {
      add(chosen, row.frameId(), row.branch());
    }
    Rows.Run changed = run.with(variables);
    if (chosen == null && row.frameId() == null) {
      RunState end = run.inException() ? RunState.FAILED : RunState.SUCCEEDED;
      put(changed.ended(end, now, run.inException(), run.problem()));
    } else if (!variables.equals(run.variables())) {
      put(changed);
    }
    parts.stepEnded();
  }

  /**
   * Ends a step badly: its own way out, or else the end of its branch, or else the exception of the
   * playbook, or else the end of the run.
   */
  void fail(Rows.Step row, StepState state, String reason) {
    WorkflowStep step = plan.step(row.stepId());
    String next = step == null ? null : step.common().onFailure();
    String exception = plan.playbook().workflowException();
    Instant now = parts.now();
    String problem = row.name() + ": " + reason;
    put(row.ended(state, now, reason), reason);
    abandon(row, reason);
    if (next != null) {
      add(next, row.frameId(), row.branch());
    } else if (row.frameId() == null && exception != null && !run.inException()) {
      put(run.ended(run.state(), null, true, problem));
      add(exception, null, 0);
    } else if (row.frameId() == null) {
      String first = run.problem().isEmpty() ? problem : run.problem();
      put(run.ended(RunState.FAILED, now, run.inException(), first));
    }
    parts.stepEnded();
  }

  /** Ends the run and everything in it. */
  void endAll(RunState state, String problem) {
    cancel(steps(), problem);
    put(run.ended(state, parts.now(), run.inException(), problem));
  }

  /** Cancels those of {@code among} that are open. */
  void cancel(List<Rows.Step> among, String reason) {
    for (Rows.Step step : among) {
      if (!step.state().isFinished()) {
        put(step.ended(StepState.CANCELLED, parts.now(), step.output()), "");
        abandon(step, reason);
      }
    }
  }

  /** A run that nobody waits for any more is stopped. */
  private void abandon(Rows.Step step, String reason) {
    String child = step.childId();
    if (child != null) {
      changes.stop(child, reason);
    }
  }

  /** The run itself is in another state now. */
  void become(RunState state) {
    if (state != run.state()) {
      put(run.ended(state, null, run.inException(), run.problem()));
    }
  }

  void update(Rows.Step after, String note) {
    put(after, note);
  }

  /** As {@link #update}, and the variables of the run change in the same transaction. */
  void update(Rows.Step after, String note, Map<String, Variable> variables) {
    put(after, note);
    if (!variables.equals(run.variables())) {
      put(run.with(variables));
    }
  }

  List<Rows.Decision> decisions(Rows.Step row) {
    Rows.Consent consent = row.consent();
    return consent == null ? List.of() : parts.store().decisions(row.id(), consent.shown());
  }

  Rows.Run other(String runId) {
    return parts
        .store()
        .find(runId)
        .orElseThrow(() -> new IllegalStateException("no run " + runId));
  }

  /** Something happened outside that only this process knows; it is worth waiting for. */
  void keepWhatHappened() {
    precious = true;
  }

  /** Brings everything that was decided into the database. */
  void flush() {
    if (!changes.isEmpty()) {
      write(null);
    }
  }

  /** As {@link #flush}, and gives the lease back; the run is looked at again at {@code wake}. */
  void release(Instant wake) {
    write(wake);
  }

  /**
   * Whether the lease, as it was last written, lasts so long; not when this process stood still
   * since then. What is begun after it would perhaps be done by two.
   */
  boolean holdsFor(Duration time) {
    return parts.now().plus(time).isBefore(heldUntil);
  }

  /** Whether people want the run to stand still or to stop, as far as the last writing told. */
  boolean shallRest() {
    return run.wishes().cancel() != null || run.wishes().pause() != null;
  }

  private void write(@Nullable Instant wake) {
    Changes decided = taken();
    RunStore.Hold hold = new RunStore.Hold(parts.now(), parts.settings().lease(), wake);
    Rows.Run held = run;
    Rows.Wishes[] wishes = {held.wishes()};
    Runnable work = () -> wishes[0] = parts.store().write(held, decided, hold);
    boolean wait = precious;
    precious = false;
    parts.gate().aside(wait ? () -> parts.patience().whileAway(work) : work);
    run = run.with(wishes[0]);
    heldUntil = hold.until();
    parts.counters().transitions.committed(decided.transitions(), System.nanoTime());
  }

  private Changes taken() {
    Changes decided = changes;
    changes = new Changes();
    return decided;
  }

  private void put(Rows.Step after, String note) {
    Rows.Step before = Objects.requireNonNull(steps.put(after.id(), after));
    changes.update(before, after, note, parts.now());
  }

  private void put(Rows.Run after) {
    changes.update(run, after, parts.now());
    run = after;
  }

  private void add(String stepId, @Nullable String frameId, int branch) {
    Rows.Step step = fresh(run.id(), plan, steps.size() + 1, stepId, frameId, branch);
    steps.put(step.id(), step);
    changes.insert(step, parts.now());
  }

  static Rows.Step fresh(
      String runId, Plan plan, int number, String stepId, @Nullable String frameId, int branch) {
    WorkflowStep step = plan.step(stepId);
    return Rows.Step.fresh(
        new Rows.Place(
            runId + "/" + number,
            runId,
            number,
            stepId,
            frameId,
            branch,
            step == null ? "" : step.type(),
            step == null ? stepId : step.common().label()));
  }

  /** The first step of a run. */
  static Rows.Step first(Rows.Run run, Plan plan) {
    return fresh(run.id(), plan, 1, plan.playbook().workflowStart(), null, 0);
  }
}
