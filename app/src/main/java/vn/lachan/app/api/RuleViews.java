package vn.lachan.app.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import vn.lachan.app.counts.RuleCounter;
import vn.lachan.app.pipeline.RuleCount;
import vn.lachan.app.wiring.DeliveredRules;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Level;
import vn.lachan.detection.ProblemText;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.RuleTests;
import vn.lachan.detection.Suppression;
import vn.lachan.detection.coverage.RuleCoverage;
import vn.lachan.detection.rulebook.ExemptionEntry;
import vn.lachan.detection.rulebook.RuleEntry;
import vn.lachan.detection.rulebook.RuleProblem;
import vn.lachan.detection.rulebook.RuleSource;
import vn.lachan.detection.rulebook.RuleState;
import vn.lachan.detection.rulebook.RuleVersion;
import vn.lachan.detection.rulebook.Rulebook;
import vn.lachan.detection.rulebook.SuppressionChoice;

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
      String category,
      String author,
      String set,
      String licence) {}

  /** Who decides about suppression. */
  enum SuppressionMode {
    RULE,
    NEVER,
    CHOSEN
  }

  record SuppressionView(SuppressionMode mode, List<String> fields, @Nullable Long windowSeconds) {}

  /** Whether a rule that runs can fire here, and which fields nobody sends. */
  record ReachView(RuleCoverage.Verdict verdict, List<String> missing) {
    static ReachView of(RuleCoverage found) {
      return new ReachView(
          found.verdict(),
          found.parts().stream().flatMap(part -> part.missing().stream()).distinct().toList());
    }
  }

  record Row(
      String id,
      String title,
      Level level,
      String status,
      String kind,
      String logsource,
      List<String> tags,
      String file,
      String version,
      boolean enabled,
      @Nullable Instant lastFired,
      long matches,
      long alerts,
      long suppressed,
      long folded,
      RuleInfo.Origin origin,
      RuleState state,
      RuleSource source,
      String set,
      String licence,
      String author,
      long revision,
      int current,
      @Nullable Integer running,
      long exemptions,
      SuppressionView suppression,
      @Nullable ReachView reach) {}

  record Detail(
      @JsonUnwrapped Row rule,
      String description,
      List<String> falsePositives,
      List<String> references,
      List<String> guide,
      Map<String, List<String>> custom,
      String text,
      String tests,
      String reason,
      Instant changedAt,
      String changedBy,
      List<RuleState> allowedMoves,
      List<RuleProblem> problems) {}

  record VersionRow(
      int number,
      String version,
      String author,
      Instant at,
      String note,
      RuleSource source,
      boolean current,
      boolean running) {}

  record VersionDetail(@JsonUnwrapped VersionRow version, String text, String tests) {}

  record TestCase(String name, int expected, int alerts, boolean holds, String problem) {}

  record TestReport(
      boolean passed, List<TestCase> cases, List<String> gaps, List<RuleProblem> problems) {
    private static String words(String english) {
      return ProblemText.of(english).vietnamese();
    }

    static TestReport of(RuleTests.Report report) {
      return new TestReport(
          report.passed(),
          report.cases().stream()
              .map(c ->
                  new TestCase(c.name(), c.expected(), c.alerts(), c.holds(), words(c.problem())))
              .toList(),
          report.gaps().stream().map(TestReport::words).toList(),
          report.rejected().stream().map(RuleProblem::of).toList());
    }
  }

  /** What the rows of one answer are made from. */
  private record Basis(
      RuleSet rules,
      Map<String, RuleCount> counts,
      List<ExemptionEntry> exemptions,
      Map<String, RuleCoverage> reach) {}

  private final Detector detector;
  private final RuleCounter counter;
  private final Rulebook rulebook;
  private final DeliveredRules delivered;
  private final RuleReach reach;
  private final Clock clock;

  RuleViews(
      Detector detector,
      RuleCounter counter,
      Rulebook rulebook,
      DeliveredRules delivered,
      RuleReach reach,
      Clock clock) {
    this.detector = detector;
    this.counter = counter;
    this.rulebook = rulebook;
    this.delivered = delivered;
    this.reach = reach;
    this.clock = clock;
  }

  private Basis basis() {
    Instant now = clock.instant();
    return new Basis(
        detector.rules(),
        counter.rules(),
        rulebook.exemptions().all().stream()
            .filter(exemption -> exemption.status(now) == ExemptionEntry.Status.IN_FORCE)
            .toList(),
        reach.now().rules());
  }

  /** All rules, by file. */
  List<Row> rows() {
    Basis basis = basis();
    return rulebook.all().stream().map(rule -> row(rule, basis)).toList();
  }

  List<RuleList.Name> names() {
    return rulebook.all().stream()
        .map(rule -> new RuleList.Name(rule.id(), rule.title(), rule.state()))
        .toList();
  }

  /** What was delivered or runs no more because it cannot. */
  List<RuleProblem> rejected() {
    return Stream.concat(
            delivered.texts().unreadable().stream(), detector.rules().rejected().stream())
        .map(RuleProblem::of)
        .toList();
  }

  Row row(RuleEntry entry) {
    return row(entry, basis());
  }

  Detail detail(RuleEntry entry) {
    Basis basis = basis();
    RuleVersion current = rulebook.current(entry);
    boolean same = entry.running() != null && entry.running() == entry.current();
    Optional<RuleInfo> info = same ? basis.rules().rule(entry.id()) : rulebook.describe(entry);
    List<RuleProblem> problems =
        same
            ? basis.rules().rejected().stream()
                .filter(rejected -> rejected.file().equals(entry.file()))
                .map(RuleProblem::of)
                .toList()
            : rulebook.check(current.text());
    return new Detail(
        row(entry, basis),
        info.map(RuleInfo::description).orElse(""),
        info.map(RuleInfo::falsePositives).orElse(List.of()),
        info.map(RuleInfo::references).orElse(List.of()),
        info.map(RuleInfo::guide).orElse(List.of()),
        info.map(RuleInfo::custom).orElse(Map.of()),
        current.text(),
        current.tests(),
        entry.reason(),
        entry.changedAt(),
        entry.changedBy(),
        Stream.of(RuleState.TESTED, RuleState.ENABLED, RuleState.RETIRED)
            .filter(entry.state()::canBecome)
            .toList(),
        problems);
  }

  Optional<Brief> brief(String id) {
    Optional<RuleEntry> entry = rulebook.find(id);
    return detector
        .rules()
        .rule(id)
        .or(() -> entry.flatMap(rulebook::describe))
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
                rule.custom("category"),
                rule.author(),
                entry.map(RuleEntry::set).orElse(""),
                entry.map(RuleEntry::licence).filter(l -> !l.isBlank()).orElse(rule.license())));
  }

  List<VersionRow> versions(RuleEntry entry) {
    List<VersionRow> rows = new ArrayList<>();
    rulebook.versions(entry.id()).forEach(version -> rows.add(version(entry, version)));
    return rows;
  }

  VersionDetail version(RuleEntry entry, String asked, String which) {
    RuleVersion version = rulebook.version(asked, which);
    return new VersionDetail(version(entry, version), version.text(), version.tests());
  }

  private static VersionRow version(RuleEntry entry, RuleVersion version) {
    Integer running = entry.running();
    return new VersionRow(
        version.number(),
        version.version(),
        version.author(),
        version.at(),
        version.note(),
        version.source(),
        version.number() == entry.current(),
        running != null && version.number() == running);
  }

  private static Row row(RuleEntry entry, Basis basis) {
    RuleCount own = basis.counts().getOrDefault(entry.id(), RuleCount.NONE);
    Optional<RuleInfo> info = basis.rules().rule(entry.id());
    return new Row(
        entry.id(),
        entry.title(),
        entry.level(),
        info.map(RuleInfo::status).orElse(""),
        entry.kind(),
        info.map(RuleInfo::logSource).orElse(entry.logSource()),
        entry.tags(),
        entry.file(),
        info.map(RuleInfo::version).orElse(""),
        info.isPresent() && !info.get().silent(),
        own.last().orElse(null),
        own.matched(),
        own.alerts(),
        own.suppressed(),
        own.folded(),
        info.map(RuleInfo::origin).orElse(RuleInfo.Origin.EXTERNAL),
        entry.state(),
        entry.source(),
        entry.set(),
        entry.licence(),
        entry.author(),
        entry.revision(),
        entry.current(),
        entry.running(),
        basis.exemptions().stream()
            .filter(e -> e.rules().isEmpty() || e.rules().contains(entry.id()))
            .count(),
        suppression(entry, info),
        Optional.ofNullable(basis.reach().get(entry.id())).map(ReachView::of).orElse(null));
  }

  private static SuppressionView suppression(RuleEntry entry, Optional<RuleInfo> info) {
    return switch (entry.suppression()) {
      case SuppressionChoice.AsTheRuleSays _ ->
          info.flatMap(Suppression::of)
              .map(s -> view(SuppressionMode.RULE, s))
              .orElse(new SuppressionView(SuppressionMode.RULE, List.of(), null));
      case SuppressionChoice.Never _ -> new SuppressionView(SuppressionMode.NEVER, List.of(), null);
      case SuppressionChoice.Chosen(Suppression chosen) -> view(SuppressionMode.CHOSEN, chosen);
    };
  }

  private static SuppressionView view(SuppressionMode mode, Suppression suppression) {
    return new SuppressionView(mode, suppression.fields(), suppression.window().toSeconds());
  }
}
