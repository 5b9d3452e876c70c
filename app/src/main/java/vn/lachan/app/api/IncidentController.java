package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.security.SignedIn;
import vn.lachan.audit.AuditEntry;
import vn.lachan.audit.AuditTrail;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.IncidentFlag;
import vn.lachan.incidents.IncidentPatch;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.TimelineEntry;
import vn.lachan.incidents.Tlp;
import vn.lachan.incidents.handling.IncidentFilter;
import vn.lachan.incidents.handling.IncidentPage;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.handling.NewIncident;
import vn.lachan.incidents.handling.StateChange;
import vn.lachan.incidents.task.NewTask;
import vn.lachan.incidents.task.Tasks;

/** Incidents: what is known, what may be done next, and doing it. */
@RestController
@RequestMapping("/api/incidents")
class IncidentController {

  record Created(String id) {}

  record Draft(
      @NotBlank String title,
      @NotNull Category category,
      @NotNull Severity severity,
      @NotNull Instant detectedAt,
      @Nullable String summary,
      @Nullable List<String> systems,
      @Nullable List<String> units) {}

  record Move(
      @NotNull IncidentState to,
      @Nullable String reason,
      @Nullable String reviewer,
      @Nullable String backupPoint,
      @Nullable String mergeInto) {}

  record Patch(
      @Nullable String title,
      @Nullable String summary,
      @Nullable Severity severity,
      @Nullable Category category,
      @Nullable String owner,
      @Nullable Tlp tlp,
      @Nullable String rootCause,
      @Nullable String impact,
      @Nullable String remedy,
      @Nullable Instant occurredAt,
      @Nullable Instant personalDataAt,
      @Nullable Set<IncidentFlag> flags,
      @Nullable List<String> systems,
      @Nullable List<String> units,
      @Nullable Long version) {}

  record Text(@NotBlank String text) {}

  record TimelineText(
      @NotNull Instant at, TimelineEntry.@NotNull Lane lane, @NotBlank String text) {}

  record ClockDone(@Nullable Instant at, @Nullable String note) {}

  record Order(
      @NotBlank String title,
      @Nullable String instructions,
      @NotBlank String unit,
      @Nullable Instant dueAt,
      @Nullable Boolean mandatory) {}

  private final Incidents incidents;
  private final Tasks tasks;
  private final IncidentViews views;
  private final AuditTrail trail;
  private final Accounts accounts;

  IncidentController(
      Incidents incidents, Tasks tasks, IncidentViews views, AuditTrail trail, Accounts accounts) {
    this.incidents = incidents;
    this.tasks = tasks;
    this.views = views;
    this.trail = trail;
    this.accounts = accounts;
  }

  @GetMapping
  Page<IncidentViews.Row> list(
      @AuthenticationPrincipal SignedIn user,
      @RequestParam(defaultValue = "open") String state,
      @RequestParam(defaultValue = "") Set<Severity> severity,
      @RequestParam(defaultValue = "") String text,
      @RequestParam Optional<String> after,
      @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
    IncidentPage page =
        incidents.list(
            user.scope(),
            new IncidentFilter(
                IncidentFilter.Show.valueOf(state.toUpperCase(Locale.ROOT)),
                severity,
                text,
                after.orElse(null),
                limit));
    return new Page<>(page.items().stream().map(views::row).toList(), page.next(), page.total());
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Created create(@AuthenticationPrincipal SignedIn user, @RequestBody @Valid Draft draft) {
    return new Created(
        incidents.create(
            Officers.of(user),
            new NewIncident(
                draft.title(),
                draft.category(),
                draft.severity(),
                draft.detectedAt(),
                Optional.ofNullable(draft.summary()).orElse(""),
                Optional.ofNullable(draft.systems()).orElse(List.of()),
                Optional.ofNullable(draft.units()).orElse(List.of()),
                null)));
  }

  @GetMapping("/{id}")
  IncidentViews.Detail one(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    IncidentViews.Detail detail = views.detail(user.scope(), id);
    UnitName unit = detail.incident().organization();
    trail.append(
        new AuditEntry(
            user.actor(),
            "incident.view",
            "incident:" + id,
            unit == null ? "" : unit.code(),
            Map.of()));
    return detail;
  }

  @PostMapping("/{id}/state")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void move(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Move move) {
    incidents.move(
        Officers.of(user),
        id,
        new StateChange(
            move.to(),
            Optional.ofNullable(move.reason()).orElse(""),
            move.reviewer(),
            move.backupPoint(),
            move.mergeInto()));
  }

  @PutMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void update(
      @AuthenticationPrincipal SignedIn user, @PathVariable String id, @RequestBody Patch patch) {
    if (incidents.find(user.scope(), id).isEmpty()) {
      throw ApiProblem.notFound("sự cố " + id);
    }
    if (patch.tlp() != null) {
      throw new InvalidRequestException(
          "tlp", "Đổi nhãn phải ghi lý do: POST /api/incidents/{id}/marking.");
    }
    Optional.ofNullable(patch.owner())
        .filter(owner -> !owner.isBlank())
        .ifPresent(accounts::requireUsable);
    incidents.update(
        Officers.of(user),
        id,
        new IncidentPatch(
            patch.title(),
            patch.summary(),
            patch.severity(),
            patch.category(),
            patch.owner(),
            patch.rootCause(),
            patch.impact(),
            patch.remedy(),
            patch.occurredAt(),
            patch.personalDataAt(),
            patch.flags(),
            patch.systems(),
            patch.units(),
            patch.version()));
  }

  @PostMapping("/{id}/notes")
  @ResponseStatus(HttpStatus.CREATED)
  Created note(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Text note) {
    return new Created(incidents.addNote(Officers.of(user), id, note.text()));
  }

  @PostMapping("/{id}/timeline")
  @ResponseStatus(HttpStatus.CREATED)
  Created timeline(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid TimelineText entry) {
    return new Created(
        incidents.addTimeline(Officers.of(user), id, entry.at(), entry.lane(), entry.text()));
  }

  @PostMapping("/{id}/clocks/{clock}/done")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void clockDone(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @PathVariable String clock,
      @RequestBody ClockDone done) {
    incidents.clockDone(
        Officers.of(user), id, clock, done.at(), Optional.ofNullable(done.note()).orElse(""));
  }

  @PostMapping("/{id}/tasks")
  @ResponseStatus(HttpStatus.CREATED)
  Created order(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Order order) {
    return new Created(
        tasks.create(
            Officers.of(user),
            new NewTask(
                id,
                null,
                null,
                order.title(),
                Optional.ofNullable(order.instructions()).orElse(""),
                order.unit(),
                Boolean.TRUE.equals(order.mandatory()),
                order.dueAt(),
                List.of())));
  }
}
