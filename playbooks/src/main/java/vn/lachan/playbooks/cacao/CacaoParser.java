package vn.lachan.playbooks.cacao;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads playbooks. Stateless and safe for use by several threads.
 *
 * <p>Imports also what it cannot run, so that it can be looked at and exported again without loss.
 */
public final class CacaoParser {
  /** Our extension (docs/formats/playbook-extension.md). */
  static final String EXTENSION = "extension-definition--74e0b66a-e25b-4aa0-8f1a-a5f52790f961";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Largest playbook that is read, in characters. */
  public static final int MAX_LENGTH = 5_000_000;

  public CacaoResult parse(String json) {
    if (json.length() > MAX_LENGTH) {
      return refused("Kịch bản lớn hơn giới hạn.", "The playbook is larger than the limit.");
    }
    try {
      return parse(MAPPER.readTree(json));
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      return refused(
          "Không phải JSON hợp lệ (dòng " + line + ").", "Not valid JSON (line " + line + ").");
    }
  }

  private CacaoResult parse(@Nullable JsonNode root) {
    if (root == null || !root.isObject() || !JsonView.text(root, "type").equals("playbook")) {
      return refused(
          "Không phải kịch bản CACAO: thiếu \"type\": \"playbook\".",
          "Not a CACAO playbook: no \"type\": \"playbook\".");
    }
    JsonNode workflow = root.get("workflow");
    if (workflow == null || !workflow.isObject()) {
      return refused("Kịch bản không có \"workflow\".", "The playbook has no \"workflow\".");
    }
    CacaoPlaybook playbook = playbook(root, workflow);
    return new CacaoResult.Read(playbook, new CacaoChecks(playbook).run());
  }

  private static CacaoResult refused(String vietnamese, String english) {
    return new CacaoResult.Refused(
        List.of(new CacaoProblem(CacaoProblem.Severity.ERROR, "", vietnamese, english)));
  }

  private static CacaoPlaybook playbook(JsonNode root, JsonNode workflow) {
    Map<String, WorkflowStep> steps = new LinkedHashMap<>();
    JsonView.members(workflow).forEach((id, node) -> steps.put(id, step(id, node)));
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
        JsonView.text(root, "workflow_start"),
        JsonView.textOrNull(root, "workflow_exception"),
        steps,
        variables(root.get("playbook_variables")),
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

  private static @Nullable JsonNode extension(JsonNode owner, String member) {
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
              JsonView.texts(node, "in_args"),
              JsonView.texts(node, "out_args"));
      case "playbook-action" ->
          new WorkflowStep.PlaybookAction(common, JsonView.text(node, "playbook_id"));
      case "parallel" -> new WorkflowStep.Parallel(common, JsonView.texts(node, "next_steps"));
      case "if-condition" ->
          new WorkflowStep.IfCondition(
              common,
              JsonView.text(node, "condition"),
              JsonView.text(node, "on_true"),
              JsonView.textOrNull(node, "on_false"));
      case "while-condition" ->
          new WorkflowStep.WhileCondition(
              common, JsonView.text(node, "condition"), JsonView.text(node, "on_true"));
      case "switch-condition" -> {
        Map<String, String> cases = new LinkedHashMap<>();
        JsonView.members(node.get("cases"))
            .forEach((key, value) -> cases.put(key, value.isString() ? value.asString() : ""));
        yield new WorkflowStep.SwitchCondition(common, JsonView.text(node, "switch"), cases);
      }
      default -> new WorkflowStep.Unknown(common, type);
    };
  }

  private static WorkflowStep.Common common(String id, JsonNode node) {
    return new WorkflowStep.Common(
        id,
        JsonView.text(node, "name"),
        JsonView.text(node, "description"),
        Math.max(0, JsonView.number(node, "delay")),
        Math.max(0, JsonView.number(node, "timeout")),
        variables(node.get("step_variables")),
        JsonView.textOrNull(node, "on_completion"),
        JsonView.textOrNull(node, "on_success"),
        JsonView.textOrNull(node, "on_failure"),
        stepExtension(extension(node, "step_extensions")));
  }

  private static WorkflowStep.StepExtension stepExtension(@Nullable JsonNode node) {
    if (node == null) {
      return WorkflowStep.StepExtension.NONE;
    }
    JsonNode idempotent = node.get("idempotent");
    return new WorkflowStep.StepExtension(
        JsonView.flag(node, "mandatory"),
        JsonView.text(node, "clock"),
        (idempotent == null || !idempotent.isBoolean()) ? null : idempotent.booleanValue());
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
      case "manual" -> new Command.Manual(manual(node));
      case "http-api" -> {
        boolean base64 = node.has("content_b64");
        yield new Command.HttpApi(
            JsonView.text(node, "command"),
            JsonView.lists(node, "headers"),
            JsonView.text(node, base64 ? "content_b64" : "content"),
            base64);
      }
      default -> new Command.Unknown(type);
    };
  }

  private static String manual(JsonNode node) {
    String encoded = JsonView.textOrNull(node, "command_b64");
    if (encoded == null) {
      return JsonView.text(node, "command");
    }
    return Objects.requireNonNullElse(CacaoChecks.decoded(encoded), "");
  }
}
