package vn.lachan.playbooks.cacao;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Whether what our extension asks of a step can be done. */
final class ExtensionChecks {
  static final Set<String> ROLES =
      Set.of(
          "DIEU_PHOI",
          "PHAN_TICH",
          "VAN_HANH",
          "BAO_CAO_VIEN",
          "CHU_QUAN",
          "BAO_VE_DLCN",
          "KIEM_TOAN",
          "QUAN_TRI");
  private static final Set<String> PHASES =
      Set.of(
          "phat_hien",
          "bao_ve_chung_cu",
          "khoanh_vung",
          "phan_tich",
          "khac_phuc",
          "truy_nguyen",
          "bao_cao");
  private static final Set<String> CLOCKS =
      Set.of("IR-NGAY", "IR-24H", "IR-72H", "IR-VUOT", "DL-72H", "DL-CT-72H");

  private final CacaoPlaybook playbook;
  private final Findings findings;

  ExtensionChecks(CacaoPlaybook playbook, Findings findings) {
    this.playbook = playbook;
    this.findings = findings;
  }

  void check(String at, WorkflowStep step, JsonNode node) {
    StepExtension extension = step.common().extension();
    String pointer = at + "/step_extensions/" + CacaoParser.EXTENSION;
    JsonNode ours = CacaoParser.extension(node, "step_extensions");
    if (ours != null) {
      new ShapeChecks(findings).check(pointer, ours, Shape.OUR_STEP);
      word(pointer, ours, "unit_role", ROLES);
      approvers(pointer + "/approval/roles", JsonView.texts(ours.path("approval"), "roles"));
      word(pointer, ours, "phase", PHASES);
      word(pointer, ours, "clock", CLOCKS);
    }
    compensation(pointer, step, extension.compensation());
    if (extension.retry() != null && extension.idempotent() == null) {
      retry(pointer, step);
    }
    StepExtension.Success success = extension.success();
    if (success != null && !isExpression(success.matches())) {
      findings.add(FindingCode.SUCCESS_EXPRESSION, pointer + "/success/matches", success.matches());
    }
    if (step instanceof WorkflowStep.Action action) {
      notices(pointer, action);
    }
  }

  /** A role nobody has can agree to nothing. */
  private void approvers(String at, List<String> roles) {
    for (int i = 0; i < roles.size(); i++) {
      if (!ROLES.contains(roles.get(i))) {
        findings.add(FindingCode.EXTENSION_WORD, at + "/" + i, "roles", roles.get(i));
      }
    }
  }

  private void word(String pointer, JsonNode ours, String property, Set<String> known) {
    String word = JsonView.text(ours, property);
    if (!word.isEmpty() && !known.contains(word)) {
      findings.add(FindingCode.EXTENSION_WORD, pointer + "/" + property, property, word);
    }
  }

  private void compensation(String pointer, WorkflowStep step, String id) {
    boolean fits =
        playbook.workflow().get(id) instanceof WorkflowStep.Action
            && !id.equals(step.common().id());
    if (!id.isEmpty() && !fits) {
      findings.add(FindingCode.COMPENSATION_STEP, pointer + "/compensation", id);
    }
  }

  private void retry(String pointer, WorkflowStep step) {
    boolean repeatable =
        step instanceof WorkflowStep.Action action
            && action.commands().stream().allMatch(ExtensionChecks::isRepeatable);
    if (!repeatable) {
      findings.add(FindingCode.RETRY_UNREPEATABLE, pointer + "/retry");
    }
  }

  private static boolean isRepeatable(Command command) {
    return switch (command) {
      case Command.HttpApi call -> call.startLine().matches("(?:GET|HEAD|OPTIONS|PUT|DELETE) .*");
      case Command.Search _ -> true;
      case Command.Manual _, Command.Shell _, Command.Notice _, Command.Unknown _ -> false;
    };
  }

  private static boolean isExpression(String text) {
    try {
      Pattern.compile(text);
      return true;
    } catch (PatternSyntaxException _) {
      return false;
    }
  }

  private void notices(String pointer, WorkflowStep.Action action) {
    StepExtension.Notice notice = action.common().extension().notice();
    for (Command command : action.commands()) {
      if (command instanceof Command.Notice(String type, String _)
          && (notice == null || notice.to().isEmpty())) {
        findings.add(FindingCode.NOTICE_INCOMPLETE, pointer + "/notice", type);
      }
    }
  }
}
