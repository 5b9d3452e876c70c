package vn.lachan.app.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import vn.lachan.detection.Detector;
import vn.lachan.detection.DetectorStats;
import vn.lachan.detection.Level;
import vn.lachan.detection.RejectedRule;
import vn.lachan.detection.RuleInfo;

/** Rules as screens show them. */
@Component
class RuleViews {

  /** What the alert drawer says about a rule. */
  record Brief(
      String id,
      String title,
      String description,
      Level level,
      String status,
      String version,
      List<String> falsePositives,
      List<String> guide,
      List<String> references,
      String category) {}

  record Row(
      String id,
      String title,
      Level level,
      String status,
      RuleInfo.Kind kind,
      String logsource,
      List<String> tags,
      String file,
      String version,
      boolean enabled,
      @Nullable Instant lastFired,
      long alerts,
      long suppressed,
      RuleInfo.Origin origin) {}

  record Rules(List<Row> items, List<RejectedRule> rejected) {}

  record Detail(
      @JsonUnwrapped Row rule,
      String description,
      String author,
      List<String> falsePositives,
      List<String> references,
      List<String> guide,
      Map<String, List<String>> custom,
      String text) {}

  private final Detector detector;

  RuleViews(Detector detector) {
    this.detector = detector;
  }

  Rules all() {
    DetectorStats stats = detector.stats();
    List<Row> rows = detector.rules().rules().stream().map(rule -> row(rule, stats)).toList();
    return new Rules(rows, detector.rules().rejected());
  }

  Optional<Detail> detail(String id) {
    return detector
        .rules()
        .rule(id)
        .map(rule ->
            new Detail(
                row(rule, detector.stats()),
                rule.description(),
                rule.author(),
                rule.falsePositives(),
                rule.references(),
                rule.guide(),
                rule.custom(),
                rule.text()));
  }

  Optional<Brief> brief(String id) {
    return detector
        .rules()
        .rule(id)
        .map(rule ->
            new Brief(
                rule.id(),
                rule.title(),
                rule.description(),
                rule.level(),
                rule.status(),
                rule.version(),
                rule.falsePositives(),
                rule.guide(),
                rule.references(),
                rule.custom("category")));
  }

  private static Row row(RuleInfo rule, DetectorStats stats) {
    DetectorStats.OfRule own = stats.rules().get(rule.id());
    return new Row(
        rule.id(),
        rule.title(),
        rule.level(),
        rule.status(),
        rule.kind(),
        rule.logSource(),
        rule.tags(),
        rule.file(),
        rule.version(),
        !rule.silent(),
        own == null ? null : own.lastMatched(),
        own == null ? 0 : own.alerts(),
        own == null ? 0 : own.suppressed(),
        rule.origin());
  }
}
