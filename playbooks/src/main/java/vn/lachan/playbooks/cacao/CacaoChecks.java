package vn.lachan.playbooks.cacao;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import vn.lachan.incidents.ValueType;

/**
 * What the official schemas do not catch about a playbook as a whole; for one thread, used once.
 */
final class CacaoChecks {
  private static final Pattern MILLISECONDS =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
  private static final Pattern VARIABLE = Pattern.compile("__[A-Za-z][A-Za-z0-9_-]*__");
  private static final Set<String> PROPERTIES =
      Set.of(
          "type",
          "spec_version",
          "id",
          "name",
          "description",
          "playbook_types",
          "playbook_activities",
          "playbook_processing_summary",
          "created_by",
          "created",
          "modified",
          "revoked",
          "valid_from",
          "valid_until",
          "derived_from",
          "related_to",
          "priority",
          "severity",
          "impact",
          "industry_sectors",
          "labels",
          "external_references",
          "markings",
          "playbook_variables",
          "workflow_start",
          "workflow_exception",
          "workflow",
          "playbook_extensions",
          "authentication_info_definitions",
          "agent_definitions",
          "target_definitions",
          "extension_definitions",
          "data_marking_definitions",
          "signatures");

  private final CacaoPlaybook playbook;
  private final JsonNode root;
  private final Problems problems = new Problems();

  CacaoChecks(CacaoPlaybook playbook) {
    this.playbook = playbook;
    this.root = playbook.source();
  }

  /** Collects problems in the order of the checks. */
  static final class Problems {
    private final List<CacaoProblem> found = new ArrayList<>();

    void error(String pointer, String vietnamese, String english) {
      found.add(new CacaoProblem(CacaoProblem.Severity.ERROR, pointer, vietnamese, english));
    }

    void warn(String pointer, String vietnamese, String english) {
      found.add(new CacaoProblem(CacaoProblem.Severity.WARNING, pointer, vietnamese, english));
    }
  }

  List<CacaoProblem> run() {
    checkProperties();
    checkTimes();
    checkNumbers();
    checkReferences();
    checkVariables("/playbook_variables", playbook.variables());
    checkAgents("agent_definitions", playbook.agents());
    checkAgents("target_definitions", playbook.targets());
    checkStart();
    new StepChecks(playbook, problems).run();
    return List.copyOf(problems.found);
  }

  private void checkProperties() {
    for (String property : JsonView.members(root).keySet()) {
      if (!PROPERTIES.contains(property)) {
        problems.warn(
            "/" + JsonView.escape(property),
            "Thuộc tính không có trong CACAO: " + property + ".",
            "Unknown property " + property + ".");
      }
    }
    if (!JsonView.text(root, "spec_version").equals("cacao-2.0")) {
      problems.error("/spec_version", "Chỉ hỗ trợ cacao-2.0.", "Only cacao-2.0 is supported.");
    }
    for (String property : List.of("id", "name", "created_by", "created", "modified")) {
      if (JsonView.text(root, property).isBlank()) {
        problems.error(
            "/" + property, "Thiếu " + property + ".", "Property " + property + " is missing.");
      }
    }
    if (!playbook.types().isEmpty() && JsonView.texts(root, "playbook_activities").isEmpty()) {
      problems.warn(
          "/playbook_activities",
          "Có playbook_types thì phải có playbook_activities.",
          "playbook_types needs playbook_activities.");
    }
  }

  private void checkTimes() {
    for (String property : List.of("created", "modified")) {
      String text = JsonView.text(root, property);
      if (!text.isEmpty() && !MILLISECONDS.matcher(text).matches()) {
        problems.warn(
            "/" + property,
            "Thời điểm " + property + " phải có đúng ba chữ số phần nghìn giây, kết thúc bằng Z.",
            "Timestamp " + property + " must have exactly three sub-second digits and end in Z.");
      }
    }
    before("created", "modified");
    before("valid_from", "valid_until");
  }

  private void before(String first, String second) {
    Instant from = time(first);
    Instant to = time(second);
    if (from != null && to != null && to.isBefore(from)) {
      problems.error(
          "/" + second, second + " ở trước " + first + ".", second + " is before " + first + ".");
    }
  }

  private @Nullable Instant time(String property) {
    String text = JsonView.text(root, property);
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException _) {
      problems.error(
          "/" + property, property + " không phải thời điểm.", property + " is not a timestamp.");
      return null;
    }
  }

  private void checkNumbers() {
    for (String property : List.of("priority", "severity", "impact")) {
      JsonNode value = root.get(property);
      if (value != null && (!value.isInt() || value.intValue() < 0 || value.intValue() > 100)) {
        problems.error(
            "/" + property,
            property + " phải là số nguyên từ 0 đến 100.",
            property + " must be a whole number from 0 to 100.");
      }
    }
  }

  private void checkReferences() {
    JsonNode references = root.get("external_references");
    if (references != null && references.isArray()) {
      for (int i = 0; i < references.size(); i++) {
        JsonNode reference = references.get(i);
        boolean more =
            List.of("description", "source", "url", "external_id", "reference_id").stream()
                .anyMatch(reference::has);
        if (!more) {
          problems.warn(
              "/external_references/" + i,
              "Tài liệu tham chiếu chỉ có tên; cần thêm mô tả, nguồn hoặc địa chỉ.",
              "An external reference needs more than a name.");
        }
      }
    }
    Set<String> defined = JsonView.members(root.get("data_marking_definitions")).keySet();
    List<String> markings = JsonView.texts(root, "markings");
    for (int i = 0; i < markings.size(); i++) {
      String marking = markings.get(i);
      if (!defined.contains(marking) && !marking.startsWith("marking-tlp--")) {
        problems.warn(
            "/markings/" + i,
            "Nhãn dữ liệu chưa được định nghĩa: " + marking + ".",
            "Data marking is not defined: " + marking + ".");
      }
    }
  }

  /** Names, types and values of declared variables. */
  private void checkVariables(String pointer, Map<String, Variable> variables) {
    checkVariables(problems, pointer, variables);
  }

  static void checkVariables(Problems problems, String pointer, Map<String, Variable> variables) {
    variables.forEach((name, variable) -> {
      String at = pointer + "/" + JsonView.escape(name);
      if (!VARIABLE.matcher(name).matches()) {
        problems.error(
            at,
            "Tên biến phải có dạng __ten__: " + name + ".",
            "A variable name must look like __name__: " + name + ".");
      }
      String value = variable.value();
      ValueType type = ValueType.of(variable.type()).orElse(null);
      if (type == null) {
        problems.warn(
            at + "/type",
            "Kiểu biến không có trong CACAO: " + variable.type() + ".",
            "Unknown variable type " + variable.type() + ".");
      } else if (value != null && !value.isEmpty() && !type.accepts(value)) {
        problems.error(
            at + "/value",
            "Giá trị của " + name + " không đúng kiểu " + variable.type() + ".",
            "The value of " + name + " is not a " + variable.type() + ".");
      }
    });
  }

  private void checkAgents(String member, Map<String, AgentTarget> agents) {
    agents.forEach((id, agent) -> {
      String port = agent.port();
      boolean isVariable = port.startsWith("__") && port.endsWith("__:value");
      if (!port.isEmpty() && !isVariable && !isPort(port)) {
        problems.error(
            "/" + member + "/" + JsonView.escape(id) + "/port",
            "Cổng không phải số từ 1 đến 65535: " + port + ".",
            "The port is not a number from 1 to 65535: " + port + ".");
      }
    });
  }

  private static boolean isPort(String text) {
    if (text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= 65_535;
  }

  private void checkStart() {
    WorkflowStep start = playbook.workflow().get(playbook.workflowStart());
    if (!(start instanceof WorkflowStep.Start)) {
      problems.error(
          "/workflow_start",
          "workflow_start không chỉ tới một bước start.",
          "workflow_start does not point at a start step.");
    }
    String exception = playbook.workflowException();
    if (exception != null && !playbook.workflow().containsKey(exception)) {
      problems.error(
          "/workflow_exception",
          "workflow_exception chỉ tới bước không có.",
          "workflow_exception points at a step that is not there.");
    }
    boolean acts =
        playbook.workflow().values().stream()
            .anyMatch(step ->
                step instanceof WorkflowStep.Action || step instanceof WorkflowStep.PlaybookAction);
    boolean ends =
        playbook.workflow().values().stream().anyMatch(WorkflowStep.End.class::isInstance);
    if (!acts || !ends) {
      problems.error(
          "/workflow",
          "Kịch bản cần ít nhất một bước start, một bước action và một bước end.",
          "A playbook needs at least a start, an action and an end step.");
    }
  }

  /** Base64 as UTF-8 text; null when it is none. */
  static @Nullable String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
