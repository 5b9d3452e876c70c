package vn.lachan.app.schedule;

import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import vn.lachan.app.evidence.PeriodicClocks;
import vn.lachan.app.security.Role;
import vn.lachan.app.settings.Settings;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.clock.ReportingClock;
import vn.lachan.incidents.clock.RunningClock;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.notice.NewNotice;
import vn.lachan.incidents.notice.Notice;
import vn.lachan.incidents.notice.Notices;

/** Tells whom it concerns that a duty of the law is due soon or overdue, each once. */
@Component
class ClockWatch {
  private final Incidents incidents;
  private final Notices notices;
  private final Supplier<List<PeriodicClocks.Row>> periodic;
  private final int most;

  @Autowired
  ClockWatch(Incidents incidents, Notices notices, PeriodicClocks periodic, Settings settings) {
    this(incidents, notices, periodic::running, settings.incidents().board());
  }

  ClockWatch(
      Incidents incidents, Notices notices, Supplier<List<PeriodicClocks.Row>> periodic, int most) {
    this.incidents = incidents;
    this.notices = notices;
    this.periodic = periodic;
    this.most = most;
  }

  /** Reporting duties that run out are told to the coordinator and to the leading unit. */
  @Scheduled(initialDelay = 25_000, fixedRate = 60_000)
  void watch() {
    for (RunningClock running : incidents.runningClocks(OrganizationScope.PROVINCE, most)) {
      ReportingClock clock = running.clock();
      switch (clock.state()) {
        case DUE_SOON -> tell(running, Notice.Kind.CLOCK_DUE_SOON, "sắp đến hạn");
        case OVERDUE -> tell(running, Notice.Kind.CLOCK_OVERDUE, "đã quá hạn");
        case RUNNING, DONE, DONE_LATE -> {}
      }
    }
    for (PeriodicClocks.Row report : periodic.get()) {
      switch (report.state()) {
        case DUE_SOON -> tell(report, Notice.Kind.CLOCK_DUE_SOON, "sắp đến hạn");
        case OVERDUE -> tell(report, Notice.Kind.CLOCK_OVERDUE, "đã quá hạn");
        case RUNNING, DONE, DONE_LATE -> {}
      }
    }
  }

  /** Reports of the calendar are the coordinator's to write. */
  private void tell(PeriodicClocks.Row report, Notice.Kind kind, String how) {
    notices.tell(
        new NewNotice(
            "periodic:%s:%s:%s".formatted(report.id(), report.period(), kind),
            kind,
            Notice.Recipient.role(Role.DIEU_PHOI.name(), ""),
            "“%s” kỳ %s %s".formatted(report.name(), report.period(), how),
            "/reports?tab=period&period=" + report.period(),
            null,
            report.id()));
  }

  private void tell(RunningClock running, Notice.Kind kind, String how) {
    tellClock(running, kind, how, Notice.Recipient.role(Role.DIEU_PHOI.name(), ""));
    String unit = running.incident().organization();
    if (!unit.isEmpty()) {
      tellClock(running, kind, how, Notice.Recipient.role(Role.VAN_HANH.name(), unit));
    }
    if (running.incident().personalData()) {
      tellClock(running, kind, how, Notice.Recipient.role(Role.BAO_VE_DLCN.name(), ""));
    }
    tellClock(running, kind, how, Notice.Recipient.person(running.incident().owner()));
  }

  private void tellClock(RunningClock running, Notice.Kind kind, String how, Notice.Recipient to) {
    String incident = running.incident().id();
    notices.tell(
        new NewNotice(
            "clock:%s:%s:%s:%s".formatted(incident, running.clock().id(), kind, to.key()),
            kind,
            to,
            subject(running, how),
            "/incidents/" + incident,
            incident,
            running.clock().id()));
  }

  private static String subject(RunningClock running, String how) {
    return "%s: “%s” %s".formatted(running.incident().id(), running.clock().name(), how);
  }
}
