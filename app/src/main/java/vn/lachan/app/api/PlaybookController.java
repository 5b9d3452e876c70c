package vn.lachan.app.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Map;
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
import tools.jackson.databind.JsonNode;
import vn.lachan.app.security.SignedIn;
import vn.lachan.playbooks.DryRun;
import vn.lachan.playbooks.PendingApproval;
import vn.lachan.playbooks.Playbook;
import vn.lachan.playbooks.PlaybookEngine;
import vn.lachan.playbooks.PlaybookProblem;

/** Playbooks, and their runs on incidents. */
@RestController
class PlaybookController {

  record Row(
      String id,
      String name,
      String description,
      List<String> types,
      List<String> categories,
      int steps,
      String version,
      boolean canRun) {}

  record Detail(@JsonUnwrapped Row playbook, List<PlaybookProblem> problems, JsonNode cacao) {}

  record Start(@NotBlank String playbookId, @Nullable Map<String, String> variables) {}

  record DryRunRequest(@Nullable Map<String, String> variables) {}

  record Started(String runId) {}

  record Reason(@NotBlank String reason) {}

  record Decided(@NotBlank String digest, @Nullable String reason) {}

  private final PlaybookEngine engine;
  private final RunViews runs;

  PlaybookController(PlaybookEngine engine, RunViews runs) {
    this.engine = engine;
    this.runs = runs;
  }

  @GetMapping("/api/playbooks")
  List<Row> all() {
    return engine.library().playbooks().stream().map(PlaybookController::row).toList();
  }

  @GetMapping("/api/playbooks/{id}")
  Detail one(@PathVariable String id) {
    Playbook playbook =
        engine.library().find(id).orElseThrow(() -> ApiProblem.notFound("kịch bản " + id));
    return new Detail(row(playbook), playbook.problems(), playbook.source());
  }

  /** What a run would do with these values; nothing is done or stored. */
  @PostMapping("/api/playbooks/{id}/dry-run")
  DryRun.Report dryRun(@PathVariable String id, @RequestBody @Valid DryRunRequest request)
      throws InterruptedException {
    return engine.dryRun(id, Optional.ofNullable(request.variables()).orElse(Map.of()));
  }

  @PostMapping("/api/incidents/{incident}/runs")
  @ResponseStatus(HttpStatus.CREATED)
  Started start(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String incident,
      @RequestBody @Valid Start start) {
    return new Started(
        engine.start(
            Officers.of(user),
            incident,
            start.playbookId(),
            Optional.ofNullable(start.variables()).orElse(Map.of())));
  }

  @GetMapping("/api/runs/{id}")
  RunViews.Run run(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return runs.find(user.scope(), id).orElseThrow(() -> ApiProblem.notFound("lần chạy " + id));
  }

  @PostMapping("/api/runs/{id}/cancel")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void cancel(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Reason reason) {
    engine.cancel(Officers.of(user), id, reason.reason());
  }

  @PostMapping("/api/runs/{id}/pause")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void pause(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Reason reason) {
    engine.pause(Officers.of(user), id, reason.reason());
  }

  @PostMapping("/api/runs/{id}/resume")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void resume(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    engine.goOn(Officers.of(user), id);
  }

  /** A new run from one of the steps of a finished one. */
  @PostMapping("/api/runs/{id}/steps/{number}/rerun")
  @ResponseStatus(HttpStatus.CREATED)
  Started rerun(
      @AuthenticationPrincipal SignedIn user, @PathVariable String id, @PathVariable int number) {
    return new Started(engine.rerun(Officers.of(user), id, number));
  }

  /** A new run that takes a finished one back. */
  @PostMapping("/api/runs/{id}/rollback")
  @ResponseStatus(HttpStatus.CREATED)
  Started rollback(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return new Started(engine.rollback(Officers.of(user), id));
  }

  /** Steps of an incident's runs that wait for people to agree. */
  @GetMapping("/api/incidents/{incident}/approvals")
  List<PendingApproval> approvals(
      @AuthenticationPrincipal SignedIn user, @PathVariable String incident) {
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

  private static Row row(Playbook playbook) {
    return new Row(
        playbook.id(),
        playbook.name(),
        playbook.description(),
        playbook.types(),
        playbook.categories(),
        playbook.steps(),
        playbook.version(),
        playbook.canRun());
  }
}
