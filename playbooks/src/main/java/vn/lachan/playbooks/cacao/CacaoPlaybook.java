package vn.lachan.playbooks.cacao;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A playbook, typed as far as we need it.
 *
 * @param version the text of {@code modified}: the same id with a later one is a newer version
 * @param categories codes of incident categories it is offered for, best first
 * @param workflow the steps by id, in the order of the file
 * @param variables those of the playbook, and those of steps that are handed on
 * @param handedOn by name of a variable that a step hands on: the steps that share it
 * @param source the JSON it was read from, with everything we do not know
 */
public record CacaoPlaybook(
    String id,
    String name,
    String description,
    String version,
    List<String> types,
    List<String> categories,
    boolean revoked,
    @Nullable Instant validFrom,
    @Nullable Instant validUntil,
    String workflowStart,
    @Nullable String workflowException,
    Map<String, WorkflowStep> workflow,
    Map<String, Variable> variables,
    Map<String, Set<String>> handedOn,
    Map<String, AgentTarget> agents,
    Map<String, AgentTarget> targets,
    JsonNode source) {

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)passw|secret|token|api_?key|private_?key|credential|mat_?khau|khoa_bi_mat");

  public CacaoPlaybook {
    types = List.copyOf(types);
    categories = List.copyOf(categories);
    workflow = Collections.unmodifiableMap(new LinkedHashMap<>(workflow));
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    handedOn = Map.copyOf(handedOn);
    agents = Map.copyOf(agents);
    targets = Map.copyOf(targets);
  }

  /**
   * The variable that a step means by {@code name}: its own, one handed on to it, or one of the
   * playbook; null when there is none.
   */
  public @Nullable Variable variable(WorkflowStep step, String name) {
    Variable own = step.common().variables().get(name);
    Set<String> sharing = handedOn.get(name);
    boolean hidden = sharing != null && !sharing.contains(step.common().id());
    return own != null ? own : hidden ? null : variables.get(name);
  }

  /** Whether a variable that {@code step} declares is its alone. */
  public boolean isOwn(WorkflowStep step, String name) {
    return step.common().variables().containsKey(name)
        && !handedOn.getOrDefault(name, Set.of()).contains(step.common().id());
  }

  /** How {@code id} logs in; empty when it is not defined. */
  public Optional<Login> login(String id) {
    JsonNode node = JsonView.members(source.get("authentication_info_definitions")).get(id);
    if (node == null || !node.isObject()) {
      return Optional.empty();
    }
    Map<String, String> fields = new LinkedHashMap<>();
    JsonView.members(node)
        .forEach((name, value) -> {
          if (value.isString()) {
            fields.put(name, value.stringValue());
          }
        });
    return Optional.of(
        new Login(
            id,
            JsonView.text(node, "type"),
            JsonView.flag(node, "kms"),
            JsonView.text(node, "kms_key_identifier"),
            fields));
  }

  /**
   * Names of variables whose values are secrets: those that authentication is made of, and those
   * whose names say so.
   */
  public Set<String> secrets() {
    Set<String> secrets = new LinkedHashSet<>();
    for (JsonNode login :
        JsonView.members(source.get("authentication_info_definitions")).values()) {
      secrets.addAll(VariableChecks.uses(login.toString()));
    }
    variables.keySet().stream().filter(name -> SECRET.matcher(name).find()).forEach(secrets::add);
    for (WorkflowStep step : workflow.values()) {
      step.common().variables().keySet().stream()
          .filter(name -> SECRET.matcher(name).find())
          .forEach(secrets::add);
    }
    return secrets;
  }
}
