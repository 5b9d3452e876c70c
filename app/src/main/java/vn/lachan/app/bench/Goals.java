package vn.lachan.app.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is measured beside what was promised, a row each. */
final class Goals {
  private final List<Row> rows = new ArrayList<>();

  /**
   * A row.
   *
   * @param least whether more is better
   * @param valid whether it was measured as the goal says; when not, it is not met
   */
  private record Row(
      String name, double measured, double must, double aim, boolean least, boolean valid) {
    boolean reaches(double limit) {
      return valid && (least ? measured >= limit : measured <= limit);
    }

    Map<String, Object> figures() {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("goal", name);
      figures.put("measured", rounded());
      figures.put("must", must);
      figures.put("aim", aim);
      figures.put("met", reaches(must));
      figures.put("aim_met", reaches(aim));
      return figures;
    }

    private double rounded() {
      return Math.abs(measured) < 100 ? Math.round(measured * 1000) / 1000.0 : Math.round(measured);
    }
  }

  /** At least {@code must}, better {@code aim}. */
  Goals least(String name, double measured, double must, double aim) {
    return leastWhen(true, name, measured, must, aim);
  }

  /** The same; only met when it was measured as the goal says. */
  Goals leastWhen(boolean valid, String name, double measured, double must, double aim) {
    rows.add(new Row(name, measured, must, aim, true, valid));
    return this;
  }

  /** At most {@code must}, better {@code aim}. */
  Goals most(String name, double measured, double must, double aim) {
    return mostWhen(true, name, measured, must, aim);
  }

  Goals mostWhen(boolean valid, String name, double measured, double must, double aim) {
    rows.add(new Row(name, measured, must, aim, false, valid));
    return this;
  }

  /** For programs. */
  List<Map<String, Object>> figures() {
    return rows.stream().map(Row::figures).toList();
  }

  /** For people. */
  void print(PrintStream out) {
    out.printf("%-60s %12s %12s %12s  %s%n", "goal", "measured", "must", "aim", "met");
    for (Row row : rows) {
      out.printf(
          Locale.ROOT,
          "%-60s %12s %12s %12s  %s%n",
          row.name(),
          number(row.rounded()),
          number(row.must()),
          number(row.aim()),
          row.reaches(row.aim()) ? "aim" : row.reaches(row.must()) ? "must" : "NO");
    }
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
