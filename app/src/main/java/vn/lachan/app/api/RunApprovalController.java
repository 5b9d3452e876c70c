package vn.lachan.app.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.security.SecondPerson;
import vn.lachan.app.security.SignedIn;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.sharing.Sharing;
import vn.lachan.playbooks.PendingApproval;
import vn.lachan.playbooks.PlaybookEngine;
import vn.lachan.playbooks.PlaybookRun;

/** Steps of playbook runs that wait for people to agree. */
@RestController
class RunApprovalController {

  record Waiting(@JsonUnwrapped PendingApproval approval, String incidentTitle) {}

  record Decided(@NotBlank String digest, @Nullable String reason) {}

  private final PlaybookEngine engine;
  private final Incidents incidents;
  private final SecondPerson second;
  private final Sharing sharing;

  RunApprovalController(
      PlaybookEngine engine, Incidents incidents, SecondPerson second, Sharing sharing) {
    this.engine = engine;
    this.incidents = incidents;
    this.second = second;
    this.sharing = sharing;
  }

  /** What waits in all incidents one may see. */
  @GetMapping("/api/approvals")
  List<Waiting> all(@AuthenticationPrincipal SignedIn user) {
    Set<String> secret = sharing.secretIncidents();
    return engine.approvals(Officers.of(user)).stream()
        .filter(approval -> !secret.contains(approval.incidentId()))
        .map(approval ->
            new Waiting(
                approval,
                incidents
                    .find(user.scope(), approval.incidentId())
                    .map(Incident::title)
                    .orElse("")))
        .toList();
  }

  /** What waits in one incident. */
  @GetMapping("/api/incidents/{incident}/approvals")
  List<PendingApproval> ofIncident(
      @AuthenticationPrincipal SignedIn user, @PathVariable String incident) {
    SharingController.requireNoSecret(sharing, user, incident);
    return engine.approvals(Officers.of(user), incident);
  }

  /** Agrees to a step as it was shown; the digest says what was shown. */
  @PostMapping("/api/playbook-runs/{id}/steps/{number}/approve")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void approve(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @PathVariable int number,
      @RequestBody @Valid Decided decided) {
    PlaybookRun run =
        engine.find(user.scope(), id).orElseThrow(() -> ApiProblem.notFound("lần chạy " + id));
    SharingController.requireNoSecret(sharing, user, run.incidentId());
    second.require(user, engine.requesters(id), run.startedAt());
    String note = Optional.ofNullable(decided.reason()).orElse("");
    engine.approve(Officers.of(user), id, number, decided.digest(), note);
  }

  @PostMapping("/api/playbook-runs/{id}/steps/{number}/refuse")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void refuse(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @PathVariable int number,
      @RequestBody @Valid Decided decided) {
    String reason = Optional.ofNullable(decided.reason()).orElse("");
    engine.refuse(Officers.of(user), id, number, decided.digest(), reason);
  }
}
