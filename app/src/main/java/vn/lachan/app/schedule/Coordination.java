package vn.lachan.app.schedule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import vn.lachan.app.security.Role;
import vn.lachan.audit.Actor;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.notice.NewNotice;
import vn.lachan.incidents.notice.Notice;
import vn.lachan.incidents.notice.Notices;
import vn.lachan.incidents.task.OrderEscalation;
import vn.lachan.incidents.task.Orders;
import vn.lachan.playbooks.PendingApproval;
import vn.lachan.playbooks.PlaybookEngine;

/**
 * Tells whom it concerns about late orders and steps that wait for approval; telling twice tells
 * once. Clocks are watched by {@link ClockWatch}.
 */
@Component
class Coordination {
  private static final Officer EVERYWHERE = new Officer(Actor.PLATFORM, OrganizationScope.PROVINCE);

  private final Orders orders;
  private final Incidents incidents;
  private final Notices notices;
  private final PlaybookEngine playbooks;

  Coordination(Orders orders, Incidents incidents, Notices notices, PlaybookEngine playbooks) {
    this.orders = orders;
    this.incidents = incidents;
    this.notices = notices;
    this.playbooks = playbooks;
  }

  /** Late orders climb the tree of units; each step is told once. */
  @Scheduled(initialDelay = 20_000, fixedRate = 30_000)
  void escalate() {
    for (OrderEscalation late : orders.escalate()) {
      String id = late.order().task().id();
      Notice.Recipient to =
          late.toUnit().isEmpty()
              ? Notice.Recipient.role(Role.DIEU_PHOI.name(), "")
              : Notice.Recipient.role(Role.VAN_HANH.name(), late.toUnit());
      tellLate(late, id, to);
      if (!late.toUnit().isEmpty()) {
        tellLate(late, id, Notice.Recipient.role(Role.DIEU_PHOI.name(), ""));
      }
    }
  }

  private void tellLate(OrderEscalation late, String id, Notice.Recipient to) {
    String what = late.overdue() ? "quá hạn hoàn thành" : "chưa được xác nhận";
    notices.tell(
        new NewNotice(
            "order-late:%s:%s:%s:%s".formatted(id, late.overdue(), late.toUnit(), to.key()),
            Notice.Kind.ORDER_LATE,
            to,
            "Lệnh thuộc sự cố %s %s".formatted(late.order().task().incidentId(), what),
            "/orders?id=" + id,
            late.order().task().incidentId()));
  }

  /** Whoever may agree to a step that waits for it, but who started the run. */
  @Scheduled(initialDelay = 10_000, fixedRate = 5_000)
  void askForApproval() {
    for (PendingApproval pending : playbooks.approvals(EVERYWHERE)) {
      incidents
          .find(OrganizationScope.PROVINCE, pending.incidentId())
          .ifPresent(incident -> askForApproval(pending, incident));
    }
  }

  private void askForApproval(PendingApproval pending, Incident incident) {
    List<String> roles =
        pending.roles().isEmpty() ? List.of(Role.DIEU_PHOI.name()) : pending.roles();
    for (String role : roles) {
      for (String unit : unitsOf(role, incident)) {
        Notice.Recipient to = Notice.Recipient.role(role, unit);
        notices.tell(
            new NewNotice(
                "approval:%s:%d:%s:%s"
                    .formatted(pending.runId(), pending.step(), pending.digest(), to.key()),
                Notice.Kind.APPROVAL,
                to,
                incident.id() + ": một bước kịch bản chờ phê duyệt",
                "/runs/" + pending.runId(),
                incident.id()));
      }
    }
  }

  /** Roles of the units hear only of incidents of their own. */
  private static Set<String> unitsOf(String role, Incident incident) {
    if (!role.equals(Role.VAN_HANH.name()) && !role.equals(Role.BAO_CAO_VIEN.name())) {
      return Set.of("");
    }
    Set<String> units = new LinkedHashSet<>(incident.units());
    units.add(incident.organization());
    units.remove("");
    return units;
  }
}
