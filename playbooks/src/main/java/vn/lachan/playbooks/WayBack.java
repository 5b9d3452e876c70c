package vn.lachan.playbooks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.playbooks.cacao.WorkflowStep;

/**
 * Writes the playbook that takes a run back: the compensation of every step that did something, or
 * may have, the last one first. It is CACAO like any other, and pinned in the run that follows it.
 */
final class WayBack {
  private final ObjectNode root;
  private final Plan plan;

  WayBack(Rows.Run run) {
    this.plan = new Plan(run.document());
    this.root = (ObjectNode) plan.playbook().source().deepCopy();
  }

  /** The playbook; empty when there is nothing to take back. */
  Optional<String> of(List<Rows.Step> steps) {
    List<String> back = new ArrayList<>();
    steps.stream()
        .sorted(Comparator.comparingInt(Rows.Step::number).reversed())
        .filter(WayBack::mayHaveActed)
        .forEach(step -> {
          WorkflowStep planned = plan.step(step.stepId());
          String id = planned == null ? "" : planned.common().extension().compensation();
          if (plan.step(id) instanceof WorkflowStep.Action) {
            back.add(id);
          }
        });
    return back.isEmpty() ? Optional.empty() : Optional.of(written(back));
  }

  private static boolean mayHaveActed(Rows.Step step) {
    return switch (step.state()) {
      case SUCCEEDED -> true;
      case FAILED, TIMED_OUT, CANCELLED -> step.attempt() > 0 || step.position() > 0;
      case PENDING, DELAYED, WAITING_INPUT, WAITING_APPROVAL, RUNNING, SKIPPED, UNKNOWN -> false;
    };
  }

  private String written(List<String> back) {
    JsonNode before = root.get("workflow");
    String name = "Hoàn tác: " + plan.playbook().name();
    root.put("name", name);
    root.remove("signatures");
    root.remove("workflow_exception");
    root.remove("playbook_processing_summary");
    ObjectNode workflow = root.putObject("workflow");
    String start = "start--" + UUID.randomUUID();
    String end = "end--" + UUID.randomUUID();
    List<String> ids = back.stream().map(_ -> "action--" + UUID.randomUUID()).toList();
    root.put("workflow_start", start);
    workflow.putObject(start).put("type", "start").put("on_completion", ids.getFirst());
    for (int i = 0; i < back.size(); i++) {
      ObjectNode step = (ObjectNode) before.get(back.get(i)).deepCopy();
      step.remove(List.of("on_success", "on_failure", "on_completion"));
      step.put("on_completion", i + 1 < ids.size() ? ids.get(i + 1) : end);
      JsonNode extension = step.path("step_extensions").path(Plan.EXTENSION);
      if (extension instanceof ObjectNode own) {
        own.remove("compensation");
      }
      workflow.set(ids.get(i), step);
    }
    workflow.putObject(end).put("type", "end");
    return root.toString();
  }
}
