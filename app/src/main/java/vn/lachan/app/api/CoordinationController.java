package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.evidence.PeriodicClocks;
import vn.lachan.app.security.Role;
import vn.lachan.app.security.SignedIn;
import vn.lachan.app.settings.Settings;
import vn.lachan.events.TimeRange;
import vn.lachan.incidents.clock.ReportingClock;
import vn.lachan.incidents.evidence.Preservation;
import vn.lachan.incidents.evidence.Preservations;
import vn.lachan.incidents.handling.Handover;
import vn.lachan.incidents.handling.Handovers;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.notice.NewNotice;
import vn.lachan.incidents.notice.Notice;
import vn.lachan.incidents.notice.Notices;
import vn.lachan.registry.Registry;

/** Incidents that change hands, data that must stay, clocks that run, and everybody's inbox. */
@RestController
class CoordinationController {
  private static final int INBOX = 100;

  record Offer(@NotBlank String unit, @NotBlank @Size(max = 2000) String reason) {}

  record Reason(@NotBlank @Size(max = 2000) String reason) {}

  record HandoverView(
      String id,
      @Nullable UnitName from,
      UnitName to,
      String reason,
      String askedBy,
      Instant askedAt,
      Handover.State state,
      @Nullable String decidedBy,
      @Nullable Instant decidedAt,
      String note) {}

  record Keep(
      @Nullable @Size(max = 2000) String query,
      @NotNull Instant from,
      @NotNull Instant until,
      @NotBlank @Size(max = 2000) String reason,
      @NotBlank @Size(max = 500) String legalBasis) {}

  record Created(String id) {}

  record ClockRow(
      String incidentId, String title, @Nullable UnitName organization, ReportingClock clock) {}

  record Inbox(long unread, List<Notice> items) {}

  record ReadUpTo(long id) {}

  private final Handovers handovers;
  private final Preservations preservations;
  private final Incidents incidents;
  private final Notices notices;
  private final Names names;
  private final Registry registry;
  private final Settings settings;
  private final PeriodicClocks periodic;

  CoordinationController(
      Handovers handovers,
      Preservations preservations,
      Incidents incidents,
      Notices notices,
      Names names,
      Registry registry,
      Settings settings,
      PeriodicClocks periodic) {
    this.handovers = handovers;
    this.preservations = preservations;
    this.incidents = incidents;
    this.notices = notices;
    this.names = names;
    this.registry = registry;
    this.settings = settings;
    this.periodic = periodic;
  }

  @GetMapping("/api/incidents/{id}/handovers")
  List<HandoverView> handovers(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return handovers.ofIncident(user.scope(), id).stream().map(this::view).toList();
  }

  @PostMapping("/api/incidents/{id}/handovers")
  @ResponseStatus(HttpStatus.CREATED)
  Created offer(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Offer offer) {
    if (registry.unit(offer.unit()).isEmpty()) {
      throw ApiProblem.notFound("đơn vị " + offer.unit());
    }
    String handover = handovers.offer(Officers.of(user), id, offer.unit(), offer.reason());
    notices.tell(
        new NewNotice(
            "handover:" + handover,
            Notice.Kind.HANDOVER,
            Notice.Recipient.role(Role.VAN_HANH.name(), offer.unit()),
            "Đề nghị nhận chủ trì sự cố " + id,
            "/incidents/" + id,
            id));
    return new Created(handover);
  }

  @PostMapping("/api/handovers/{id}/accept")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void accept(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    handovers.accept(Officers.of(user), id);
  }

  @PostMapping("/api/handovers/{id}/refuse")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void refuse(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Reason why) {
    handovers.refuse(Officers.of(user), id, why.reason());
  }

  @PostMapping("/api/handovers/{id}/withdraw")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void withdraw(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Reason why) {
    handovers.withdraw(Officers.of(user), id, why.reason());
  }

  @GetMapping("/api/incidents/{id}/preservations")
  List<Preservation> preservations(
      @AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return preservations.ofIncident(user.scope(), id);
  }

  @PostMapping("/api/incidents/{id}/preservations")
  @ResponseStatus(HttpStatus.CREATED)
  Created keep(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Keep keep) {
    return new Created(
        preservations.order(
            Officers.of(user),
            id,
            Optional.ofNullable(keep.query()).orElse(""),
            new TimeRange(keep.from(), keep.until()),
            keep.reason(),
            keep.legalBasis()));
  }

  @PostMapping("/api/preservations/{id}/lift")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void lift(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Reason why) {
    preservations.lift(Officers.of(user), id, why.reason());
  }

  @GetMapping("/api/clocks")
  List<ClockRow> clocks(@AuthenticationPrincipal SignedIn user) {
    return incidents.runningClocks(user.scope(), settings.incidents().board()).stream()
        .map(running ->
            new ClockRow(
                running.incident().id(),
                running.incident().title(),
                names.organization(running.incident().organization()),
                running.clock()))
        .toList();
  }

  /** Reports of the calendar; they are the province's, a unit has none of its own. */
  @GetMapping("/api/clocks/periodic")
  List<PeriodicClocks.Row> periodic(@AuthenticationPrincipal SignedIn user) {
    return user.province() ? periodic.running() : List.of();
  }

  @GetMapping("/api/notices")
  Inbox inbox(@AuthenticationPrincipal SignedIn user) {
    return new Inbox(notices.unread(user.actor()), notices.of(user.actor(), null, INBOX));
  }

  @PostMapping("/api/notices/read")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void read(@AuthenticationPrincipal SignedIn user, @RequestBody ReadUpTo upTo) {
    notices.read(user.actor(), upTo.id());
  }

  private HandoverView view(Handover handover) {
    return new HandoverView(
        handover.id(),
        names.organization(handover.fromUnit()),
        names.unit(handover.toUnit()),
        handover.reason(),
        handover.askedBy(),
        handover.askedAt(),
        handover.state(),
        handover.decidedBy(),
        handover.decidedAt(),
        handover.note());
  }
}
