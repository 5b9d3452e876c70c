package vn.lachan.playbooks;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.task.ValueType;
import vn.lachan.playbooks.cacao.Variable;

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
  private final PlaybookLibrary library;

  /** A look ahead that knows no other playbooks. */
  public DryRun(EngineSettings settings, Clock clock) {
    this(settings, clock, PlaybookLibrary.of(List.of()));
  }

  /**
   * @param library where nested playbooks are
   */
  public DryRun(EngineSettings settings, Clock clock, PlaybookLibrary library) {
    this.settings = settings;
    this.clock = clock;
    this.library = library;
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
    return of(playbook, variables(playbook, values), 0);
  }

  /** Follows a playbook that {@code depth} others call. */
  Report of(Playbook playbook, Map<String, Variable> variables, int depth)
      throws InterruptedException {
    JumpingClock jumping = new JumpingClock(clock.instant());
    Rows.Run run = run(playbook, variables, jumping.instant(), depth);
    Plans plans = new Plans();
    MemoryRunStore store = new MemoryRunStore(run, RunLedger.first(run, plans.of(run.document())));
    DryRunRecorder[] recorder = new DryRunRecorder[1];
    try (Executors executors = new Executors(EngineTools.NONE, settings, jumping)) {
      RunWorker worker =
          new RunWorker(
              new WorkParts(store, jumping, settings, plans),
              store.held(),
              ledger -> {
                recorder[0] = new DryRunRecorder(ledger, executors, this, library);
                return recorder[0];
              });
      while (!worker.run().state().isFinished()) {
        jumping.jump(worker.work());
      }
      return report(playbook, variables, worker.run(), recorder[0], store.held().steps());
    }
  }

  /** How many playbooks may call each other. */
  int maxDepth() {
    return settings.maxDepth();
  }

  private static Report report(
      Playbook playbook,
      Map<String, Variable> variables,
      Rows.Run run,
      DryRunRecorder recorder,
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
        recorder.commands(),
        recorder.approvals(),
        steps.stream().map(Rows.Step::stepId).toList());
  }

  private Rows.Run run(Playbook playbook, Map<String, Variable> variables, Instant now, int depth) {
    return Rows.Run.fresh(
        "dry-run",
        playbook,
        "",
        now,
        "",
        variables,
        now.plus(settings.maxRunTime()),
        new Rows.Origin(RunKind.START, null, depth, null));
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
