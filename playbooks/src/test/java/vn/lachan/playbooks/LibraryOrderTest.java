package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import vn.lachan.playbooks.cacao.CacaoParser;
import vn.lachan.playbooks.cacao.WorkflowStep;

/** What every playbook of the platform owes to the law and to those who follow it. */
class LibraryOrderTest {
  private static final List<String> PHASES =
      List.of(
          "phat_hien",
          "bao_ve_chung_cu",
          "khoanh_vung",
          "phan_tich",
          "khac_phuc",
          "truy_nguyen",
          "bao_cao");

  static List<Playbook> playbooks() {
    return PlaybookLibrary.load(List.of()).playbooks();
  }

  private static JsonNode ours(Playbook playbook, String id) {
    return playbook
        .source()
        .path("workflow")
        .path(id)
        .path("step_extensions")
        .path(CacaoParser.EXTENSION);
  }

  private static Set<String> words(Playbook playbook, String property) {
    return playbook.cacao().workflow().keySet().stream()
        .map(id -> ours(playbook, id).path(property).asString(""))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("playbooks")
  void goesThroughEveryActivityOfTheDecreeWithItsClocksAndRoles(Playbook playbook) {
    assertThat(words(playbook, "phase")).containsExactlyInAnyOrderElementsOf(PHASES);
    assertThat(words(playbook, "clock")).contains("IR-NGAY", "IR-24H", "IR-72H", "IR-VUOT");
    assertThat(words(playbook, "unit_role")).contains("DIEU_PHOI", "VAN_HANH", "CHU_QUAN");
  }

  /** Decree 333/2026, article 9.2: b comes before đ, whichever way people's answers lead. */
  @ParameterizedTest
  @MethodSource("playbooks")
  void noWayLeadsToCleaningThatDoesNotSecureEvidenceFirst(Playbook playbook) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(playbook.cacao().workflowStart()));
    while (!open.isEmpty()) {
      String id = open.pop();
      WorkflowStep step = playbook.cacao().workflow().get(id);
      String phase = ours(playbook, id).path("phase").asString("");
      if (step != null && !phase.equals("bao_ve_chung_cu") && reached.add(id)) {
        assertThat(phase).as(id).isNotEqualTo("khac_phuc");
        open.addAll(step.next());
      }
    }
    assertThat(reached).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @MethodSource("playbooks")
  void whatDestroysIsApprovedByAnotherPersonAndHasAWayBackThatIsApprovedToo(Playbook playbook) {
    for (String id : playbook.cacao().workflow().keySet()) {
      JsonNode ours = ours(playbook, id);
      if (ours.path("destructive").asBoolean(false)) {
        asksASecondPerson(ours, id);
        String back = ours.path("compensation").asString("");
        asksASecondPerson(ours(playbook, back), back);
      }
    }
  }

  private static void asksASecondPerson(JsonNode ours, String id) {
    assertThat(ours.at("/approval/count").asInt(0)).as(id).isPositive();
    assertThat(ours.at("/approval/not_requester").asBoolean(false)).as(id).isTrue();
    assertThat(ours.at("/approval/roles").isEmpty()).as(id).isFalse();
  }
}
