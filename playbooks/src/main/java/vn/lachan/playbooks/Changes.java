package vn.lachan.playbooks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has been decided about one run and is not in the database yet; written in one transaction. A
 * row that changed several times is written once, as it is at the end; every change of state is
 * remembered. For one thread.
 */
final class Changes {
  private final Map<String, Rows.Step> added = new LinkedHashMap<>();
  private final Map<String, Rows.Step> changed = new LinkedHashMap<>();
  private final List<Transition> transitions = new ArrayList<>();
  private final List<Child> children = new ArrayList<>();
  private final List<Stop> stops = new ArrayList<>();
  private Rows.@Nullable Run run;
  private boolean ends;

  /**
   * One change of a state.
   *
   * @param step null for the run itself
   * @param decided {@link System#nanoTime} of the decision
   */
  record Transition(
      String run,
      @Nullable String step,
      Instant at,
      String from,
      String to,
      String note,
      long decided) {}

  /** A run below this one, with its first step. */
  record Child(Rows.Run run, Rows.Step first) {}

  /** A run below this one that nobody waits for any more. */
  record Stop(String runId, String reason) {}

  void insert(Rows.Step step, Instant now) {
    added.put(step.id(), step);
    remember(step.runId(), step.id(), now, "", step.state().name(), "");
  }

  void update(Rows.Step before, Rows.Step after, String note, Instant now) {
    if (added.containsKey(after.id())) {
      added.put(after.id(), after);
    } else {
      changed.put(after.id(), after);
    }
    if (before.state() != after.state()) {
      remember(after.runId(), after.id(), now, before.state().name(), after.state().name(), note);
    }
  }

  void update(Rows.Run before, Rows.Run after, Instant now) {
    run = after;
    if (before.state() != after.state()) {
      remember(after.id(), null, now, before.state().name(), after.state().name(), after.problem());
      ends |= after.state().isFinished();
    }
  }

  void create(Rows.Run child, Rows.Step first) {
    children.add(new Child(child, first));
  }

  void stop(String runId, String reason) {
    stops.add(new Stop(runId, reason));
  }

  private void remember(
      String run, @Nullable String step, Instant at, String from, String to, String note) {
    transitions.add(new Transition(run, step, at, from, to, note, System.nanoTime()));
  }

  boolean isEmpty() {
    return added.isEmpty()
        && changed.isEmpty()
        && run == null
        && children.isEmpty()
        && stops.isEmpty();
  }

  List<Rows.Step> added() {
    return List.copyOf(added.values());
  }

  List<Rows.Step> changed() {
    return List.copyOf(changed.values());
  }

  List<Transition> transitions() {
    return List.copyOf(transitions);
  }

  List<Child> children() {
    return List.copyOf(children);
  }

  List<Stop> stops() {
    return List.copyOf(stops);
  }

  /** The run as it is at the end; null when only its steps changed. */
  Rows.@Nullable Run run() {
    return run;
  }

  /** The run above that now has to look again; null for none. */
  @Nullable String awaiting() {
    return ends && run != null ? run.origin().parentRun() : null;
  }
}
