package vn.lachan.playbooks.cacao;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the official schemas do not catch about a playbook as a whole; for one thread, used once.
 *
 * <p>The order of the report: the playbook, its definitions, its steps, the way through them.
 */
final class CacaoChecks {
  private final CacaoPlaybook playbook;
  private final JsonNode root;
  private final Findings findings;
  private final ShapeChecks shapes;

  CacaoChecks(CacaoPlaybook playbook, Findings findings) {
    this.playbook = playbook;
    this.root = playbook.source();
    this.findings = findings;
    this.shapes = new ShapeChecks(findings);
  }

  void run() {
    shapes.check("", root, Shape.PLAYBOOK);
    version();
    times();
    activities();
    references();
    summary();
    start();
    new VariableChecks(playbook, findings).declarations();
    new DefinitionChecks(playbook, findings).run();
    new StepChecks(playbook, findings).run();
    new FlowChecks(playbook, findings).run();
  }

  private void version() {
    String version = JsonView.text(root, "spec_version");
    if (!version.isEmpty() && !version.equals("cacao-2.0")) {
      findings.add(FindingCode.UNSUPPORTED_VERSION, "/spec_version", version);
    }
  }

  private void times() {
    Instant created = time("created");
    Instant modified = time("modified");
    if (created != null && modified != null && modified.isBefore(created)) {
      findings.add(FindingCode.TIME_ORDER, "/modified", "modified", "created");
    }
    Instant from = time("valid_from");
    Instant until = time("valid_until");
    if (from != null && until != null && !until.isAfter(from)) {
      findings.add(FindingCode.NEVER_VALID, "/valid_until");
    }
  }

  private @Nullable Instant time(String property) {
    return ShapeChecks.time(JsonView.text(root, property));
  }

  private void activities() {
    if (!playbook.types().isEmpty() && JsonView.texts(root, "playbook_activities").isEmpty()) {
      findings.add(FindingCode.ACTIVITIES_MISSING, "/playbook_activities");
    }
  }

  private void references() {
    JsonNode references = root.get("external_references");
    if (references == null || !references.isArray()) {
      return;
    }
    List<String> details = List.of("description", "source", "url", "external_id", "reference_id");
    for (int i = 0; i < references.size(); i++) {
      JsonNode reference = references.get(i);
      if (reference.isObject() && details.stream().noneMatch(reference::has)) {
        findings.add(FindingCode.BARE_REFERENCE, "/external_references/" + i);
      }
    }
  }

  /** The summary is there to refuse early, so it must say what the content does. */
  private void summary() {
    JsonNode summary = root.get("playbook_processing_summary");
    if (summary == null || !summary.isObject()) {
      return;
    }
    features()
        .forEach((feature, present) -> {
          JsonNode said = summary.get(feature);
          if (said != null && said.isBoolean() && said.booleanValue() != present) {
            findings.add(
                FindingCode.SUMMARY_MISMATCH,
                "/playbook_processing_summary/" + feature,
                feature,
                said.booleanValue());
          }
        });
  }

  private Map<String, Boolean> features() {
    Set<String> types = new TreeSet<>();
    boolean temporal = false;
    boolean manual = true;
    for (WorkflowStep step : playbook.workflow().values()) {
      types.add(step.type());
      temporal |= step.common().delayMillis() > 0 || step.common().timeoutMillis() > 0;
      if (step instanceof WorkflowStep.Action action) {
        manual &= action.commands().stream().allMatch(Command.Manual.class::isInstance);
      }
    }
    JsonNode signatures = root.get("signatures");
    boolean signed = signatures != null && !signatures.isEmpty();
    Map<String, Boolean> features = new LinkedHashMap<>();
    features.put("manual_playbook", manual && types.contains("action"));
    features.put("external_playbooks", types.contains("playbook-action"));
    features.put("parallel_processing", types.contains("parallel"));
    features.put("if_logic", types.contains("if-condition"));
    features.put("while_logic", types.contains("while-condition"));
    features.put("switch_logic", types.contains("switch-condition"));
    features.put("temporal_logic", temporal);
    features.put("data_markings", root.has("markings"));
    features.put("digital_signatures", signed);
    features.put(
        "countersigned_signatures",
        signed && signatures.valueStream().anyMatch(signature -> signature.has("signature")));
    features.put("extensions", root.has("extension_definitions"));
    return features;
  }

  private void start() {
    String id = playbook.workflowStart();
    if (!id.isEmpty() && !(playbook.workflow().get(id) instanceof WorkflowStep.Start)) {
      findings.add(FindingCode.START_UNDEFINED, "/workflow_start", id);
    }
    String exception = playbook.workflowException();
    if (exception != null && !playbook.workflow().containsKey(exception)) {
      findings.add(FindingCode.EXCEPTION_UNDEFINED, "/workflow_exception", exception);
    }
    boolean acts = false;
    boolean ends = false;
    for (WorkflowStep step : playbook.workflow().values()) {
      acts |= step instanceof WorkflowStep.Action || step instanceof WorkflowStep.PlaybookAction;
      ends |= step instanceof WorkflowStep.End;
      if (step instanceof WorkflowStep.Start && !Objects.equals(step.common().id(), id)) {
        findings.add(FindingCode.OTHER_START, JsonView.pointer("workflow", step.common().id()));
      }
    }
    if (!acts || !ends) {
      findings.add(FindingCode.PARTS_MISSING, "/workflow");
    }
  }
}
