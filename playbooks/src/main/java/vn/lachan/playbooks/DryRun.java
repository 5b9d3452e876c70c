package vn.lachan.playbooks;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.ValueType;
import vn.lachan.playbooks.cacao.AgentTarget;
import vn.lachan.playbooks.cacao.Command;
import vn.lachan.playbooks.cacao.Variable;
import vn.lachan.playbooks.cacao.WorkflowStep;

/**
 * Follows a playbook with the engine that would run it and writes down what would be done.
 *
 * <p>Nothing leaves the process, nothing is stored, no time passes: delays are jumped over, every
 * command is taken to succeed without giving values, a loop is followed for one round. Conditions
 * are answered from the values given. Values of secrets are shown as {@code ***}.
 */
public final class DryRun {
  private final EngineSettings settings;
  private final Clock clock;

  public DryRun(EngineSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * A command that would be carried out.
   *
   * @param agent who would do it
   * @param target on what; empty for none
   * @param command with its values filled in; as it stands in the playbook when there is a problem
   * @param problem why it could not be carried out as it is; empty when it could
   */
  public record Planned(
      String stepId,
      String step,
      String type,
      String agent,
      String target,
      String command,
      String problem) {}

  /** Who would be asked before a step. */
  public record Asked(
      String stepId, String step, List<String> roles, int count, boolean notRequester) {
    public Asked {
      roles = List.copyOf(roles);
    }
  }

  /**
   * What would be done.
   *
   * @param state how the run would end
   * @param problem why it would not end well; empty otherwise
   * @param missing external variables without a value
   * @param steps ids of the steps in the order they would be reached
   */
  public record Report(
      String playbookId,
      String playbookName,
      String playbookVersion,
      RunState state,
      String problem,
      List<String> missing,
      List<Planned> commands,
      List<Asked> approvals,
      List<String> steps) {
    public Report {
      missing = List.copyOf(missing);
      commands = List.copyOf(commands);
      approvals = List.copyOf(approvals);
      steps = List.copyOf(steps);
    }
  }

  /**
   * Follows {@code playbook}.
   *
   * @param values for any declared variable that is not constant
   * @throws InvalidRequestException when a value is for no such variable or not of its type, or the
   *     playbook has errors
   */
  public Report of(Playbook playbook, Map<String, String> values) throws InterruptedException {
    if (!playbook.canRun()) {
      throw new InvalidRequestException("playbookId", "Kịch bản có lỗi, không chạy được.");
    }
    JumpingClock jumping = new JumpingClock(clock.instant());
    Map<String, Variable> variables = variables(playbook, values);
    Rows.Run run = run(playbook, variables, jumping.instant());
    Rows.Step first =
        RunWorker.fresh(
            run.id(), new Plan(run.document()), 1, playbook.cacao().workflowStart(), null, 0);
    MemoryRunStore store = new MemoryRunStore(run, first);
    Recorder[] recorder = new Recorder[1];
    RunWorker worker =
        new RunWorker(
            new WorkParts(store, jumping, settings, new WorkParts.Counters()),
            run,
            (self, plan) -> {
              recorder[0] = new Recorder(self, plan);
              return recorder[0];
            });
    while (!worker.run().state().isFinished()) {
      jumping.jump(worker.work());
    }
    return report(playbook, variables, worker.run(), recorder[0], store.steps(run.id()));
  }

  private static Report report(
      Playbook playbook,
      Map<String, Variable> variables,
      Rows.Run run,
      Recorder recorder,
      List<Rows.Step> steps) {
    return new Report(
        playbook.id(),
        playbook.name(),
        playbook.version(),
        run.state(),
        run.problem(),
        variables.values().stream()
            .filter(variable -> variable.external() && variable.value() == null)
            .map(Variable::name)
            .toList(),
        recorder.commands,
        recorder.approvals,
        steps.stream().map(Rows.Step::stepId).toList());
  }

  private Rows.Run run(Playbook playbook, Map<String, Variable> variables, Instant now) {
    return new Rows.Run(
        "dry-run",
        playbook.id(),
        playbook.name(),
        playbook.version(),
        playbook.source().toString(),
        "",
        RunState.RUNNING,
        now,
        null,
        "",
        variables,
        now.plus(settings.maxRunTime()),
        false,
        "",
        null,
        0);
  }

  private static Map<String, Variable> variables(Playbook playbook, Map<String, String> values) {
    Map<String, Variable> variables = new LinkedHashMap<>(playbook.cacao().variables());
    values.forEach((name, value) -> {
      Variable variable = variables.get(name);
      if (variable == null || variable.constant()) {
        throw new InvalidRequestException(name, "Kịch bản không nhận biến " + name + ".");
      }
      ValueType type = ValueType.of(variable.type()).orElse(ValueType.STRING);
      if (!value.isEmpty() && !type.accepts(value)) {
        throw new InvalidRequestException(
            name, "Giá trị " + name + " không đúng kiểu " + type.word() + ".");
      }
      variables.put(name, variable.withValue(value));
    });
    return variables;
  }

  /** Writes commands down instead of carrying them out. */
  private static final class Recorder implements Actions {
    private final RunWorker worker;
    private final Plan plan;
    private final List<Planned> commands = new ArrayList<>();
    private final List<Asked> approvals = new ArrayList<>();

    Recorder(RunWorker worker, Plan plan) {
      this.worker = worker;
      this.plan = plan;
    }

    @Override
    public void perform(Rows.Step row, WorkflowStep.Action action) {
      WorkflowStep.Approval approval = action.common().extension().approval();
      if (approval != null) {
        approvals.add(
            new Asked(
                row.stepId(),
                row.name(),
                approval.roles(),
                approval.count(),
                approval.notRequester()));
      }
      Rendering rendering =
          new Rendering(plan.scope(action, worker.run().variables())).masked(plan.secrets());
      for (Plan.Unit unit : plan.units(action)) {
        commands.add(planned(row, action, unit, rendering));
      }
      if (plan.units(action).isEmpty()) {
        worker.fail(row, StepState.FAILED, "Bước chưa có lệnh nào.");
      } else {
        worker.succeed(row, StepState.SUCCEEDED, "");
      }
    }

    private Planned planned(
        Rows.Step row, WorkflowStep.Action action, Plan.Unit unit, Rendering rendering) {
      AgentTarget agent = plan.agent(action);
      AgentTarget target = unit.target();
      String text = "";
      String problem = "";
      try {
        text = rendered(unit.command(), target == null ? agent : target, rendering);
      } catch (RenderException e) {
        text = written(unit.command());
        problem = String.valueOf(e.getMessage());
      }
      if (!isCarriedOut(unit.command())) {
        problem = "Loại lệnh “" + unit.command().type() + "” chưa được hỗ trợ.";
      }
      return new Planned(
          row.stepId(),
          row.name(),
          unit.command().type(),
          agent.name(),
          target == null ? plan.targets(action) : target.name(),
          text,
          problem);
    }

    private static String rendered(Command command, AgentTarget place, Rendering rendering) {
      return switch (command) {
        case Command.Manual(String text) -> rendering.forPeople(text);
        case Command.HttpApi call -> HttpCall.of(call, place, rendering).masked();
        case Command.Shell(String type, String text) ->
            type.equals("powershell") ? rendering.forPowerShell(text) : rendering.forShell(text);
        case Command.Unknown _ -> "";
      };
    }

    /** As it stands in the playbook. */
    private static String written(Command command) {
      return switch (command) {
        case Command.Manual(String text) -> text;
        case Command.HttpApi call -> call.startLine();
        case Command.Shell(String _, String text) -> text;
        case Command.Unknown _ -> "";
      };
    }

    private static boolean isCarriedOut(Command command) {
      return command instanceof Command.Manual || command instanceof Command.HttpApi;
    }

    @Override
    public boolean follows(int round) {
      return round == 0;
    }

    @Override
    public boolean look(Rows.Step row, WorkflowStep.Action action) {
      return false; // nothing ever waits
    }

    @Override
    public boolean lost(Rows.Step row) {
      return false;
    }

    @Override
    public boolean recover(Rows.Step row, WorkflowStep.Action action) {
      return false;
    }

    @Override
    public void closeTasks(List<Rows.Step> steps) {
      // No task was given.
    }
  }

  /** A clock that stands still until it is told to jump; for one thread. */
  private static final class JumpingClock extends Clock implements InstantSource {
    private Instant now;

    JumpingClock(Instant now) {
      this.now = now;
    }

    void jump(@Nullable Instant to) {
      if (to != null && to.isAfter(now)) {
        now = to;
      }
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
