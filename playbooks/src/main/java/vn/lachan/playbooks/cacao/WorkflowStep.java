package vn.lachan.playbooks.cacao;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of the workflow: the eight types of the specification, and what is none of them. */
public sealed interface WorkflowStep {

  /** What every step has. */
  Common common();

  /** The word of the type, for example {@code if-condition}. */
  String type();

  /** Every step this one points at. */
  default List<String> next() {
    List<String> next = new ArrayList<>(branches());
    next.addAll(continuations());
    return next;
  }

  /** The steps that may come after this one in its own branch. */
  default List<String> continuations() {
    List<String> next = new ArrayList<>();
    for (String pointer :
        new String[] {common().onCompletion(), common().onSuccess(), common().onFailure()}) {
      if (pointer != null) {
        next.add(pointer);
      }
    }
    return next;
  }

  /** The steps that branches of this one begin with. */
  default List<String> branches() {
    return List.of();
  }

  /**
   * What every step has.
   *
   * @param delayMillis how long to wait before it starts
   * @param timeoutMillis how long it may take; zero when nothing is said
   * @param variables known in this step only
   * @param extension our extension; its defaults when the step has none
   */
  record Common(
      String id,
      String name,
      String description,
      long delayMillis,
      long timeoutMillis,
      Map<String, Variable> variables,
      @Nullable String onCompletion,
      @Nullable String onSuccess,
      @Nullable String onFailure,
      StepExtension extension) {
    public Common {
      variables = Map.copyOf(variables);
    }

    /** The name for people: its own, or else its id. */
    public String label() {
      return name.isBlank() ? id : name;
    }
  }

  /** Where it begins. */
  record Start(Common common) implements WorkflowStep {
    @Override
    public String type() {
      return "start";
    }
  }

  /** Where the workflow or a branch ends. */
  record End(Common common) implements WorkflowStep {
    @Override
    public String type() {
      return "end";
    }
  }

  /** Commands, carried out in order by the agent on every target. */
  record Action(
      Common common,
      List<Command> commands,
      String agent,
      List<String> targets,
      List<String> inArgs,
      List<String> outArgs)
      implements WorkflowStep {
    public Action {
      commands = List.copyOf(commands);
      targets = List.copyOf(targets);
      inArgs = List.copyOf(inArgs);
      outArgs = List.copyOf(outArgs);
    }

    @Override
    public String type() {
      return "action";
    }
  }

  /**
   * Another playbook.
   *
   * @param version the {@code modified} of the playbook that is meant; empty for the latest
   * @param inArgs variables given to variables of the same names
   * @param outArgs variables taken back from variables of the same names
   */
  record PlaybookAction(
      Common common, String playbookId, String version, List<String> inArgs, List<String> outArgs)
      implements WorkflowStep {
    public PlaybookAction {
      inArgs = List.copyOf(inArgs);
      outArgs = List.copyOf(outArgs);
    }

    @Override
    public String type() {
      return "playbook-action";
    }
  }

  /** All branches at once. */
  record Parallel(Common common, List<String> branches) implements WorkflowStep {
    public Parallel {
      branches = List.copyOf(branches);
    }

    @Override
    public String type() {
      return "parallel";
    }
  }

  /** One branch or the other. */
  record IfCondition(Common common, String condition, String onTrue, @Nullable String onFalse)
      implements WorkflowStep {
    @Override
    public String type() {
      return "if-condition";
    }

    @Override
    public List<String> branches() {
      return onFalse == null ? List.of(onTrue) : List.of(onTrue, onFalse);
    }
  }

  /** A branch as long as a condition holds. */
  record WhileCondition(Common common, String condition, String onTrue) implements WorkflowStep {
    @Override
    public String type() {
      return "while-condition";
    }

    @Override
    public List<String> branches() {
      return List.of(onTrue);
    }
  }

  /** One branch by the value of a variable. */
  record SwitchCondition(Common common, String variable, Map<String, String> cases)
      implements WorkflowStep {
    public SwitchCondition {
      cases = Map.copyOf(new LinkedHashMap<>(cases));
    }

    @Override
    public String type() {
      return "switch-condition";
    }

    @Override
    public List<String> branches() {
      return List.copyOf(cases.values());
    }
  }

  /** A type that is not of the specification; refused when a run reaches it. */
  record Unknown(Common common, String type) implements WorkflowStep {}
}
