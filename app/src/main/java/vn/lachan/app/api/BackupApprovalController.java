package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
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
import vn.lachan.app.plans.Approval;
import vn.lachan.app.plans.Approvals;
import vn.lachan.app.plans.PlansInForce;
import vn.lachan.app.schedule.ApprovedActs;
import vn.lachan.app.security.SecondPerson;
import vn.lachan.app.security.SignedIn;
import vn.lachan.backup.plan.BackupPlan;

/** Acts on backups that need two people: asked for by one, agreed to by another. */
@RestController
@RequestMapping("/api/backup-approvals")
class BackupApprovalController {
  private static final int SHOWN = 200;

  record View(
      String id,
      String planId,
      String planName,
      Approval.Action action,
      String target,
      Map<String, List<String>> subject,
      String reason,
      String requestedBy,
      Instant requestedAt,
      Instant expiresAt,
      Approval.State state,
      @Nullable String decidedBy,
      @Nullable Instant decidedAt,
      String decision,
      String result,
      boolean own) {}

  record Request(
      @NotNull String planId,
      Approval.@NotNull Action action,
      @Nullable String target,
      @Nullable List<String> snapshots,
      @Nullable String key,
      @NotNull String reason) {}

  record Reason(@NotNull String reason) {}

  private final Approvals approvals;
  private final ApprovedActs acts;
  private final PlansInForce plans;
  private final SecondPerson second;
  private final ExecutorService threads;

  BackupApprovalController(
      Approvals approvals,
      ApprovedActs acts,
      PlansInForce plans,
      SecondPerson second,
      ExecutorService pipelineThreads) {
    this.second = second;
    this.approvals = approvals;
    this.acts = acts;
    this.plans = plans;
    this.threads = pipelineThreads;
  }

  @GetMapping
  List<View> all(@AuthenticationPrincipal SignedIn user, @RequestParam Optional<String> plan) {
    return approvals.all(SHOWN).stream()
        .filter(approval -> plan.isEmpty() || approval.plan().equals(plan.get()))
        .filter(approval -> user.scope().allows(unit(approval.plan())))
        .map(approval -> view(user, approval))
        .toList();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  View request(@AuthenticationPrincipal SignedIn user, @RequestBody @Valid Request request) {
    BackupPlan plan =
        plans
            .plan(request.planId())
            .filter(found -> user.scope().allows(found.unit()))
            .orElseThrow(() -> ApiProblem.notFound("kế hoạch " + request.planId()));
    String target = Optional.ofNullable(request.target()).orElse(plan.primary().name());
    if (plan.target(target).isEmpty() || request.action() == Approval.Action.PLAN_CHANGE) {
      throw new ApiProblem(HttpStatus.UNPROCESSABLE_CONTENT, "APPROVAL_INVALID");
    }
    return view(
        user,
        approvals.request(
            user.actor(),
            plan.id(),
            plan.unit(),
            request.action(),
            target,
            subject(request),
            request.reason()));
  }

  private static Map<String, List<String>> subject(Request request) {
    return switch (request.action()) {
      case FORGET ->
          Map.of("snapshots", Optional.ofNullable(request.snapshots()).orElse(List.of()));
      case REMOVE_KEY -> request.key() == null ? Map.of() : Map.of("key", List.of(request.key()));
      case PRUNE, UNLOCK, PLAN_CHANGE -> Map.of();
    };
  }

  @PostMapping("/{id}/approve")
  View approve(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    Approval asked = visible(user, id);
    second.require(user, Set.of(asked.requestedBy()), asked.requestedAt());
    Approval approval = approvals.approve(user.actor(), unit(asked.plan()), id);
    threads.execute(() -> acts.carryOut(approval, user.actor()));
    return view(user, approval);
  }

  @PostMapping("/{id}/refuse")
  View refuse(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Reason request) {
    return view(
        user, approvals.refuse(user.actor(), unit(visible(user, id).plan()), id, request.reason()));
  }

  private Approval visible(SignedIn user, String id) {
    Approval approval = approvals.find(id);
    if (!user.scope().allows(unit(approval.plan()))) {
      throw ApiProblem.notFound("yêu cầu " + id);
    }
    return approval;
  }

  private String unit(String plan) {
    return plans.plan(plan).map(BackupPlan::unit).orElse("");
  }

  private View view(SignedIn user, Approval a) {
    return new View(
        a.id(),
        a.plan(),
        plans.plan(a.plan()).map(BackupPlan::name).orElse(a.plan()),
        a.action(),
        a.target(),
        a.subject(),
        a.reason(),
        a.requestedBy(),
        a.requestedAt(),
        a.expiresAt(),
        a.state(),
        a.decidedBy(),
        a.decidedAt(),
        a.decision(),
        a.result(),
        a.requestedBy().equals(user.account()));
  }
}
