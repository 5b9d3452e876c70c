package vn.lachan.reports;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.drill.DrillEnd;
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
    return of(form, new DrillEnd.Finished(result), system, issuer, inputs);
  }

  /** The same of a start that was perhaps stopped. */
  static ReportContent of(
      ReportForm form, DrillEnd end, String system, String issuer, Map<String, String> inputs) {
    DrillReport report = end.report();
    DrillProof proof = report.proof();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("issuer", Map.of("name", issuer.toUpperCase(Locale.forLanguageTag("vi"))));
    values.put("basis", form.basis());
    values.put("inputs", Map.copyOf(inputs));
    values.put("system", Map.of("name", system));
    values.put("drill", facts(end));
    values.put("proof", DrillProofContent.facts(report));
    values.put(
        "objectives",
        List.of(
            objective(
                end,
                "RPO – dữ liệu mất tối đa",
                report.objective().point(),
                report.recoveryPoint()),
            objective(
                end,
                "RTO – thời gian khôi phục",
                report.objective().time(),
                report.recoveryTime())));
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

  private static Map<String, Object> facts(DrillEnd end) {
    DrillReport report = end.report();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", report.id());
    facts.put("planName", report.planName());
    facts.put("snapshot", report.snapshot());
    facts.put("startedAt", report.startedAt());
    facts.put("files", report.files());
    facts.put("bytes", report.bytes());
    facts.put("missingCount", report.missing().size());
    facts.put("differingCount", report.differing().size());
    facts.put(
        "matching",
        switch (end) {
          case DrillEnd.Stopped _ -> "chưa kết luận";
          case DrillEnd.Finished _ -> share(report);
        });
    facts.put(
        "control",
        report.plantFound() ? "Đã phát hiện bản hỏng cài sẵn" : "KHÔNG phát hiện bản hỏng cài sẵn");
    facts.put("verdict", verdict(end));
    return facts;
  }

  private static String verdict(DrillEnd end) {
    return switch (end) {
      case DrillEnd.Finished(DrillResult.Passed _) -> "ĐẠT";
      case DrillEnd.Finished(DrillResult.Failed failed) ->
          "KHÔNG ĐẠT: " + String.join("; ", failed.reasons());
      case DrillEnd.Stopped(DrillReport _, String why) ->
          "BỊ DỪNG GIỮA CHỪNG, CHƯA KẾT LUẬN: " + why;
    };
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

  private static Map<String, Object> objective(
      DrillEnd end, String name, Duration target, Duration measured) {
    return Map.of(
        "name",
        name,
        "target",
        target.toSeconds(),
        "measured",
        measured.toSeconds(),
        "verdict",
        switch (end) {
          case DrillEnd.Stopped _ -> "Chưa kết luận";
          case DrillEnd.Finished _ -> measured.compareTo(target) <= 0 ? "Đạt" : "Không đạt";
        });
  }
}
