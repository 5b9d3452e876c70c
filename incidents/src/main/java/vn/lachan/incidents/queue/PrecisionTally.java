package vn.lachan.incidents.queue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Adds up rows of the queue by rule and by what they turned out to be. Used once. */
final class PrecisionTally {
  private enum Kind {
    TRUE,
    FALSE,
    BENIGN,
    OTHER,
    OPEN
  }

  private static final class Counts {
    private String title = "";
    private final Map<Kind, Long> totals = new EnumMap<>(Kind.class);

    long of(Kind kind) {
      return totals.getOrDefault(kind, 0L);
    }
  }

  private final Map<String, Counts> byRule = new TreeMap<>();

  /** Rows that are alike. */
  record Row(
      String ruleId,
      String title,
      AlertState state,
      Optional<Disposition> disposition,
      long total) {}

  void add(Row row) {
    Counts counts = byRule.computeIfAbsent(row.ruleId(), _ -> new Counts());
    counts.title = row.title();
    counts.totals.merge(kind(row), row.total(), Long::sum);
  }

  private static Kind kind(Row row) {
    return switch (row.state()) {
      case MOI, DANG_XU_LY, TAM_HOAN -> Kind.OPEN;
      case DA_LEO_THANG -> Kind.TRUE;
      case DA_DONG -> row.disposition().map(PrecisionTally::kind).orElse(Kind.OTHER);
    };
  }

  private static Kind kind(Disposition disposition) {
    return switch (disposition) {
      case DUNG_CO_ANH_HUONG, DUNG_KHONG_ANH_HUONG -> Kind.TRUE;
      case SAI_LUAT, SAI_DU_LIEU -> Kind.FALSE;
      case HOP_LE -> Kind.BENIGN;
      case TRUNG_LAP, CHUA_XAC_DINH -> Kind.OTHER;
    };
  }

  List<RulePrecision> result() {
    List<RulePrecision> result = new ArrayList<>();
    byRule.forEach((ruleId, counts) ->
        result.add(
            new RulePrecision(
                ruleId,
                counts.title,
                counts.of(Kind.TRUE),
                counts.of(Kind.FALSE),
                counts.of(Kind.BENIGN),
                counts.of(Kind.OTHER),
                counts.of(Kind.OPEN))));
    return result;
  }
}
