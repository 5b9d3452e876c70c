package vn.lachan.app.api;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.coverage.CanaryWatch;
import vn.lachan.app.security.SignedIn;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Level;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.coverage.AttackMatrix;
import vn.lachan.detection.coverage.Backfill;
import vn.lachan.detection.coverage.CoverageCheck;
import vn.lachan.detection.coverage.FieldCoverage;
import vn.lachan.detection.coverage.Gap;
import vn.lachan.detection.coverage.GapLedger;
import vn.lachan.detection.coverage.RuleCoverage;
import vn.lachan.detection.coverage.Watermark;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.incidents.queue.RulePrecision;

/** What the rules really watch: data that arrives, techniques, gaps, the canary, precision. */
@RestController
@RequestMapping("/api/rules")
class CoverageController {
  private static final Duration PRECISION = Duration.ofDays(90);

  record TechniqueView(
      String id, String name, boolean covered, List<String> rules, List<String> firing) {}

  record TacticView(
      String tag, String id, String name, int rules, int firing, List<TechniqueView> techniques) {}

  record RuleRow(
      String ruleId,
      String title,
      Level level,
      RuleCoverage.Verdict verdict,
      @Nullable Instant lastSeen,
      List<String> missing,
      List<String> logSources) {}

  record SourceRow(
      String dataset, List<String> logSources, long events, Instant last, int fields) {}

  record CoverageView(
      List<TacticView> tactics,
      List<RuleRow> rules,
      Map<RuleCoverage.Verdict, Integer> counts,
      List<SourceRow> sources) {}

  record Span(Instant since, Instant until) {}

  record GapView(
      String id,
      String ruleId,
      String title,
      Instant from,
      Instant to,
      Gap.Reason reason,
      Gap.State state,
      Instant opened,
      @Nullable Instant filled,
      long events,
      long alerts,
      long withheld,
      long hidden,
      long folded,
      boolean automatic,
      String problem) {}

  record Gaps(List<GapView> items, List<Watermark> watermarks, int open, int failed) {}

  record PrecisionView(
      String ruleId,
      String title,
      long trueAlerts,
      long falseAlerts,
      long benign,
      long other,
      long open,
      @Nullable Double falseRatio) {}

  record RuleCoverageView(
      String ruleId,
      RuleCoverage.Verdict verdict,
      @Nullable Instant lastSeen,
      List<RuleCoverage.Part> parts,
      @Nullable Span watermark,
      List<GapView> gaps,
      @Nullable PrecisionView precision) {}

  record CanaryView(
      boolean enabled,
      CanaryWatch.Path path,
      long periodSeconds,
      @Nullable Instant lastSent,
      @Nullable Instant lastSeen,
      @Nullable Double lastSeconds,
      boolean missing,
      long sent,
      long seen,
      List<CanaryNodeView> nodes) {}

  record CanaryNodeView(
      String name,
      Instant lastSent,
      @Nullable Instant lastSeen,
      boolean missing,
      boolean sending) {}

  private final Detector detector;
  private final FieldCoverage coverage;
  private final GapLedger ledger;
  private final Backfill backfill;
  private final CanaryWatch canary;
  private final AlertQueue queue;
  private final AuditTrail trail;
  private final Clock clock;

  CoverageController(
      Detector detector,
      FieldCoverage coverage,
      GapLedger ledger,
      Backfill backfill,
      CanaryWatch canary,
      AlertQueue queue,
      AuditTrail trail,
      Clock clock) {
    this.detector = detector;
    this.coverage = coverage;
    this.ledger = ledger;
    this.backfill = backfill;
    this.canary = canary;
    this.queue = queue;
    this.trail = trail;
    this.clock = clock;
  }

  @GetMapping("/coverage")
  CoverageView coverage() {
    RuleSet rules = detector.rules();
    CoverageCheck check = new CoverageCheck(coverage);
    List<RuleRow> rows = new ArrayList<>();
    List<AttackMatrix.Counted> counted = new ArrayList<>();
    Map<RuleCoverage.Verdict, Integer> counts = new EnumMap<>(RuleCoverage.Verdict.class);
    for (RuleCoverage.Verdict verdict : RuleCoverage.Verdict.values()) {
      counts.put(verdict, 0);
    }
    for (RuleInfo rule : rules.rules()) {
      if (!rule.silent() && !rule.id().equals(CanaryWatch.RULE)) {
        RuleCoverage found = check.of(rules, rule);
        rows.add(row(rule, found));
        counts.merge(found.verdict(), 1, Integer::sum);
        counted.add(new AttackMatrix.Counted(rule, found.fires()));
      }
    }
    return new CoverageView(
        AttackMatrix.of(counted).tactics().stream().map(CoverageController::tactic).toList(),
        rows,
        counts,
        coverage.arriving().stream().map(CoverageController::source).toList());
  }

  private static RuleRow row(RuleInfo rule, RuleCoverage found) {
    return new RuleRow(
        rule.id(),
        rule.title(),
        rule.level(),
        found.verdict(),
        found.lastSeen(),
        found.parts().stream().flatMap(part -> part.missing().stream()).distinct().toList(),
        found.parts().stream().map(RuleCoverage.Part::logSource).distinct().toList());
  }

  private static TacticView tactic(AttackMatrix.Tactic tactic) {
    return new TacticView(
        tactic.tag(),
        tactic.id(),
        tactic.name(),
        tactic.rules(),
        tactic.firing(),
        tactic.techniques().stream()
            .map(cell ->
                new TechniqueView(
                    cell.id(), cell.name(), cell.covered(), cell.rules(), cell.firing()))
            .toList());
  }

  private static SourceRow source(FieldCoverage.Arriving source) {
    return new SourceRow(
        source.dataset(),
        source.logSources(),
        source.events(),
        source.last(),
        source.fields().size());
  }

  @GetMapping("/{id}/coverage")
  RuleCoverageView ofRule(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    RuleSet rules = detector.rules();
    RuleInfo rule = rules.rule(id).orElseThrow(() -> ApiProblem.notFound("quy tắc " + id));
    RuleCoverage found = new CoverageCheck(coverage).of(rules, rule);
    return new RuleCoverageView(
        id,
        found.verdict(),
        found.lastSeen(),
        found.parts(),
        ledger.watermarks().stream()
            .filter(mark -> mark.ruleId().equals(id))
            .map(mark -> new Span(mark.since(), mark.until()))
            .findFirst()
            .orElse(null),
        ledger.gaps().stream()
            .filter(gap -> gap.ruleId().equals(id) || gap.ruleId().isEmpty())
            .map(this::view)
            .toList(),
        queue.precision(user.scope(), clock.instant().minus(PRECISION)).stream()
            .filter(precision -> precision.ruleId().equals(id))
            .map(CoverageController::view)
            .findFirst()
            .orElse(null));
  }

  @GetMapping("/gaps")
  Gaps gaps() {
    GapLedger.Stats stats = ledger.stats();
    return new Gaps(
        ledger.gaps().stream().map(this::view).toList(),
        ledger.watermarks(),
        stats.open(),
        stats.failed());
  }

  @PostMapping("/gaps/{id}/fill")
  @ResponseStatus(HttpStatus.ACCEPTED)
  GapView fill(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    Optional<Gap> known = ledger.gap(id);
    Gap gap = known.orElseThrow(() -> ApiProblem.notFound("khoảng trống " + id));
    trail.append(
        new AuditEntry(
            user.actor(),
            "rule.backfill",
            "rule:" + gap.ruleId(),
            user.unit(),
            Map.of("gap", id, "from", gap.from().toString(), "to", gap.to().toString())));
    return view(backfill.ask(id).orElse(gap));
  }

  @GetMapping("/precision")
  List<PrecisionView> precision(
      @AuthenticationPrincipal SignedIn user,
      @RequestParam(defaultValue = "90") @Min(1) @Max(365) int days) {
    return queue.precision(user.scope(), clock.instant().minus(Duration.ofDays(days))).stream()
        .map(CoverageController::view)
        .toList();
  }

  @GetMapping("/canary")
  CanaryView canary() {
    CanaryWatch.Health health = canary.health();
    Duration took = health.lastTook();
    return new CanaryView(
        health.enabled(),
        health.path(),
        health.period().toSeconds(),
        health.lastSent(),
        health.lastSeen(),
        took == null ? null : took.toMillis() / 1_000.0,
        health.missing(),
        health.sent(),
        health.seen(),
        health.nodes().stream()
            .map(node ->
                new CanaryNodeView(
                    node.name(), node.lastSent(), node.lastSeen(), node.missing(), node.sending()))
            .toList());
  }

  private GapView view(Gap gap) {
    return new GapView(
        gap.id(),
        gap.ruleId(),
        detector.rules().rule(gap.ruleId()).map(RuleInfo::title).orElse(""),
        gap.from(),
        gap.to(),
        gap.reason(),
        gap.state(),
        gap.opened(),
        gap.filled(),
        gap.events(),
        gap.alerts(),
        gap.withheld(),
        gap.hidden(),
        gap.folded(),
        gap.automatic(),
        gap.problem());
  }

  private static PrecisionView view(RulePrecision precision) {
    return new PrecisionView(
        precision.ruleId(),
        precision.title(),
        precision.trueAlerts(),
        precision.falseAlerts(),
        precision.benign(),
        precision.other(),
        precision.open(),
        precision.falseRatio());
  }
}
