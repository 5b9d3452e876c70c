package vn.lachan.app.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import vn.lachan.app.security.Account;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.security.Role;
import vn.lachan.audit.AuditTrail;
import vn.lachan.audit.Verification;
import vn.lachan.detection.Detector;
import vn.lachan.detection.RuleInfo;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.handling.IncidentFilter;
import vn.lachan.incidents.handling.IncidentPage;
import vn.lachan.incidents.handling.IncidentSummary;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.queue.AlertFilter;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.incidents.queue.AlertState;
import vn.lachan.reports.Figure;
import vn.lachan.reports.Figure.Assessment;

/** Accounts, the audit trail, and incidents against their clocks. */
@Component
class PeopleFigures implements FigureGroup {
  private static final Duration DORMANT = Duration.ofDays(45);
  private static final String SHARED_ACCOUNT = "A03";

  private final Accounts accounts;
  private final AuditTrail trail;
  private final AlertQueue queue;
  private final Incidents incidents;
  private final Detector detector;

  PeopleFigures(
      Accounts accounts,
      AuditTrail trail,
      AlertQueue queue,
      Incidents incidents,
      Detector detector) {
    this.accounts = accounts;
    this.trail = trail;
    this.queue = queue;
    this.incidents = incidents;
    this.detector = detector;
  }

  @Override
  public List<Figure> measure(Instant now) {
    List<Account> enabled = accounts.all().stream().filter(Account::enabled).toList();
    long dormant = enabled.stream().filter(a -> isDormant(a, now)).count();
    List<Account> privileged =
        enabled.stream().filter(a -> a.roles().stream().anyMatch(Role::needsSecondFactor)).toList();
    long strong = privileged.stream().filter(Account::secondFactor).count();
    List<IncidentSummary> all = allIncidents();
    long classified = all.stream().filter(s -> s.incident().category() != Category.KH).count();
    long overdue =
        all.stream().filter(s -> s.nextClock() != null && s.nextClock().isOverdue()).count();
    return List.of(
        FigureGroup.none(
            "accounts.dormant", "Tài khoản nền tảng không dùng quá 45 ngày", dormant, "/users"),
        FigureGroup.none(
            "accounts.shared",
            "Cảnh báo dùng chung tài khoản chưa xử lý",
            sharedAccounts(),
            "/queue?state=MOI,DANG_XU_LY"),
        FigureGroup.share(
            "accounts.mfa",
            "Tài khoản đặc quyền có xác thực đa yếu tố",
            strong,
            privileged.size(),
            100,
            "/users"),
        audit(),
        FigureGroup.share(
            "incidents.classified",
            "Sự cố đã phân nhóm",
            classified,
            all.size(),
            100,
            "/incidents?state=all"),
        FigureGroup.none(
            "incidents.clocks", "Sự cố quá hạn báo cáo", overdue, "/incidents?state=open"));
  }

  private static boolean isDormant(Account account, Instant now) {
    Instant last = account.lastLogin();
    return last != null && last.plus(DORMANT).isBefore(now);
  }

  private long sharedAccounts() {
    return detector.rules().rules().stream()
        .filter(rule -> rule.custom("use_case").equals(SHARED_ACCOUNT) && !rule.silent())
        .map(RuleInfo::id)
        .mapToLong(id ->
            queue
                .list(
                    OrganizationScope.PROVINCE,
                    new AlertFilter(
                        Set.of(AlertState.MOI, AlertState.DANG_XU_LY),
                        Set.of(),
                        null,
                        id,
                        null,
                        null,
                        "",
                        AlertFilter.Sort.NEWEST,
                        null,
                        1))
                .total())
        .sum();
  }

  private List<IncidentSummary> allIncidents() {
    List<IncidentSummary> all = new java.util.ArrayList<>();
    String after = null;
    do {
      IncidentPage page =
          incidents.list(
              OrganizationScope.PROVINCE,
              new IncidentFilter(IncidentFilter.Show.ALL, Set.of(), "", after, 200));
      all.addAll(page.items());
      after = page.next();
    } while (after != null);
    return all;
  }

  private Figure audit() {
    return switch (trail.verify()) {
      case Verification.Intact(long records, String _) ->
          new Figure(
              "audit.intact",
              "Chuỗi nhật ký kiểm toán nguyên vẹn",
              records + " bản ghi, nguyên vẹn",
              "nguyên vẹn",
              Assessment.MET,
              "/audit");
      case Verification.BrokenAt(long sequence, String reason) ->
          new Figure(
              "audit.intact",
              "Chuỗi nhật ký kiểm toán nguyên vẹn",
              "đứt tại bản ghi " + sequence + ": " + reason,
              "nguyên vẹn",
              Assessment.UNMET,
              "/audit");
    };
  }
}
