package vn.lachan.app.evidence;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import vn.lachan.detection.Detector;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleSet;
import vn.lachan.reports.Figure;
import vn.lachan.reports.Figure.Assessment;

/** The rules that run, and when they were last tuned. */
@Component
class RuleFigures implements FigureGroup {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final int LEAST_RULES = 30;
  private static final Duration TUNED_WITHIN = Duration.ofDays(183);

  private final Detector detector;

  RuleFigures(Detector detector) {
    this.detector = detector;
  }

  @Override
  public List<Figure> measure(Instant now) {
    RuleSet rules = detector.rules();
    List<RuleInfo> running = rules.rules().stream().filter(rule -> !rule.silent()).toList();
    long correlations =
        running.stream().filter(rule -> rule.kind() == RuleInfo.Kind.CORRELATION).count();
    return List.of(
        FigureGroup.atLeast(
            "rules.enabled",
            "Quy tắc phát hiện đang chạy",
            running.size(),
            LEAST_RULES,
            "",
            "/rules"),
        FigureGroup.atLeast(
            "rules.correlations", "Quy tắc tương quan sự kiện", correlations, 1, "", "/rules"),
        FigureGroup.none(
            "rules.rejected", "Quy tắc bị từ chối do lỗi", rules.rejected().size(), "/rules"),
        tuned(running, now));
  }

  private static Figure tuned(List<RuleInfo> rules, Instant now) {
    Optional<LocalDate> newest =
        rules.stream().flatMap(rule -> rule.modified().stream()).max(Comparator.naturalOrder());
    String name = "Lần tinh chỉnh quy tắc gần nhất";
    if (newest.isEmpty()) {
      return new Figure(
          "rules.tuned", name, "chưa có dữ liệu", "trong 6 tháng", Assessment.NO_DATA, "/rules");
    }
    boolean recent = newest.get().isAfter(now.minus(TUNED_WITHIN).atZone(ZONE).toLocalDate());
    return new Figure(
        "rules.tuned",
        name,
        newest.get().toString(),
        "trong 6 tháng",
        recent ? Assessment.MET : Assessment.UNMET,
        "/rules");
  }
}
