package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import vn.lachan.playbooks.cacao.Variable;
import vn.lachan.playbooks.cacao.WorkflowStep;

class PlanTest {
  private final Plan plan =
      new Plan(
          TestPlaybook.named("p")
              .manual("action--a", "hỏi", "action--b")
              .with(
                  "action--a",
                  a -> {
                    a.putArray("out_args").add("__k__").add("__own__");
                    var variables = a.putObject("step_variables");
                    variables.putObject("__k__").put("type", "string").put("value", "trước");
                    variables.putObject("__own__").put("type", "string").put("value", "riêng");
                  })
              .manual("action--b", "xem __k__:value", "end--done")
              .json());

  private WorkflowStep step(String id) {
    return Objects.requireNonNull(plan.step(id));
  }

  private static String value(Map<String, Variable> scope, String name) {
    Variable variable = scope.get(name);
    return variable == null ? "" : variable.value();
  }

  @Test
  void whatAStepHandsOnIsKnownToTheStepsItLeadsToAndChangesForThem() {
    Map<String, Variable> run = plan.playbook().variables();
    assertThat(run).containsOnlyKeys("__k__");
    assertThat(value(plan.scope(step("action--b"), run), "__k__")).isEqualTo("trước");

    Map<String, Variable> after =
        plan.assigned(
            (WorkflowStep.Action) step("action--a"), run, Map.of("__k__", "sau", "__own__", "mất"));

    assertThat(value(plan.scope(step("action--b"), after), "__k__")).isEqualTo("sau");
    assertThat(value(plan.scope(step("action--a"), after), "__k__")).isEqualTo("sau");
    assertThat(value(plan.scope(step("action--a"), after), "__own__")).isEqualTo("riêng");
    assertThat(after).doesNotContainKey("__own__");
  }
}
