package vn.lachan.reports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.lachan.reports.Figure.Assessment;

/**
 * Where the platform stands against a catalogue, with the figures that show it.
 *
 * <p>A clause is met when all its figures are met, not met when none is, and partly met in between;
 * missing data never counts as met. A clause the platform cannot measure is not met until somebody
 * declares it, and says so.
 *
 * @param asOf when the figures were taken
 * @param profile standard and level
 * @param clauses in the order of the catalogue
 */
public record ComplianceReport(Instant asOf, String profile, List<Finding> clauses) {

  /** State of a clause, in the words of the auditors. */
  public enum State {
    DAT("Đạt"),
    MOT_PHAN("Một phần"),
    CHUA("Chưa"),
    KHONG_AP_DUNG("Không áp dụng");

    private final String vietnamese;

    State(String vietnamese) {
      this.vietnamese = vietnamese;
    }

    public String vietnamese() {
      return vietnamese;
    }
  }

  /** What was found for one clause. */
  public record Finding(
      ComplianceCatalogue.Clause clause, State state, String text, List<Figure> figures) {
    public Finding {
      figures = List.copyOf(figures);
    }
  }

  /** What somebody declared about a clause that cannot be measured. */
  public record Declaration(State state, String text) {}

  public ComplianceReport {
    clauses = List.copyOf(clauses);
  }

  /**
   * Holds figures against the catalogue.
   *
   * @param figures by id
   * @param declarations by clause id
   */
  public static ComplianceReport assess(
      ComplianceCatalogue catalogue,
      Map<String, Figure> figures,
      Map<String, Declaration> declarations,
      Instant asOf) {
    List<Finding> findings = new ArrayList<>();
    for (ComplianceCatalogue.Clause clause : catalogue.clauses()) {
      findings.add(find(clause, figures, declarations.get(clause.id())));
    }
    return new ComplianceReport(asOf, catalogue.profile(), findings);
  }

  private static Finding find(
      ComplianceCatalogue.Clause clause,
      Map<String, Figure> figures,
      @Nullable Declaration declaration) {
    if (declaration != null) {
      return new Finding(clause, declaration.state(), declaration.text(), List.of());
    }
    if (clause.figures().isEmpty()) {
      return new Finding(
          clause,
          State.CHUA,
          "Nền tảng không tự đo được; cần văn bản của đơn vị kèm theo.",
          List.of());
    }
    List<Figure> known =
        clause.figures().stream().map(figures::get).filter(Objects::nonNull).toList();
    List<Figure> met = known.stream().filter(f -> f.assessment() == Assessment.MET).toList();
    boolean all = met.size() == clause.figures().size();
    boolean some = known.stream().anyMatch(f -> f.assessment() == Assessment.PARTLY);
    State state = all ? State.DAT : met.isEmpty() && !some ? State.CHUA : State.MOT_PHAN;
    return new Finding(clause, state, describe(clause, known, all), known);
  }

  private static String describe(
      ComplianceCatalogue.Clause clause, List<Figure> known, boolean all) {
    if (all) {
      return "Mọi chỉ tiêu đạt.";
    }
    String open =
        known.stream()
            .filter(figure -> figure.assessment() != Assessment.MET)
            .map(f -> f.name() + ": " + f.value() + " (yêu cầu " + f.target() + ")")
            .collect(Collectors.joining("; "));
    int missing = clause.figures().size() - known.size();
    String gap = missing == 0 ? "" : "Thiếu " + missing + " chỉ tiêu. ";
    return gap + (open.isEmpty() ? "" : "Chưa đạt: " + open + ".");
  }

  /** How many clauses are in each state. */
  public Map<State, Long> totals() {
    Map<State, Long> totals = new EnumMap<>(State.class);
    for (State state : State.values()) {
      totals.put(state, clauses.stream().filter(f -> f.state() == state).count());
    }
    return totals;
  }

  /** The values for the form. */
  public ReportContent content(Map<String, @Nullable Object> more) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(more);
    values.put("asOf", asOf);
    values.put("profile", profile);
    Map<String, Object> totals = new LinkedHashMap<>();
    totals().forEach((state, count) -> totals.put(state.name(), count));
    values.put("totals", totals);
    List<Map<String, Object>> rows = new ArrayList<>();
    List<Map<String, Object>> figureRows = new ArrayList<>();
    for (Finding finding : clauses) {
      rows.add(
          Map.of(
              "id", finding.clause().id(),
              "clause", finding.clause().clause(),
              "title", finding.clause().title(),
              "state", finding.state().name(),
              "stateName", finding.state().vietnamese(),
              "finding", finding.text()));
      for (Figure figure : finding.figures()) {
        figureRows.add(
            Map.of(
                "clause", finding.clause().clause(),
                "name", figure.name(),
                "value", figure.value(),
                "target", figure.target(),
                "assessment", figure.assessment().vietnamese(),
                "link", figure.link()));
      }
    }
    values.put("clauses", rows);
    values.put("figures", figureRows);
    return new ReportContent(values);
  }
}
