package vn.lachan.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.reports.Figure.Assessment.MET;
import static vn.lachan.reports.Figure.Assessment.NO_DATA;
import static vn.lachan.reports.Figure.Assessment.PARTLY;
import static vn.lachan.reports.Figure.Assessment.UNMET;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.lachan.reports.ComplianceReport.State;

class ComplianceReportTest {
  private static final ComplianceCatalogue CATALOGUE =
      new ComplianceCatalogue(
          "thử",
          List.of(
              new ComplianceCatalogue.Clause("two", "1", "Hai chỉ tiêu", List.of("a", "b")),
              new ComplianceCatalogue.Clause("none", "2", "Không đo được", List.of())));

  @Test
  void aClauseIsMetOnlyWhenEveryFigureIs() {
    assertThat(state(figure("a", MET), figure("b", MET))).isEqualTo(State.DAT);
    assertThat(state(figure("a", MET), figure("b", UNMET))).isEqualTo(State.MOT_PHAN);
    assertThat(state(figure("a", UNMET), figure("b", PARTLY))).isEqualTo(State.MOT_PHAN);
    assertThat(state(figure("a", UNMET), figure("b", UNMET))).isEqualTo(State.CHUA);
  }

  @Test
  void missingDataNeverCountsAsMet() {
    assertThat(state(figure("a", NO_DATA), figure("b", NO_DATA))).isEqualTo(State.CHUA);
    assertThat(state(figure("a", MET), figure("b", NO_DATA))).isEqualTo(State.MOT_PHAN);
    assertThat(assess(Map.of("a", figure("a", MET)), Map.of()).clauses().getFirst().text())
        .startsWith("Thiếu 1 chỉ tiêu");
  }

  @Test
  void whatCannotBeMeasuredIsNotMetUntilDeclared() {
    assertThat(assess(Map.of(), Map.of()).clauses().getLast().state()).isEqualTo(State.CHUA);
    var declared = Map.of("none", new ComplianceReport.Declaration(State.DAT, "QĐ 12/QĐ-TTPVHCC"));
    assertThat(assess(Map.of(), declared).clauses().getLast().state()).isEqualTo(State.DAT);
  }

  @Test
  void theBuiltInCatalogueNamesEveryClauseOnce() {
    var clauses = ComplianceCatalogue.level3().clauses();
    assertThat(clauses).hasSizeGreaterThan(15);
    assertThat(clauses).extracting(ComplianceCatalogue.Clause::id).doesNotHaveDuplicates();
  }

  private static State state(Figure... figures) {
    Map<String, Figure> byId = new java.util.HashMap<>();
    for (Figure figure : figures) {
      byId.put(figure.id(), figure);
    }
    return assess(byId, Map.of()).clauses().getFirst().state();
  }

  private static ComplianceReport assess(
      Map<String, Figure> figures, Map<String, ComplianceReport.Declaration> declarations) {
    return ComplianceReport.assess(CATALOGUE, figures, declarations, Samples.T0);
  }

  private static Figure figure(String id, Figure.Assessment assessment) {
    return new Figure(id, "Chỉ tiêu " + id, "1", "2", assessment, "/sources");
  }
}
