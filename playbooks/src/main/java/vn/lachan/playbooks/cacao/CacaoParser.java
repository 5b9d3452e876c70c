package vn.lachan.playbooks.cacao;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads playbooks. Stateless and safe for use by several threads.
 *
 * <p>Imports also what it cannot run, so that it can be looked at and exported again without loss.
 */
public final class CacaoParser {
  /** Our extension (docs/formats/playbook-extension.md). */
  public static final String EXTENSION =
      "extension-definition--74e0b66a-e25b-4aa0-8f1a-a5f52790f961";

  private static final long LONGEST_MILLIS = Duration.ofDays(36_525).toMillis();

  private final CacaoLimits limits;
  private final PlaybookJson json;

  public CacaoParser() {
    this(CacaoLimits.DEFAULT);
  }

  public CacaoParser(CacaoLimits limits) {
    this.limits = limits;
    this.json = new PlaybookJson(limits);
  }

  /** Reads a file, which must be UTF-8; a byte order mark is passed over. */
  public CacaoResult parse(byte[] file) {
    return result(json.read(file));
  }

  public CacaoResult parse(String text) {
    return result(json.read(text));
  }

  private CacaoResult result(PlaybookJson.Reading reading) {
    return switch (reading) {
      case PlaybookJson.Reading.Bad(CacaoProblem problem) ->
          new CacaoResult.Refused(List.of(problem));
      case PlaybookJson.Reading.Good(JsonNode root) -> read(root);
    };
  }

  private CacaoResult read(JsonNode root) {
    if (!root.isObject() || !JsonView.text(root, "type").equals("playbook")) {
      return refused(CacaoProblem.of(FindingCode.NOT_A_PLAYBOOK, ""));
    }
    JsonNode workflow = root.get("workflow");
    if (workflow == null || !workflow.isObject()) {
      return refused(CacaoProblem.of(FindingCode.NO_WORKFLOW, ""));
    }
    if (workflow.size() > limits.steps()) {
      return refused(
          CacaoProblem.of(
              FindingCode.TOO_MANY_STEPS, "/workflow", workflow.size(), limits.steps()));
    }
    CacaoPlaybook playbook = playbook(root, workflow);
    Findings findings = new Findings(limits.findings());
    new CacaoChecks(playbook, findings).run();
    new SecretChecks(playbook, findings).run();
    new HiddenTextChecks(findings).run(root);
    new ExactnessChecks(findings).run(root);
    return new CacaoResult.Read(playbook, findings.all());
  }

  private static CacaoResult refused(CacaoProblem problem) {
    return new CacaoResult.Refused(List.of(problem));
  }

  private static CacaoPlaybook playbook(JsonNode root, JsonNode workflow) {
    Map<String, WorkflowStep> steps = new LinkedHashMap<>();
    JsonView.members(workflow).forEach((id, node) -> steps.put(id, step(id, node)));
    Map<String, Variable> variables = variables(root.get("playbook_variables"));
    StepVariables handedOn = StepVariables.of(steps, root, variables);
    variables.putAll(handedOn.variables());
    return new CacaoPlaybook(
        JsonView.text(root, "id"),
        JsonView.text(root, "name"),
        JsonView.text(root, "description"),
        JsonView.text(root, "modified"),
        JsonView.texts(root, "playbook_types"),
        categories(root),
        JsonView.flag(root, "revoked"),
        time(root, "valid_from"),
        time(root, "valid_until"),
        JsonView.link(root.get("workflow_start")),
        JsonView.linkOrNull(root, "workflow_exception"),
        steps,
        variables,
        handedOn.steps(),
        agents(root.get("agent_definitions")),
        agents(root.get("target_definitions")),
        root);
  }

  private static List<String> categories(JsonNode root) {
    JsonNode extension = extension(root, "playbook_extensions");
    if (extension != null) {
      return JsonView.texts(extension, "categories");
    }
    return JsonView.texts(root, "labels").stream()
        .filter(label -> label.startsWith("category-"))
        .map(label -> label.substring("category-".length()).toUpperCase(Locale.ROOT))
        .toList();
  }

  static @Nullable JsonNode extension(JsonNode owner, String member) {
    JsonNode extensions = owner.get(member);
    return extensions == null ? null : extensions.get(EXTENSION);
  }

  private static @Nullable Instant time(JsonNode node, String member) {
    try {
      String text = JsonView.text(node, member);
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException _) {
      return null;
    }
  }

  static Map<String, Variable> variables(@Nullable JsonNode node) {
    Map<String, Variable> variables = new LinkedHashMap<>();
    JsonView.members(node).forEach((name, value) -> variables.put(name, variable(name, value)));
    return variables;
  }

  private static Variable variable(String name, JsonNode node) {
    JsonNode value = node.get("value");
    String text =
        value == null || value.isNull()
            ? null
            : value.isContainer() ? value.toString() : value.asString();
    return new Variable(
        name,
        JsonView.text(node, "type"),
        text,
        JsonView.flag(node, "constant"),
        JsonView.flag(node, "external"),
        JsonView.text(node, "description"));
  }

  private static Map<String, AgentTarget> agents(@Nullable JsonNode node) {
    Map<String, AgentTarget> agents = new LinkedHashMap<>();
    JsonView.members(node)
        .forEach((id, value) -> {
          JsonNode extension = extension(value, "agent_target_extensions");
          agents.put(
              id,
              new AgentTarget(
                  id,
                  JsonView.text(value, "type"),
                  JsonView.text(value, "name"),
                  JsonView.lists(value, "address"),
                  JsonView.scalar(value, "port"),
                  JsonView.text(value, "authentication_info"),
                  extension == null ? "" : JsonView.text(extension, "unit_role"),
                  extension == null ? "" : JsonView.text(extension, "unit")));
        });
    return agents;
  }

  private static WorkflowStep step(String id, JsonNode node) {
    WorkflowStep.Common common = common(id, node);
    String type = JsonView.text(node, "type");
    return switch (type) {
      case "start" -> new WorkflowStep.Start(common);
      case "end" -> new WorkflowStep.End(common);
      case "action" ->
          new WorkflowStep.Action(
              common,
              commands(node),
              JsonView.text(node, "agent"),
              JsonView.texts(node, "targets"),
              arguments(node, "in_args"),
              arguments(node, "out_args"));
      case "playbook-action" ->
          new WorkflowStep.PlaybookAction(
              common,
              JsonView.text(node, "playbook_id"),
              JsonView.text(node, "playbook_version"),
              arguments(node, "in_args"),
              arguments(node, "out_args"));
      case "parallel" -> new WorkflowStep.Parallel(common, JsonView.texts(node, "next_steps"));
      case "if-condition" ->
          new WorkflowStep.IfCondition(
              common,
              JsonView.text(node, "condition"),
              JsonView.link(node.get("on_true")),
              JsonView.linkOrNull(node, "on_false"));
      case "while-condition" ->
          new WorkflowStep.WhileCondition(
              common, JsonView.text(node, "condition"), JsonView.link(node.get("on_true")));
      case "switch-condition" -> {
        Map<String, String> cases = new LinkedHashMap<>();
        JsonView.members(node.get("cases"))
            .forEach((key, value) -> cases.put(key, JsonView.link(value)));
        yield new WorkflowStep.SwitchCondition(common, JsonView.text(node, "switch"), cases);
      }
      default -> new WorkflowStep.Unknown(common, type);
    };
  }

  private static List<String> arguments(JsonNode node, String member) {
    return JsonView.texts(node, member).stream().map(VariableChecks::plain).toList();
  }

  /** No run lasts so long, and no database knows a time much later. */
  private static long millis(JsonNode node, String member) {
    return Math.clamp(JsonView.number(node, member), 0, LONGEST_MILLIS);
  }

  private static WorkflowStep.Common common(String id, JsonNode node) {
    return new WorkflowStep.Common(
        id,
        JsonView.text(node, "name"),
        JsonView.text(node, "description"),
        millis(node, "delay"),
        millis(node, "timeout"),
        variables(node.get("step_variables")),
        JsonView.linkOrNull(node, "on_completion"),
        JsonView.linkOrNull(node, "on_success"),
        JsonView.linkOrNull(node, "on_failure"),
        ExtensionReader.read(extension(node, "step_extensions")));
  }

  private static List<Command> commands(JsonNode step) {
    List<Command> commands = new ArrayList<>();
    JsonNode list = step.get("commands");
    if (list != null && list.isArray()) {
      for (JsonNode node : list) {
        commands.add(command(node));
      }
    }
    return commands;
  }

  private static Command command(JsonNode node) {
    String type = JsonView.text(node, "type");
    return switch (type) {
      case "manual" -> new Command.Manual(text(node));
      case "ssh", "bash", "powershell" -> new Command.Shell(type, text(node));
      case "sigma", "elastic" -> new Command.Search(type, text(node));
      case "email", "webhook" -> new Command.Notice(type, text(node));
      case "http-api", "openc2-http" -> {
        boolean base64 = node.has("content_b64");
        yield new Command.HttpApi(
            type,
            JsonView.text(node, "command"),
            JsonView.lists(node, "headers"),
            JsonView.text(node, base64 ? "content_b64" : "content"),
            base64);
      }
      default -> new Command.Unknown(type);
    };
  }

  private static String text(JsonNode node) {
    String encoded = JsonView.textOrNull(node, "command_b64");
    if (encoded == null) {
      return JsonView.text(node, "command");
    }
    return Objects.requireNonNullElse(Base64Text.text(encoded), "");
  }
}
