package vn.lachan.app.api;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import vn.lachan.app.security.Role;
import vn.lachan.app.security.SignedIn;
import vn.lachan.app.settings.Settings;
import vn.lachan.incidents.notice.NewNotice;
import vn.lachan.incidents.notice.Notice;
import vn.lachan.incidents.notice.Notices;
import vn.lachan.incidents.task.NewOrder;
import vn.lachan.incidents.task.Order;
import vn.lachan.incidents.task.OrderEvent;
import vn.lachan.incidents.task.Orders;
import vn.lachan.registry.Registry;

/** Orders of the coordinator to units, their progress and proof, and calls for help. */
@RestController
class OrderController {

  record View(
      IncidentViews.TaskView task,
      Order.Kind kind,
      String why,
      String legalBasis,
      Instant acknowledgeBy,
      boolean proofRequired,
      Order.Lateness lateness,
      @Nullable Instant nextDeadline,
      List<OrderEvent> events,
      List<String> proof) {}

  record Draft(
      @NotBlank @Size(max = 300) String what,
      @Nullable @Size(max = 8000) String how,
      @NotBlank @Size(max = 2000) String why,
      @NotBlank @Size(max = 500) String legalBasis,
      @NotBlank String unit,
      @Nullable Instant acknowledgeBy,
      @NotNull Instant dueAt,
      @Nullable Boolean proofRequired) {}

  record Text(@NotBlank @Size(max = 4000) String text) {}

  record Proof(@NotBlank String evidence) {}

  record Created(String id) {}

  private final Orders orders;
  private final IncidentViews views;
  private final Notices notices;
  private final Registry registry;
  private final Settings settings;
  private final Clock clock;

  OrderController(
      Orders orders,
      IncidentViews views,
      Notices notices,
      Registry registry,
      Settings settings,
      Clock clock) {
    this.orders = orders;
    this.views = views;
    this.notices = notices;
    this.registry = registry;
    this.settings = settings;
    this.clock = clock;
  }

  @GetMapping("/api/orders")
  List<View> board(
      @AuthenticationPrincipal SignedIn user,
      @RequestParam(defaultValue = "false") boolean finished) {
    return orders.board(user.scope(), finished).stream().map(this::view).toList();
  }

  @GetMapping("/api/orders/{id}")
  View one(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return view(orders.find(user.scope(), id));
  }

  @GetMapping("/api/incidents/{id}/orders")
  List<View> ofIncident(@AuthenticationPrincipal SignedIn user, @PathVariable String id) {
    return orders.ofIncident(user.scope(), id).stream().map(this::view).toList();
  }

  @PostMapping("/api/incidents/{id}/orders")
  @ResponseStatus(HttpStatus.CREATED)
  Created give(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Draft draft) {
    if (registry.unit(draft.unit()).isEmpty()) {
      throw ApiProblem.notFound("đơn vị " + draft.unit());
    }
    String order =
        orders.give(
            Officers.of(user),
            new NewOrder(
                id,
                draft.what(),
                Optional.ofNullable(draft.how()).orElse(""),
                draft.why(),
                draft.legalBasis(),
                draft.unit(),
                draft.acknowledgeBy(),
                draft.dueAt(),
                Boolean.TRUE.equals(draft.proofRequired())));
    tell(order, id, draft.unit(), Role.VAN_HANH, "Lệnh điều phối mới thuộc sự cố " + id);
    tell(order, id, draft.unit(), Role.BAO_CAO_VIEN, "Lệnh điều phối mới thuộc sự cố " + id);
    return new Created(order);
  }

  @PostMapping("/api/incidents/{id}/help")
  @ResponseStatus(HttpStatus.CREATED)
  Created help(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Text what) {
    String coordinator = settings.incidents().coordinator();
    String order = orders.requestHelp(Officers.of(user), id, what.text(), coordinator);
    tell(order, id, "", Role.DIEU_PHOI, "Đơn vị yêu cầu hỗ trợ vượt khả năng, sự cố " + id);
    return new Created(order);
  }

  @PostMapping("/api/orders/{id}/progress")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void progress(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Text text) {
    orders.progress(Officers.of(user), id, text.text());
  }

  @PostMapping("/api/orders/{id}/proof")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void prove(
      @AuthenticationPrincipal SignedIn user,
      @PathVariable String id,
      @RequestBody @Valid Proof proof) {
    orders.prove(Officers.of(user), id, proof.evidence());
  }

  private void tell(String order, String incident, String unit, Role role, String subject) {
    notices.tell(
        new NewNotice(
            "order:%s:%s@%s".formatted(order, role, unit),
            Notice.Kind.ORDER,
            Notice.Recipient.role(role.name(), unit),
            subject,
            "/orders?id=" + order,
            incident));
  }

  private View view(Order order) {
    return new View(
        views.task(order.task()),
        order.kind(),
        order.why(),
        order.legalBasis(),
        order.acknowledgeBy(),
        order.proofRequired(),
        order.lateness(clock.instant()),
        order.nextDeadline(),
        order.events(),
        order.proof());
  }
}
