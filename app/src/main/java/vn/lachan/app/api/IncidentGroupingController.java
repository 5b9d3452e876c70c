package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.security.SignedIn;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.handling.IncidentGrouping;
import vn.lachan.incidents.handling.SimilarIncident;
import vn.lachan.incidents.measure.ResponseMeasure;
import vn.lachan.incidents.measure.ResponseTimes;
import vn.lachan.incidents.measure.Spread;
import vn.lachan.incidents.queue.Change;

/** What belongs together among alerts and incidents, and how fast they are handled. */
@RestController
@RequestMapping("/api/incidents")
class IncidentGroupingController {
  private static final Duration YEAR = Duration.ofDays(365);

  record Similar(
      String id,
      String title,
      Severity severity,
      Category category,
      IncidentState state,
      Instant detectedAt,
      List<SimilarIncident.Reason> reasons) {}

  record Reason(@NotBlank @Size(max = 2000) String reason) {}

  record Regroup(
      @NotEmpty @Size(max = 1000) List<String> ids,
      @Nullable String to,
      @Nullable @Size(max = 2000) String reason) {}

  /** Times of one group; {@code name} is the unit's name when groups are units. */
  record GroupTimes(String group, String name, int incidents, Map<ResponseMeasure, Spread> times) {}

  record Times(Instant from, Instant until, boolean cut, List<GroupTimes> groups) {}

  private final IncidentGrouping grouping;
  private final ResponseTimes times;
  private final Names names;
  private final Clock clock;

  IncidentGroupingController(
      IncidentGrouping grouping, ResponseTimes times, Names names, Clock clock) {
    this.grouping = grouping;
    this.times = times;
    this.names = names;
    this.clock = clock;
  }

  @GetMapping("/{id}/similar")
  List<Similar> similar(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return grouping.similar(user.scope(), id).stream()
        .map(IncidentGroupingController::view)
        .toList();
  }

  private static Similar view(SimilarIncident similar) {
    Incident incident = similar.incident();
    return new Similar(
        incident.id(),
        incident.title(),
        incident.severity(),
        incident.category(),
        incident.state(),
        incident.detectedAt(),
        similar.reasons());
  }

  @PostMapping("/{id}/unmerge")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unmerge(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Reason why) {
    grouping.unmerge(Officers.of(user), id, why.reason());
  }

  /** To the incident {@code to}, or out of all when there is none. */
  @PostMapping("/alerts")
  Change regroup(@AuthenticationPrincipal SignedIn user, @RequestBody @Valid Regroup wanted) {
    String reason = Optional.ofNullable(wanted.reason()).orElse("");
    String to = wanted.to();
    return to == null || to.isBlank()
        ? grouping.detach(Officers.of(user), wanted.ids(), reason)
        : grouping.move(Officers.of(user), wanted.ids(), to.strip(), reason);
  }

  /** The last year unless told; {@code by} is all, month, unit or category. */
  @GetMapping("/times")
  Times times(
      @AuthenticationPrincipal SignedIn user,
      @RequestParam Optional<Instant> from,
      @RequestParam Optional<Instant> until,
      @RequestParam(defaultValue = "month") String by) {
    Instant end = until.orElseGet(clock::instant);
    Instant start = from.orElseGet(() -> end.minus(YEAR));
    ResponseTimes.By what = ResponseTimes.By.valueOf(by.toUpperCase(Locale.ROOT));
    ResponseTimes.Report report = times.of(user.scope(), start, end, what);
    return new Times(
        start,
        end,
        report.cut(),
        report.groups().stream()
            .map(group ->
                new GroupTimes(
                    group.group(), name(what, group.group()), group.incidents(), group.times()))
            .toList());
  }

  private String name(ResponseTimes.By by, String group) {
    return switch (by) {
      case ALL, MONTH -> group;
      case UNIT -> {
        UnitName unit = names.organization(group);
        yield unit == null ? "" : unit.name();
      }
      case CATEGORY -> Category.valueOf(group).vietnamese();
    };
  }
}
