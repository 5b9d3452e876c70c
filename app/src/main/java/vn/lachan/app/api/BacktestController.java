package vn.lachan.app.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.security.Right;
import vn.lachan.app.security.SignedIn;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.backtest.Backtest;
import vn.lachan.detection.backtest.BacktestRefusedException;
import vn.lachan.detection.backtest.Backtests;
import vn.lachan.events.TimeRange;

/** Trials of rules on the history. */
@RestController
@RequestMapping("/api/rules/backtests")
class BacktestController {
  private static final Duration DEFAULT_RANGE = Duration.ofDays(30);
  private static final int LONGEST_TEXT = 200_000;

  record Request(
      @Nullable String ruleId,
      @Nullable String text,
      @Nullable Instant from,
      @Nullable Instant to) {}

  record Sample(
      String alertId,
      Instant at,
      String reason,
      String entity,
      @Nullable UnitName organization,
      Map<String, String> fields,
      List<String> eventIds) {}

  record View(
      String id,
      String ruleId,
      String ruleVersion,
      String title,
      Instant from,
      Instant to,
      Instant created,
      String by,
      Backtest.State state,
      double progress,
      Instant reached,
      boolean complete,
      Backtest.@Nullable Cut cut,
      String problem,
      long events,
      long read,
      long matched,
      long alerts,
      long hidden,
      long folded,
      double alertsPerDay,
      List<Backtest.Day> days,
      List<Backtest.Top> top,
      List<Sample> samples,
      List<String> query,
      long tookMs) {}

  record All(List<View> items, int running, int waiting) {}

  private final Backtests backtests;
  private final Detector detector;
  private final AuditTrail trail;
  private final Names names;
  private final Settings settings;
  private final Clock clock;

  BacktestController(
      Backtests backtests,
      Detector detector,
      AuditTrail trail,
      Names names,
      Settings settings,
      Clock clock) {
    this.backtests = backtests;
    this.detector = detector;
    this.trail = trail;
    this.names = names;
    this.settings = settings;
    this.clock = clock;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  View start(@AuthenticationPrincipal SignedIn user, @RequestBody Request request) {
    TimeRange range = range(request);
    Backtest started = start(user, request, range);
    Map<String, String> detail = new LinkedHashMap<>();
    detail.put("backtest", started.id());
    detail.put("from", range.from().toString());
    detail.put("to", range.to().toString());
    detail.put("version", started.ruleVersion());
    trail.append(
        new AuditEntry(
            user.actor(), "rule.backtest", "rule:" + started.ruleId(), user.unit(), detail));
    return view(user, started, true);
  }

  private TimeRange range(Request request) {
    Instant to = request.to() == null ? clock.instant() : request.to();
    Instant from = request.from() == null ? to.minus(DEFAULT_RANGE) : request.from();
    if (!from.isBefore(to)) {
      throw badRange();
    }
    return new TimeRange(from, to);
  }

  private ApiProblem badRange() {
    long days = settings.detection().backtest().range().toDays();
    return new ApiProblem(HttpStatus.UNPROCESSABLE_CONTENT, "BACKTEST_RANGE", days);
  }

  private Backtest start(SignedIn user, Request request, TimeRange range) {
    try {
      String text = request.text();
      if (text != null) {
        if (text.length() > LONGEST_TEXT) {
          throw new ApiProblem(
              HttpStatus.CONTENT_TOO_LARGE, "TOO_LARGE", LONGEST_TEXT / 1_000 + " KB");
        }
        return backtests.start(text, range, user.scope(), user.account());
      }
      String id = request.ruleId() == null ? "" : request.ruleId();
      RuleSet rules = detector.rules();
      RuleInfo rule = rules.rule(id).orElseThrow(() -> ApiProblem.notFound("quy tắc " + id));
      return backtests.start(rules, rule, range, user.scope(), user.account());
    } catch (BacktestRefusedException e) {
      throw switch (e.reason()) {
        case NO_RULE ->
            new ApiProblem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "BACKTEST_INVALID",
                String.valueOf(e.getMessage()));
        case RANGE -> badRange();
        case BUSY -> new ApiProblem(HttpStatus.CONFLICT, "BACKTEST_BUSY");
      };
    }
  }

  @GetMapping
  All all(@AuthenticationPrincipal SignedIn user) {
    Backtests.Stats stats = backtests.stats();
    List<View> items =
        backtests.all(user.scope()).stream().map(trial -> view(user, trial, false)).toList();
    return new All(items, stats.running(), stats.waiting());
  }

  @GetMapping("/{id}")
  View one(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return found(user, id, backtests.find(id, user.scope()));
  }

  @DeleteMapping("/{id}")
  View cancel(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return found(user, id, backtests.cancel(id, user.scope()));
  }

  private View found(SignedIn user, String id, Optional<Backtest> trial) {
    return view(user, trial.orElseThrow(() -> ApiProblem.notFound("lần thử " + id)), true);
  }

  /** Values of events are for those who may search events. */
  private View view(SignedIn user, Backtest trial, boolean whole) {
    boolean values = whole && user.may(Right.EVENT_SEARCH);
    return new View(
        trial.id(),
        trial.ruleId(),
        trial.ruleVersion(),
        trial.title(),
        trial.from(),
        trial.to(),
        trial.created(),
        trial.by(),
        trial.state(),
        trial.progress(),
        trial.reached(),
        trial.complete(),
        trial.cut(),
        trial.problem(),
        trial.events(),
        trial.read(),
        trial.matched(),
        trial.alerts(),
        trial.hidden(),
        trial.folded(),
        trial.alertsPerDay(),
        trial.days(),
        values ? trial.top() : List.of(),
        values ? trial.samples().stream().map(this::sample).toList() : List.of(),
        whole ? trial.query() : List.of(),
        trial.took().toMillis());
  }

  private Sample sample(Alert alert) {
    return new Sample(
        alert.id(),
        alert.at(),
        alert.reason(),
        alert.entity(),
        names.organization(alert.organization()),
        alert.fields(),
        alert.eventIds());
  }
}
