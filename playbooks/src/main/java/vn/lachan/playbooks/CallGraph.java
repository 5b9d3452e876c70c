package vn.lachan.playbooks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import vn.lachan.playbooks.cacao.CacaoProblem;
import vn.lachan.playbooks.cacao.FindingCode;
import vn.lachan.playbooks.cacao.WorkflowStep;

/**
 * Which playbook calls which: what no file can know by itself. Playbooks that call each other in a
 * circle cannot run; one that calls a playbook that is not there runs until it reaches that step.
 */
final class CallGraph {
  private final Map<String, NavigableMap<String, Playbook>> playbooks = new LinkedHashMap<>();

  /** 1: on the way to where we are; 2: looked at, no circle begins here. */
  private final Map<String, Integer> visited = new HashMap<>();

  private final Map<String, List<CacaoProblem>> found = new HashMap<>();

  CallGraph(List<Playbook> all) {
    for (Playbook playbook : all) {
      playbooks
          .computeIfAbsent(playbook.id(), _ -> new TreeMap<>())
          .put(playbook.version(), playbook);
    }
  }

  /** The playbooks by id and version, with what was found. */
  Map<String, NavigableMap<String, Playbook>> checked() {
    List<Playbook> all =
        playbooks.values().stream().flatMap(versions -> versions.values().stream()).toList();
    for (Playbook playbook : all) {
      walk(playbook);
    }
    for (Playbook playbook : all) {
      NavigableMap<String, Playbook> versions = playbooks.get(playbook.id());
      if (versions != null) {
        versions.put(
            playbook.version(), playbook.with(found.getOrDefault(key(playbook), List.of())));
      }
    }
    return playbooks;
  }

  /** One playbook on the way, and which of its calls comes next. */
  private static final class Stop {
    final Playbook playbook;
    final List<WorkflowStep.PlaybookAction> calls;
    int next;

    Stop(Playbook playbook) {
      this.playbook = playbook;
      this.calls = calls(playbook);
    }
  }

  /** Depth first, without recursion: a chain of a thousand playbooks is no deep stack. */
  private void walk(Playbook root) {
    if (visited.containsKey(key(root))) {
      return;
    }
    List<Stop> way = new ArrayList<>(List.of(new Stop(root)));
    visited.put(key(root), 1);
    while (!way.isEmpty()) {
      Stop stop = way.getLast();
      if (stop.next == stop.calls.size()) {
        visited.put(key(stop.playbook), 2);
        way.removeLast();
        continue;
      }
      Playbook called = called(stop, stop.calls.get(stop.next++));
      if (called == null) {
        continue;
      }
      Integer seen = visited.get(key(called));
      if (seen == null) {
        visited.put(key(called), 1);
        way.add(new Stop(called));
      } else if (seen == 1 && !key(called).equals(key(stop.playbook))) {
        circle(way, called);
      }
    }
  }

  private @Nullable Playbook called(Stop stop, WorkflowStep.PlaybookAction call) {
    Optional<NavigableMap<String, Playbook>> versions =
        Optional.ofNullable(playbooks.get(call.playbookId()));
    Optional<Playbook> called =
        versions.flatMap(all ->
            call.version().isEmpty()
                ? Optional.of(all.lastEntry().getValue())
                : Optional.ofNullable(all.get(call.version())));
    if (called.isEmpty()) {
      String wanted = (call.playbookId() + " " + call.version()).strip();
      add(
          stop.playbook,
          CacaoProblem.of(FindingCode.PLAYBOOK_MISSING, pointer(call) + "/playbook_id", wanted));
    }
    return called.orElse(null);
  }

  private void circle(List<Stop> way, Playbook back) {
    int begins = 0;
    while (!key(way.get(begins).playbook).equals(key(back))) {
      begins++;
    }
    List<Stop> circle = way.subList(begins, way.size());
    String names =
        String.join(" -> ", circle.stream().map(stop -> stop.playbook.name()).toList())
            + " -> "
            + back.name();
    for (Stop stop : circle) {
      WorkflowStep.PlaybookAction call = stop.calls.get(stop.next - 1);
      add(
          stop.playbook,
          CacaoProblem.of(FindingCode.PLAYBOOK_CIRCLE, pointer(call) + "/playbook_id", names));
    }
  }

  private void add(Playbook playbook, CacaoProblem problem) {
    found.computeIfAbsent(key(playbook), _ -> new ArrayList<>()).add(problem);
  }

  private static String key(Playbook playbook) {
    return playbook.id() + " " + playbook.version();
  }

  private static String pointer(WorkflowStep.PlaybookAction call) {
    return "/workflow/" + call.common().id().replace("~", "~0").replace("/", "~1");
  }

  private static List<WorkflowStep.PlaybookAction> calls(Playbook playbook) {
    List<WorkflowStep.PlaybookAction> calls = new ArrayList<>();
    for (WorkflowStep step : playbook.cacao().workflow().values()) {
      if (step instanceof WorkflowStep.PlaybookAction call) {
        calls.add(call);
      }
    }
    return calls;
  }
}
