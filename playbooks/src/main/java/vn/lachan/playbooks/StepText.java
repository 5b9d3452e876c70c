package vn.lachan.playbooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.lachan.playbooks.cacao.AgentTarget;
import vn.lachan.playbooks.cacao.Command;
import vn.lachan.playbooks.cacao.Login;
import vn.lachan.playbooks.cacao.VisibleText;
import vn.lachan.playbooks.cacao.WorkflowStep;

/** What a step would do, as a text: one for each command on each target. */
final class StepText {
  private final RunLedger ledger;
  private final Executors executors;
  private final PlaybookLibrary library;

  /**
   * One command.
   *
   * @param shown for people, secrets masked and hidden characters shown
   * @param full all that was filled in
   */
  record Part(String shown, String full) {
    Part {
      shown = VisibleText.of(shown);
    }
  }

  StepText(RunLedger ledger, Executors executors, PlaybookLibrary library) {
    this.ledger = ledger;
    this.executors = executors;
    this.library = library;
  }

  /**
   * The parts of a step, in the order of its commands.
   *
   * @throws RenderException when a value is missing or does not fit its place
   */
  List<Part> of(WorkflowStep step) {
    return switch (step) {
      case WorkflowStep.Action action -> {
        List<Part> parts = new ArrayList<>();
        for (Plan.Unit unit : ledger.plan().units(action)) {
          parts.add(part(action, unit));
        }
        yield parts;
      }
      case WorkflowStep.PlaybookAction call -> List.of(part(call));
      case WorkflowStep.Start _,
          WorkflowStep.End _,
          WorkflowStep.Parallel _,
          WorkflowStep.IfCondition _,
          WorkflowStep.WhileCondition _,
          WorkflowStep.SwitchCondition _,
          WorkflowStep.Unknown _ -> {
        String text = step.type() + ": " + step.common().label();
        yield List.of(new Part(text, text));
      }
    };
  }

  private Part part(WorkflowStep.Action action, Plan.Unit unit) {
    CommandContext context = context(action, unit);
    if (unit.command() instanceof Command.Manual(String text)) {
      String shown = context.masked().forPeople(text) + "\n" + ledger.plan().targets(action);
      String full = context.rendering().forPeople(text) + "\n" + ledger.plan().targets(action);
      return new Part(shown, full);
    }
    return executors
        .prepare(unit.command(), context)
        .map(prepared -> new Part(prepared.shown(), prepared.full()))
        .orElseGet(() -> new Part(unit.command().type(), unit.command().type()));
  }

  private Part part(WorkflowStep.PlaybookAction call) {
    StringBuilder full = new StringBuilder();
    StringBuilder shown = new StringBuilder();
    Optional<Playbook> playbook = library.find(call.playbookId(), call.version());
    String name = playbook.map(p -> p.name() + " (" + p.version() + ")").orElse(call.playbookId());
    shown.append("Chạy kịch bản ").append(name);
    full.append(name).append(playbook.map(p -> Digests.of(p.source().toString())).orElse(""));
    for (String argument : call.inArgs()) {
      var variable = ledger.run().variables().get(argument);
      String value = variable == null ? "" : String.valueOf(variable.value());
      full.append('\n').append(argument).append('=').append(value);
      boolean secret = ledger.plan().secrets().contains(argument);
      shown.append('\n').append(argument).append(" = ").append(secret ? "***" : value);
    }
    return new Part(shown.toString(), full.toString());
  }

  /** Where a command of a step stands. */
  CommandContext context(WorkflowStep.Action action, Plan.Unit unit) {
    Plan plan = ledger.plan();
    AgentTarget target = unit.target();
    AgentTarget place = target == null ? plan.agent(action) : target;
    Rendering rendering = new Rendering(plan.scope(action, ledger.run().variables()));
    Optional<Login> login =
        place.authentication().isEmpty()
            ? Optional.empty()
            : plan.playbook().login(place.authentication());
    return new CommandContext(
        ledger.run(), action, place, login, rendering, rendering.masked(plan.secrets()));
  }
}
