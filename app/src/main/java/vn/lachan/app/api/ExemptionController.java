package vn.lachan.app.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.security.SecondPerson;
import vn.lachan.app.security.SignedIn;
import vn.lachan.detection.ModerationStats;
import vn.lachan.detection.rulebook.ExemptionDraft;
import vn.lachan.detection.rulebook.ExemptionEntry;
import vn.lachan.detection.rulebook.Exemptions;
import vn.lachan.detection.rulebook.Rulebook;

/**
 * Exceptions from rules. Who sees only some units sees those of the province and of these units,
 * and may write only such for one of them.
 */
@RestController
@RequestMapping("/api/exemptions")
class ExemptionController {

  record View(
      String id,
      List<String> rules,
      @Nullable UnitName organization,
      JsonNode selection,
      String reason,
      String author,
      Instant madeAt,
      Instant expiresAt,
      @Nullable String approver,
      @Nullable Instant approvedAt,
      @Nullable String revokedBy,
      @Nullable Instant revokedAt,
      String revokeReason,
      ExemptionEntry.Status status,
      long hidden,
      @Nullable Instant lastHidden) {}

  record Views(List<View> items) {}

  record Detail(@JsonUnwrapped View exemption, List<ModerationStats.HiddenEvent> hiddenEvents) {}

  record Proposal(
      @NotNull List<String> rules,
      @Nullable String organization,
      @NotNull JsonNode selection,
      @NotNull String reason,
      @NotNull Instant expiresAt) {}

  record Reason(@NotNull String reason) {}

  private final Exemptions exemptions;
  private final Names names;
  private final Clock clock;
  private final JsonMapper json;
  private final SecondPerson second;

  ExemptionController(
      Rulebook rulebook, Names names, Clock clock, JsonMapper json, SecondPerson second) {
    this.second = second;
    this.exemptions = rulebook.exemptions();
    this.names = names;
    this.clock = clock;
    this.json = json;
  }

  @GetMapping
  Views all(
      @AuthenticationPrincipal SignedIn user,
      @RequestParam Optional<String> rule,
      @RequestParam Optional<ExemptionEntry.Status> status) {
    Instant now = clock.instant();
    return new Views(
        exemptions.all().stream()
            .filter(entry -> mayRead(user, entry))
            .filter(entry ->
                rule.isEmpty() || entry.rules().isEmpty() || entry.rules().contains(rule.get()))
            .filter(entry -> status.isEmpty() || entry.status(now) == status.get())
            .map(this::view)
            .toList());
  }

  @GetMapping("/{id}")
  Detail one(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return new Detail(
        view(readable(user, id)),
        exemptions.hidden(id).stream()
            .filter(event -> user.province() || user.scope().allows(event.organization()))
            .toList());
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  View propose(@AuthenticationPrincipal SignedIn user, @RequestBody @Valid Proposal request) {
    String organization = Optional.ofNullable(request.organization()).orElse("");
    requireUnit(user, organization);
    return view(
        exemptions.propose(
            Editors.of(user),
            new ExemptionDraft(
                new HashSet<>(request.rules()),
                organization,
                json.writeValueAsString(request.selection()),
                request.reason(),
                request.expiresAt())));
  }

  @PostMapping("/{id}/approve")
  View approve(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    ExemptionEntry proposed = readable(user, id);
    requireUnit(user, proposed.organization());
    second.require(user, Set.of(proposed.author()), proposed.madeAt());
    return view(exemptions.approve(Editors.of(user), id));
  }

  @PostMapping("/{id}/revoke")
  View revoke(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Reason request) {
    requireUnit(user, readable(user, id).organization());
    return view(exemptions.revoke(Editors.of(user), id, request.reason()));
  }

  private ExemptionEntry readable(SignedIn user, String id) {
    ExemptionEntry entry = exemptions.find(id);
    if (!mayRead(user, entry)) {
      throw ApiProblem.notFound("ngoại lệ " + id);
    }
    return entry;
  }

  private static boolean mayRead(SignedIn user, ExemptionEntry entry) {
    return user.province()
        || entry.organization().isEmpty()
        || user.scope().allows(entry.organization());
  }

  private static void requireUnit(SignedIn user, String organization) {
    if (!user.province() && (organization.isEmpty() || !user.scope().allows(organization))) {
      throw new ApiProblem(HttpStatus.FORBIDDEN, "RULES_PROVINCE_ONLY");
    }
  }

  private View view(ExemptionEntry entry) {
    return new View(
        entry.id(),
        entry.rules().stream().sorted().toList(),
        names.organization(entry.organization()),
        json.readTree(entry.selection()),
        entry.reason(),
        entry.author(),
        entry.madeAt(),
        entry.expiresAt(),
        entry.approver(),
        entry.approvedAt(),
        entry.revokedBy(),
        entry.revokedAt(),
        entry.revokeReason(),
        entry.status(clock.instant()),
        entry.hidden(),
        entry.lastHidden());
  }
}
