package vn.lachan.playbooks.cacao;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import vn.lachan.incidents.Category;

/**
 * What the official schemas do not catch about a playbook as a whole; for one thread, used once.
 *
 * <p>The order of the report: the playbook, its definitions, its steps, the way through them.
 */
final class CacaoChecks {
  private static final String VERSION = "cacao-2.0";
  private static final Pattern OLD_VERSION = Pattern.compile("(cacao-)?1(\\.[0-9]{1,3}){0,2}");

  /** What other programs write for the version we read. */
  private static final Set<String> SAME_VERSION = Set.of("2.0", "cacao-2", VERSION);

  private static final Set<String> CATEGORIES =
      Arrays.stream(Category.values()).map(Category::name).collect(Collectors.toSet());

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
    String version = JsonView.text(root, "spec_version");
    if (OLD_VERSION.matcher(version).matches()) {
      findings.add(FindingCode.UNSUPPORTED_VERSION, "/spec_version", version);
      return; // by the rules of 2.0 everything else would be wrong, too
    }
    shapes.check("", root, Shape.PLAYBOOK);
    version(version);
    times();
    activities();
    reflected();
    related();
    categories();
    summary();
    start();
    new VariableChecks(playbook, findings).declarations();
    new PlaceChecks(playbook, findings).run();
    new LoginChecks(playbook, findings).run();
    new DefinitionChecks(playbook, findings).run();
    new SignatureChecks(root, findings).run();
    new StepChecks(playbook, findings).run();
    new FlowChecks(playbook, findings).run();
  }

  private void version(String version) {
    if (version.isEmpty() || version.equals(VERSION)) {
      return;
    }
    boolean same = SAME_VERSION.contains(version.toLowerCase(Locale.ROOT));
    findings.add(
        same ? FindingCode.VERSION_WORD : FindingCode.UNSUPPORTED_VERSION,
        "/spec_version",
        version);
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

  /** Each activity that is promised is one that some command says it does. */
  private void reflected() {
    Set<String> done = new TreeSet<>();
    for (JsonNode step : root.get("workflow")) {
      step.path("commands").forEach(each -> done.add(JsonView.text(each, "playbook_activity")));
    }
    done.remove("");
    List<String> promised = JsonView.texts(root, "playbook_activities");
    for (int i = 0; i < promised.size() && !done.isEmpty(); i++) {
      if (!done.contains(promised.get(i))) {
        findings.add(FindingCode.ACTIVITY_UNUSED, "/playbook_activities/" + i, promised.get(i));
      }
    }
  }

  private void categories() {
    JsonNode ours = CacaoParser.extension(root, "playbook_extensions");
    if (ours == null) {
      return;
    }
    String at = "/playbook_extensions/" + CacaoParser.EXTENSION;
    shapes.check(at, ours, Shape.OUR_PLAYBOOK);
    List<String> categories = JsonView.texts(ours, "categories");
    for (int i = 0; i < categories.size(); i++) {
      if (!CATEGORIES.contains(categories.get(i))) {
        String pointer = at + "/categories/" + i;
        findings.add(FindingCode.EXTENSION_WORD, pointer, "categories", categories.get(i));
      }
    }
  }

  /** A playbook comes from others, not from itself. */
  private void related() {
    for (String property : List.of("derived_from", "related_to")) {
      int at = JsonView.texts(root, property).indexOf(playbook.id());
      if (at >= 0) {
        findings.add(FindingCode.NAMED_ITSELF, "/" + property + "/" + at, property);
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
    } else if (exception != null
        && playbook.workflow().get(exception) instanceof WorkflowStep.Start) {
      findings.add(FindingCode.POINTS_AT_START, "/workflow_exception", exception);
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
