package vn.lachan.playbooks.cacao;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ways through a workflow: steps nobody reaches, cycles, ends that branches share, and
 * variables that branches race for. Nothing here recurses: a long workflow is no deep stack.
 */
final class FlowChecks {
  /** Enough for any playbook people wrote; one made to be slow is not looked at to its end. */
  private static final int LOOKS = 2_000_000;

  private final CacaoPlaybook playbook;
  private final Findings findings;
  private int looked;

  FlowChecks(CacaoPlaybook playbook, Findings findings) {
    this.playbook = playbook;
    this.findings = findings;
  }

  void run() {
    unreachable();
    cycles();
    sharedEnds();
    races();
    for (WorkflowStep step : playbook.workflow().values()) {
      if (looked < LOOKS) {
        twice(step);
      }
    }
    endless();
  }

  /** What stands in two branches at once, or in a branch and after it, is done twice. */
  private void twice(WorkflowStep step) {
    if (step.branches().isEmpty()) {
      return;
    }
    Set<String> seen = new HashSet<>();
    if (step instanceof WorkflowStep.Parallel) {
      for (String branch : step.branches()) {
        again(step, reach(List.of(branch), WorkflowStep::next), seen);
      }
    } else {
      seen.addAll(reach(step.branches(), WorkflowStep::next));
    }
    again(step, reach(step.continuations(), WorkflowStep::next), seen);
  }

  private void again(WorkflowStep step, Set<String> reached, Set<String> seen) {
    looked += reached.size();
    for (String id : reached) {
      boolean end = playbook.workflow().get(id) instanceof WorkflowStep.End;
      if (!seen.add(id) && !end) {
        findings.add(FindingCode.RUNS_TWICE, JsonView.pointer("workflow", step.common().id()), id);
        return;
      }
    }
  }

  /** A loop in which nothing writes what it asks for goes on to the limit. */
  private void endless() {
    for (WorkflowStep step : playbook.workflow().values()) {
      if (step instanceof WorkflowStep.WhileCondition loop && asks(loop).size() > 0) {
        Set<String> written = new HashSet<>();
        for (String id : reach(loop.branches(), WorkflowStep::next)) {
          written.addAll(outputs(playbook.workflow().get(id)));
        }
        if (asks(loop).stream().noneMatch(written::contains)) {
          findings.add(
              FindingCode.ENDLESS_LOOP,
              JsonView.pointer("workflow", loop.common().id()) + "/condition");
        }
      }
    }
  }

  private static List<String> asks(WorkflowStep.WhileCondition loop) {
    try {
      return Condition.parse(loop.condition()).variables();
    } catch (ConditionSyntaxException _) {
      return List.of(); // said by the checks of the step
    }
  }

  private void unreachable() {
    List<String> roots = new ArrayList<>(List.of(playbook.workflowStart()));
    if (playbook.workflowException() != null) {
      roots.add(playbook.workflowException());
    }
    for (WorkflowStep step : playbook.workflow().values()) {
      String compensation = step.common().extension().compensation();
      if (playbook.workflow().containsKey(compensation)) {
        roots.add(compensation);
      }
    }
    if (!playbook.workflow().containsKey(playbook.workflowStart())) {
      return; // said already; everything would be unreachable
    }
    Set<String> reached = reach(roots, WorkflowStep::next);
    for (WorkflowStep step : playbook.workflow().values()) {
      String id = step.common().id();
      if (!reached.contains(id) && !(step instanceof WorkflowStep.Start)) {
        findings.add(FindingCode.UNREACHABLE_STEP, JsonView.pointer("workflow", id));
      }
    }
  }

  private interface Ways {
    Collection<String> from(WorkflowStep step);
  }

  private Set<String> reach(Collection<String> roots, Ways ways) {
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      String id = open.pop();
      WorkflowStep step = playbook.workflow().get(id);
      if (step != null && seen.add(id)) {
        open.addAll(ways.from(step));
      }
    }
    return seen;
  }

  /** A step that comes back to itself without a while step would never end. */
  private void cycles() {
    Set<String> done = new HashSet<>();
    for (String root : playbook.workflow().keySet()) {
      if (!done.contains(root)) {
        cyclesFrom(root, done);
      }
    }
  }

  private void cyclesFrom(String root, Set<String> done) {
    Deque<String> path = new ArrayDeque<>();
    Set<String> onPath = new HashSet<>();
    Deque<Iterator<String>> ways = new ArrayDeque<>();
    enter(root, path, onPath, ways);
    while (!ways.isEmpty()) {
      if (!ways.peek().hasNext()) {
        ways.pop();
        String left = path.pop();
        onPath.remove(left);
        done.add(left);
        continue;
      }
      String next = ways.peek().next();
      if (onPath.contains(next)) {
        findings.add(FindingCode.CYCLE, JsonView.pointer("workflow", next));
      } else if (!done.contains(next) && playbook.workflow().containsKey(next)) {
        enter(next, path, onPath, ways);
      }
    }
  }

  private void enter(
      String id, Deque<String> path, Set<String> onPath, Deque<Iterator<String>> ways) {
    WorkflowStep step = playbook.workflow().get(id);
    path.push(id);
    onPath.add(id);
    ways.push(step == null ? List.<String>of().iterator() : step.next().iterator());
  }

  /** Every branch ends in an end step of its own; a branch is what begins at one root. */
  private void sharedEnds() {
    Set<String> roots = new LinkedHashSet<>(List.of(playbook.workflowStart()));
    if (playbook.workflowException() != null) {
      roots.add(playbook.workflowException());
    }
    playbook.workflow().values().forEach(step -> roots.addAll(step.branches()));
    Map<String, String> owners = new HashMap<>();
    for (String root : roots) {
      for (String id : reach(List.of(root), WorkflowStep::continuations)) {
        String owner = owners.putIfAbsent(id, root);
        boolean end = playbook.workflow().get(id) instanceof WorkflowStep.End;
        if (end && owner != null && !owner.equals(root)) {
          findings.add(FindingCode.SHARED_END, JsonView.pointer("workflow", id));
        }
      }
    }
  }

  private void races() {
    for (WorkflowStep step : playbook.workflow().values()) {
      if (step instanceof WorkflowStep.Parallel parallel) {
        races(parallel);
      }
    }
  }

  /** The last writer would win by chance. */
  private void races(WorkflowStep.Parallel parallel) {
    Set<String> seen = new HashSet<>();
    for (String branch : parallel.branches()) {
      Set<String> written = new LinkedHashSet<>();
      for (String id : reach(List.of(branch), WorkflowStep::next)) {
        written.addAll(written(playbook.workflow().get(id)));
      }
      for (String name : written) {
        if (!seen.add(name)) {
          findings.add(
              FindingCode.PARALLEL_WRITES,
              JsonView.pointer("workflow", parallel.common().id()),
              name);
        }
      }
    }
  }

  private static List<String> outputs(@Nullable WorkflowStep step) {
    return switch (step) {
      case WorkflowStep.Action action -> action.outArgs();
      case WorkflowStep.PlaybookAction call -> call.outArgs();
      case null, default -> List.of();
    };
  }

  private List<String> written(@Nullable WorkflowStep step) {
    return outputs(step).stream()
        .map(VariableChecks::plain)
        .filter(playbook.variables()::containsKey)
        .toList();
  }
}
