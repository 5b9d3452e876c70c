package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.security.Right;
import vn.lachan.app.security.SignedIn;
import vn.lachan.app.settings.Settings;
import vn.lachan.detection.Alert;
import vn.lachan.detection.ProblemText;
import vn.lachan.detection.Selection;
import vn.lachan.detection.SelectionMatcher;
import vn.lachan.events.Event;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.queue.AlertFilter;
import vn.lachan.incidents.queue.AlertPage;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.incidents.queue.QueuedAlert;

/**
 * The exception that is offered when an alert is closed as false or known: filled in from the
 * alert, with what it would have hidden of the last 30 days.
 */
@RestController
@RequestMapping("/api/exemptions")
class ExemptionOffers {
  private static final Duration LOOK_BACK = Duration.ofDays(30);
  private static final Duration VALID = Duration.ofDays(30);
  private static final int MOST_ALERTS = 2_000;
  private static final int MOST_EVENTS = 20;
  private static final int PAGE = 200;
  private static final int MOST_FIELDS = 6;

  /**
   * How much an exception would have hidden.
   *
   * @param alerts alerts of the rule in the last 30 days that were looked at
   * @param hidden of these, those whose events the exception describes, all of them
   * @param days how far back
   * @param complete false when there are more alerts than are looked at
   */
  record Effect(long alerts, long hidden, long days, boolean complete) {}

  record Offer(
      List<String> rules,
      @Nullable UnitName organization,
      Map<String, String> selection,
      Instant expiresAt,
      Effect effect) {}

  record Question(
      @NotBlank String rule, @Nullable String organization, @NotNull JsonNode selection) {}

  private final AlertQueue queue;
  private final EventStore events;
  private final Names names;
  private final Settings settings;
  private final Clock clock;
  private final JsonMapper json;

  ExemptionOffers(
      AlertQueue queue,
      EventStore events,
      Names names,
      Settings settings,
      Clock clock,
      JsonMapper json) {
    this.queue = queue;
    this.events = events;
    this.names = names;
    this.settings = settings;
    this.clock = clock;
    this.json = json;
  }

  /** An exception filled in from an alert; nothing is kept. */
  @GetMapping("/offer")
  Offer offer(@AuthenticationPrincipal SignedIn user, @RequestParam String alert) {
    requireAlerts(user);
    QueuedAlert row =
        queue.find(user.scope(), alert).orElseThrow(() -> ApiProblem.notFound("cảnh báo " + alert));
    Map<String, String> selection = selection(user.scope(), row);
    return new Offer(
        List.of(row.ruleId()),
        names.organization(row.organization()),
        selection,
        clock.instant().plus(VALID),
        effect(user.scope(), row.ruleId(), row.organization(), json.writeValueAsString(selection)));
  }

  /** What an exception would have hidden; nothing is kept. */
  @PostMapping("/effect")
  Effect effect(@AuthenticationPrincipal SignedIn user, @RequestBody @Valid Question question) {
    requireAlerts(user);
    String organization = question.organization();
    return effect(
        user.scope(),
        question.rule(),
        organization == null ? "" : organization,
        json.writeValueAsString(question.selection()));
  }

  private static void requireAlerts(SignedIn user) {
    if (!user.may(Right.ALERT_READ)) {
      throw new ApiProblem(HttpStatus.FORBIDDEN, "NO_RIGHT");
    }
  }

  /** The values that made the alert, as far as its first event carries them. */
  private Map<String, String> selection(OrganizationScope scope, QueuedAlert row) {
    Map<String, String> chosen = new LinkedHashMap<>();
    List<Event> first =
        queue.eventIds(scope, row.id(), 1).stream()
            .flatMap(id -> events.find(id, scope).stream())
            .toList();
    row.fields()
        .forEach((field, value) -> {
          boolean carried = first.isEmpty() || value.equals(first.getFirst().text(field));
          if (carried && !value.isBlank() && chosen.size() < MOST_FIELDS) {
            chosen.put(field, literal(value));
          }
        });
    return chosen;
  }

  /** In Sigma, a star and a question mark stand for others. */
  private static String literal(String value) {
    return value.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?");
  }

  private Effect effect(
      OrganizationScope scope, String rule, String organization, String selection) {
    SelectionMatcher matcher = matcher(selection);
    Instant since = clock.instant().minus(LOOK_BACK);
    long seen = 0;
    long hidden = 0;
    String after = null;
    do {
      AlertPage page =
          queue.list(
              scope,
              new AlertFilter(
                  AlertFilter.ALL.states(),
                  AlertFilter.ALL.levels(),
                  null,
                  rule,
                  null,
                  null,
                  "",
                  AlertFilter.Sort.NEWEST,
                  after,
                  PAGE));
      for (QueuedAlert row : page.items()) {
        if (row.lastAt().isBefore(since)) {
          return new Effect(seen, hidden, LOOK_BACK.toDays(), true);
        }
        for (Alert alert : queue.occurrences(scope, row.id(), MOST_ALERTS)) {
          if (alert.at().isBefore(since)) {
            continue;
          }
          if (seen == MOST_ALERTS) {
            return new Effect(seen, hidden, LOOK_BACK.toDays(), false);
          }
          seen++;
          hidden += hides(scope, matcher, organization, alert) ? 1 : 0;
        }
      }
      after = page.next();
    } while (after != null);
    return new Effect(seen, hidden, LOOK_BACK.toDays(), true);
  }

  private SelectionMatcher matcher(String selection) {
    return switch (Selection.read(selection, settings.detection().placeholders())) {
      case Selection.Usable usable -> new SelectionMatcher(usable, zone());
      case Selection.Refused(String reason) ->
          throw new InvalidRequestException("selection", ProblemText.of(reason).vietnamese());
    };
  }

  private boolean hides(
      OrganizationScope scope, SelectionMatcher matcher, String organization, Alert alert) {
    if (!organization.isEmpty() && !organization.equals(alert.organization())) {
      return false;
    }
    List<Event> known =
        alert.eventIds().stream()
            .limit(MOST_EVENTS)
            .flatMap(id -> events.find(id, scope).stream())
            .toList();
    return !known.isEmpty() && known.stream().allMatch(matcher::matches);
  }

  private ZoneId zone() {
    return clock.getZone();
  }
}
