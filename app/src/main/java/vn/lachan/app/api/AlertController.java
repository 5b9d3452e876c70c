package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import vn.lachan.app.live.LiveFeed;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.security.SignedIn;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.detection.Level;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.handling.Escalated;
import vn.lachan.incidents.handling.Escalation;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.queue.AlertAction;
import vn.lachan.incidents.queue.AlertFilter;
import vn.lachan.incidents.queue.AlertGroup;
import vn.lachan.incidents.queue.AlertHistory;
import vn.lachan.incidents.queue.AlertPage;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.incidents.queue.AlertState;
import vn.lachan.incidents.queue.Change;
import vn.lachan.incidents.queue.Disposition;
import vn.lachan.incidents.queue.QueuedAlert;
import vn.lachan.incidents.queue.Undone;

/** The alert queue. */
@RestController
@RequestMapping("/api/alerts")
class AlertController {
  private static final int SHOWN = 20;

  record Queue(
      List<AlertView> items,
      @Nullable String next,
      long total,
      Map<Level, Long> counts,
      long unassigned,
      long overdue,
      @Nullable Instant newest) {}

  record FieldValue(String name, String value) {}

  record Detail(
      AlertView alert,
      List<FieldValue> fields,
      List<EventController.EventView> events,
      long eventTotal,
      RuleViews.@Nullable Brief rule,
      List<AlertView> related,
      List<AlertHistory> history) {}

  /**
   * What an undo did.
   *
   * @param left how many rows stay as they are, because somebody acted on them since
   * @param undo does the act again
   */
  record TakenBack(int changed, int left, String undo) {}

  /** What to do with rows. */
  enum Act {
    TAKE,
    ASSIGN,
    CLOSE,
    REOPEN,
    NOTE,
    SNOOZE
  }

  record Action(
      @NotEmpty @Size(max = 1000) List<String> ids,
      @NotNull Act action,
      @Nullable String owner,
      @Nullable Disposition disposition,
      @Nullable String note,
      @Nullable Instant until) {}

  record Undo(@NotBlank String token) {}

  record Escalate(
      @NotEmpty @Size(max = 1000) List<String> ids,
      @Nullable String incidentId,
      @Nullable String title,
      @Nullable Category category,
      @Nullable Severity severity,
      @Nullable String note) {}

  private final AlertQueue queue;
  private final Incidents incidents;
  private final EventStore events;
  private final RuleViews rules;
  private final LiveFeed feed;
  private final AuditTrail trail;
  private final Names names;
  private final Accounts accounts;

  AlertController(
      AlertQueue queue,
      Incidents incidents,
      EventStore events,
      RuleViews rules,
      LiveFeed feed,
      AuditTrail trail,
      Names names,
      Accounts accounts) {
    this.queue = queue;
    this.incidents = incidents;
    this.events = events;
    this.rules = rules;
    this.feed = feed;
    this.trail = trail;
    this.names = names;
    this.accounts = accounts;
  }

  @GetMapping
  Queue list(
      @AuthenticationPrincipal SignedIn user,
      @RequestParam(defaultValue = "") Set<AlertState> state,
      @RequestParam(defaultValue = "") Set<Level> level,
      @RequestParam Optional<String> owner,
      @RequestParam Optional<String> rule,
      @RequestParam Optional<String> entity,
      @RequestParam Optional<String> organization,
      @RequestParam(defaultValue = "") String text,
      @RequestParam(defaultValue = "due") String sort,
      @RequestParam Optional<String> after,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    AlertPage page =
        queue.list(
            user.scope(),
            new AlertFilter(
                state,
                level,
                owner.map(o -> ownerOf(o, user)).orElse(null),
                rule.orElse(null),
                entity.orElse(null),
                organization.orElse(null),
                text,
                AlertFilter.Sort.valueOf(sort.toUpperCase(Locale.ROOT)),
                after.orElse(null),
                limit));
    return new Queue(
        page.items().stream().map(alert -> AlertView.of(alert, names)).toList(),
        page.next(),
        page.total(),
        page.counts(),
        page.unassigned(),
        page.overdue(),
        page.newest());
  }

  @GetMapping("/groups")
  List<AlertGroup> groups(
      @AuthenticationPrincipal SignedIn user,
      @RequestParam(defaultValue = "rule") String by,
      @RequestParam(defaultValue = "") Set<AlertState> state,
      @RequestParam(defaultValue = "") Set<Level> level,
      @RequestParam Optional<String> owner,
      @RequestParam Optional<String> organization,
      @RequestParam(defaultValue = "") String text) {
    AlertFilter filter =
        new AlertFilter(
            state,
            level,
            owner.map(o -> ownerOf(o, user)).orElse(null),
            null,
            null,
            organization.orElse(null),
            text,
            AlertFilter.Sort.NEWEST,
            null,
            50);
    return queue
        .groups(user.scope(), filter, AlertGroup.By.valueOf(by.toUpperCase(Locale.ROOT)))
        .stream()
        .map(group -> named(group, by))
        .toList();
  }

  @GetMapping("/{id}")
  Detail one(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    OrganizationScope scope = user.scope();
    QueuedAlert alert =
        queue.find(scope, id).orElseThrow(() -> ApiProblem.notFound("cảnh báo " + id));
    trail.append(
        new AuditEntry(user.actor(), "alert.view", "alert:" + id, alert.organization(), Map.of()));
    List<FieldValue> fields = new ArrayList<>();
    alert.fields().forEach((name, value) -> fields.add(new FieldValue(name, value)));
    List<EventController.EventView> found =
        queue.eventIds(scope, id, SHOWN).stream()
            .flatMap(event -> events.find(event, scope).stream())
            .map(event -> EventController.view(event, names))
            .toList();
    return new Detail(
        AlertView.of(alert, names),
        fields,
        found,
        alert.eventTotal(),
        rules.brief(alert.ruleId()).orElse(null),
        queue.related(scope, id, SHOWN).stream().map(a -> AlertView.of(a, names)).toList(),
        queue.history(scope, id).stream().map(act -> shownTo(user, act)).toList());
  }

  /** Nobody is offered to take back what another did. */
  private static AlertHistory shownTo(SignedIn user, AlertHistory act) {
    return act.actor().equals(user.account())
        ? act
        : new AlertHistory(
            act.at(), act.actor(), act.action(), act.note(), act.state(), act.undone(), null);
  }

  @PostMapping("/actions")
  Change act(@AuthenticationPrincipal SignedIn user, @RequestBody @Valid Action request) {
    String note = Optional.ofNullable(request.note()).orElse("");
    AlertAction action =
        switch (request.action()) {
          case TAKE -> new AlertAction.Take(note);
          case ASSIGN -> assign(Optional.ofNullable(request.owner()).orElse(""), note);
          case CLOSE ->
              new AlertAction.Close(
                  Optional.ofNullable(request.disposition())
                      .orElseThrow(() -> missing("disposition")),
                  note);
          case REOPEN -> new AlertAction.Reopen(note);
          case NOTE -> new AlertAction.Note(note);
          case SNOOZE ->
              new AlertAction.Snooze(
                  Optional.ofNullable(request.until()).orElseThrow(() -> missing("until")), note);
        };
    Change change = queue.change(Officers.of(user), action, request.ids());
    tellChanged(request.ids());
    return change;
  }

  private AlertAction assign(String owner, String note) {
    AlertAction action = new AlertAction.Assign(owner, note);
    accounts.requireUsable(owner);
    return action;
  }

  @PostMapping("/undo")
  TakenBack undo(@AuthenticationPrincipal SignedIn user, @RequestBody @Valid Undo request) {
    Undone undone = queue.undo(Officers.of(user), request.token());
    tellChanged(undone.rows());
    return new TakenBack(undone.changed(), undone.left().size(), undone.undo());
  }

  @PostMapping("/escalate")
  Escalated escalate(@AuthenticationPrincipal SignedIn user, @RequestBody @Valid Escalate request) {
    Escalated escalated =
        incidents.escalate(
            Officers.of(user),
            new Escalation(
                request.ids(),
                request.incidentId(),
                request.title(),
                request.category(),
                request.severity(),
                Optional.ofNullable(request.note()).orElse("")));
    tellChanged(request.ids());
    return escalated;
  }

  @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter stream(@AuthenticationPrincipal SignedIn user) {
    return feed.open(user.scope());
  }

  /** Open screens hear of the rows that lie in their own scope. */
  private void tellChanged(List<String> ids) {
    Map<String, String> organizations = new HashMap<>();
    for (String id : ids) {
      queue
          .find(OrganizationScope.PROVINCE, id)
          .ifPresent(alert -> organizations.put(id, alert.organization()));
    }
    feed.changed(organizations);
  }

  private AlertGroup named(AlertGroup group, String by) {
    if (!by.equals("organization")) {
      return group;
    }
    UnitName unit = names.organization(group.key());
    String label = unit == null ? "Toàn tỉnh" : unit.name();
    return new AlertGroup(
        group.key(), label, group.count(), group.occurrences(), group.levels(), group.newest());
  }

  private static String ownerOf(String owner, SignedIn user) {
    return switch (owner) {
      case "me" -> user.account();
      case "none" -> "";
      default -> owner;
    };
  }

  private static ApiProblem missing(String field) {
    return new ApiProblem(HttpStatus.UNPROCESSABLE_CONTENT, "BAD_VALUE", field);
  }
}
