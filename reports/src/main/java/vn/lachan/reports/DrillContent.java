package vn.lachan.reports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.drill.DrillProof;
import vn.lachan.backup.drill.DrillReport;
import vn.lachan.backup.drill.DrillResult;

/** The values of the minutes of a restore drill. */
public final class DrillContent {

  private static final int MOST_STRATA = 200;

  private DrillContent() {}

  /** Fills the values; {@code system} is the name of the system whose data was restored. */
  public static ReportContent of(
      ReportForm form,
      DrillResult result,
      String system,
      String issuer,
      Map<String, String> inputs) {
    DrillReport report = result.report();
    DrillProof proof = report.proof();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("issuer", Map.of("name", issuer.toUpperCase(Locale.forLanguageTag("vi"))));
    values.put("basis", form.basis());
    values.put("inputs", Map.copyOf(inputs));
    values.put("system", Map.of("name", system));
    values.put("drill", facts(result));
    values.put("proof", DrillProofContent.facts(report));
    values.put(
        "objectives",
        List.of(
            objective(
                "RPO – dữ liệu mất tối đa", report.objective().point(), report.recoveryPoint()),
            objective(
                "RTO – thời gian khôi phục", report.objective().time(), report.recoveryTime())));
    values.put(
        "strata",
        proof.strata().stream().limit(MOST_STRATA).map(DrillProofContent::stratum).toList());
    values.put("targets", proof.targets().stream().map(DrillProofContent::target).toList());
    values.put("controls", proof.controls().stream().map(DrillProofContent::control).toList());
    values.put("families", DrillProofContent.tallies(proof.signatures().byFamily()));
    values.put("signers", DrillProofContent.tallies(proof.signatures().bySigner()));
    values.put("databases", proof.databases().stream().map(DrillProofContent::database).toList());
    values.put("problems", problems(report));
    return new ReportContent(values);
  }

  private static List<Map<String, Object>> problems(DrillReport report) {
    List<Map<String, Object>> problems = new ArrayList<>();
    report.missing().forEach(path -> problems.add(Map.of("path", path, "state", "Thiếu")));
    report.differing().forEach(path -> problems.add(Map.of("path", path, "state", "Sai khác")));
    report.unexpected().forEach(path -> problems.add(Map.of("path", path, "state", "Lạ")));
    report
        .proof()
        .signatures()
        .problems()
        .forEach(problem -> problems.add(Map.of("path", problem, "state", "Chữ ký số")));
    return problems;
  }

  private static Map<String, Object> facts(DrillResult result) {
    DrillReport report = result.report();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", report.id());
    facts.put("planName", report.planName());
    facts.put("snapshot", report.snapshot());
    facts.put("startedAt", report.startedAt());
    facts.put("files", report.files());
    facts.put("bytes", report.bytes());
    facts.put("missingCount", report.missing().size());
    facts.put("differingCount", report.differing().size());
    facts.put("matching", share(report));
    facts.put(
        "control",
        report.plantFound() ? "Đã phát hiện bản hỏng cài sẵn" : "KHÔNG phát hiện bản hỏng cài sẵn");
    facts.put(
        "verdict",
        switch (result) {
          case DrillResult.Passed _ -> "ĐẠT";
          case DrillResult.Failed failed -> "KHÔNG ĐẠT: " + String.join("; ", failed.reasons());
        });
    return facts;
  }

  private static String share(DrillReport report) {
    int wrong = report.missing().size() + report.differing().size();
    return report.files() == 0
        ? "không có tệp nào"
        : String.format(
            Locale.forLanguageTag("vi"),
            "%.2f %%",
            100.0 * Math.max(0, report.files() - wrong) / report.files());
  }

  private static Map<String, Object> objective(String name, Duration target, Duration measured) {
    return Map.of(
        "name",
        name,
        "target",
        target.toSeconds(),
        "measured",
        measured.toSeconds(),
        "verdict",
        measured.compareTo(target) <= 0 ? "Đạt" : "Không đạt");
  }
}
