package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.TestBrowser.Visitor;
import vn.lachan.app.security.Role;
import vn.lachan.simulator.send.Feed;
import vn.lachan.simulator.send.LogLine;
import vn.lachan.simulator.send.SyslogTcpSender;

/**
 * The main path, with real people's hands: a log line comes in, an alert, an incident, a task, a
 * report, and an auditor who sees it all.
 */
class StoryIT {
  private static final String PLAYBOOK = "playbook--0641e9b8-e92e-43f9-b062-be847a690caf";
  private static final String UNIT = "ttpvhcc-tinh";
  private static final String ATTACKER = "203.0.113.9";

  @TempDir static Path folder;
  private static TestPlatform platform;
  private static TestBrowser browser;

  @BeforeAll
  static void start() {
    assumeTrue(
        TestBrowser.chromium().isPresent(),
        "no Chromium on this machine: apt-get install chromium");
    platform = TestPlatform.start(folder, Map.of());
    platform.account("phan.tich", "ca-tinh", Role.PHAN_TICH);
    platform.account("dieu.phoi", "ca-tinh", Role.DIEU_PHOI);
    platform.account("van.hanh", UNIT, Role.VAN_HANH);
    platform.account("kiem.toan", "tinh", Role.KIEM_TOAN);
    browser = TestBrowser.open(platform.address());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      platform.close();
    }
  }

  @Test
  void aLogLineBecomesAnAlertAnIncidentATaskAReportAndAnAuditTrail() throws Exception {
    String incident;
    try (Visitor analyst = visitor("phan.tich")) {
      String alert = theAlertAppearsByItself(analyst);
      incident = theAnalystEscalatesByKeyboard(analyst, alert);
      assertThat(analyst.problems()).isEmpty();
    }
    try (Visitor coordinator = visitor("dieu.phoi");
        Visitor operator = visitor("van.hanh")) {
      theCoordinatorDeclaresAndStartsThePlaybook(coordinator, incident);
      theOperatorDoesTheTask(operator, incident);
      theCoordinatorIssuesTheReport(coordinator, incident);
      assertThat(operator.problems()).isEmpty();
      assertThat(coordinator.problems()).isEmpty();
    }
    try (Visitor auditor = visitor("kiem.toan")) {
      theAuditorSeesEverythingAndChangesNothing(auditor, incident);
      assertThat(auditor.problems()).isEmpty();
    }
  }

  private static Visitor visitor(String account) {
    Visitor visitor = browser.visitorAtRest();
    visitor.signIn(account, TestPlatform.PASSWORD);
    return visitor;
  }

  /** The queue is open and empty; nobody touches the page while the lines come in by syslog. */
  private static String theAlertAppearsByItself(Visitor analyst) {
    analyst.see("state-all-done");
    analyst.seeText("trực tuyến");
    sendPasswordSpray();
    Locator row = analyst.page().getByTestId("alert-table").locator("tbody tr").first();
    row.waitFor();
    assertThat(row.innerText()).contains("Dò mật khẩu nhiều tài khoản").contains(ATTACKER);
    return Optional.ofNullable(row.getAttribute("data-row-key")).orElseThrow();
  }

  private static String theAnalystEscalatesByKeyboard(Visitor analyst, String alert) {
    analyst.page().keyboard().press("j");
    analyst.page().keyboard().press("Enter");
    analyst.see("section-events");
    assertThat(analyst.barriers()).isEmpty();
    analyst.picture("story-drawer");
    analyst.click("explain");
    assertThat(analyst.see("explanation").innerText()).contains("event.action").contains(ATTACKER);
    analyst.picture("story-explanation");
    analyst.page().keyboard().press("a");
    analyst.row(alert).getByText("Đang xử lý").waitFor();
    analyst.page().keyboard().press("e");
    analyst.see("escalate-title");
    analyst.seeText("Truy cập trái phép, chiếm quyền điều khiển");
    analyst.picture("story-escalate");
    analyst.click("escalate-submit");
    analyst.page().waitForURL(Pattern.compile(".*/incidents/SC-\\d{4}-\\d{3,}"));
    String incident = analyst.page().url().replaceAll(".*/", "");
    analyst.see("page-incident");
    assertThat(analyst.has("incident-move")).as("an analyst does not declare").isFalse();
    assertThat(analyst.barriers()).isEmpty();
    return incident;
  }

  private static void theCoordinatorDeclaresAndStartsThePlaybook(
      Visitor coordinator, String incident) {
    coordinator.go("/incidents/" + incident);
    coordinator.click("incident-move");
    coordinator.click("move-DA_TUYEN_BO");
    coordinator.type("move-reason", "Mười hai tài khoản cán bộ bị dò từ một địa chỉ ngoài tỉnh");
    coordinator.click("move-submit");
    coordinator
        .page()
        .locator("[data-phase=now]")
        .filter(new Locator.FilterOptions().setHasText("Đã tuyên bố"))
        .waitFor();
    coordinator.click("tab-playbooks");
    coordinator.click("playbook-start");
    coordinator.click("try-" + PLAYBOOK);
    assertThat(coordinator.see("dry-run-commands").innerText()).contains("người làm");
    coordinator.picture("story-dry-run");
    coordinator.page().keyboard().press("Escape");
    coordinator.click("start-" + PLAYBOOK);
    coordinator.see("output-__notify_enabled__");
    coordinator.click("start-values-submit");
    coordinator.page().locator("[data-waiting=true]").first().waitFor();
    coordinator.picture("story-playbook");
    coordinator.click("tab-tasks");
    confirm(coordinator);
  }

  /** The first step of the playbook asks the coordinator what is known. */
  private static void confirm(Visitor coordinator) {
    coordinator.click("task-acknowledge");
    coordinator.click("task-complete");
    choose(coordinator, "output-__confirmed__", "Có");
    choose(coordinator, "output-__server_compromised__", "Không");
    choose(coordinator, "output-__beyond_ability__", "Không");
    coordinator.type("output-__severity__", "M3");
    coordinator.type("output-__affected_systems__", "Hệ thống một cửa");
    coordinator.type("output-__affected_units__", "Trung tâm Phục vụ hành chính công tỉnh");
    coordinator.type("output-__account__", "cb.1.00721");
    coordinator.type("task-result", "Đã xác nhận với đơn vị vận hành.");
    coordinator.click("task-complete-submit");
    coordinator.seeText("Bảo toàn nhật ký và phiên");
  }

  private static void choose(Visitor visitor, String testId, String label) {
    visitor.click(testId);
    visitor
        .page()
        .locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option")
        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + label + "$")))
        .last()
        .click();
  }

  private static void theOperatorDoesTheTask(Visitor operator, String incident) {
    operator.go("/tasks");
    operator.seeText("Bảo toàn nhật ký và phiên");
    operator.page().getByText("Bảo toàn nhật ký và phiên").first().click();
    operator.see("task-panel");
    operator.picture("story-task");
    operator.click("task-acknowledge");
    operator.click("task-complete");
    operator.type("output-__evidence_list__", "nhat-ky-dang-nhap.ndjson, lưu tại két số 2");
    operator.type("task-result", "Đã xuất và niêm phong nhật ký đăng nhập 24 giờ.");
    operator.click("task-complete-submit");
    operator.see("page-tasks");
    operator.go("/incidents/" + incident + "?tab=tasks");
    operator.seeText("Đã xuất và niêm phong nhật ký đăng nhập 24 giờ.");
    assertThat(operator.has("incident-move")).isFalse();
  }

  private static void theCoordinatorIssuesTheReport(Visitor coordinator, String incident)
      throws IOException {
    coordinator.go("/incidents/" + incident + "?tab=tasks");
    coordinator.seeText("Đã xuất và niêm phong nhật ký đăng nhập 24 giờ.");
    coordinator.click("tab-reports");
    coordinator.click("issue-su-co-bao-cao");
    Locator open = coordinator.page().locator("a[href$='/pdf']").first();
    open.waitFor();
    coordinator.picture("story-report");
    String address = platform.address() + open.getAttribute("href");
    APIResponse answer = coordinator.page().request().get(address);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().get("content-type")).startsWith("application/pdf");
    try (PDDocument document = Loader.loadPDF(answer.body())) {
      assertThat(document.getNumberOfPages()).isGreaterThan(1);
      assertThat(new PDFTextStripper().getText(document)).contains(incident);
    }
  }

  private static void theAuditorSeesEverythingAndChangesNothing(Visitor auditor, String incident) {
    auditor.go("/queue?state=all");
    auditor.seeText("Dò mật khẩu nhiều tài khoản");
    auditor.page().getByTestId("alert-table").locator("tbody tr").first().click();
    auditor.see("section-history");
    onlyReads(auditor);
    for (String tab :
        List.of("overview", "timeline", "tasks", "playbooks", "evidence", "notes", "reports")) {
      auditor.go("/incidents/" + incident + "?tab=" + tab);
      auditor.see("page-incident");
      onlyReads(auditor);
    }
    for (String path :
        List.of(
            "tasks",
            "search",
            "rules",
            "rules?tab=exemptions",
            "rules?tab=coverage",
            "rules?tab=gaps",
            "sources",
            "backups",
            "reports?tab=forms")) {
      auditor.go("/" + path);
      auditor.see("page-" + path.replaceAll("\\?.*", ""));
      onlyReads(auditor);
    }
    theTrailTellsTheStory(auditor, incident);
  }

  private static void theTrailTellsTheStory(Visitor auditor, String incident) {
    auditor.go("/audit");
    auditor.see("audit-table");
    auditor.click("audit-verify");
    auditor.see("verify-result");
    auditor.picture("story-audit");
    for (String text :
        List.of(
            "alert.take",
            "incident.escalate",
            incident,
            "incident.state",
            "run.start",
            "task.acknowledge",
            "task.complete",
            "report.issue",
            "report.open")) {
      auditor.go("/audit?text=" + text);
      auditor.see("audit-table");
    }
  }

  /** None of the marks of buttons that change something. */
  private static void onlyReads(Visitor auditor) {
    assertThat(
            auditor
                .page()
                .locator(
                    "[data-testid^=action-], [data-testid^=issue-], [data-testid^=edit-],"
                        + " [data-testid^=clock-done-], [data-testid^=run-] button,"
                        + " [data-testid^=drill-]:is(button), [data-testid^=evidence-verify],"
                        + " [data-testid=evidence-add], [data-testid=incident-move],"
                        + " [data-testid=incident-create], [data-testid=task-add],"
                        + " [data-testid=task-acknowledge], [data-testid=task-complete],"
                        + " [data-testid=note-send], [data-testid=timeline-add],"
                        + " [data-testid=playbook-start], [data-testid=bulk-bar],"
                        + " [data-testid=import-open], [data-testid=rule-new],"
                        + " [data-testid^=rule-move-], [data-testid=rule-test-run],"
                        + " [data-testid=exemption-create], [data-testid^=exemption-approve-],"
                        + " [data-testid^=exemption-revoke-], [data-testid=suppression-save],"
                        + " [data-testid=backtest-start], [data-testid^=gap-fill-]")
                .count())
        .as(auditor.page().url())
        .isZero();
  }

  private static void sendPasswordSpray() {
    Instant now = Instant.now();
    try (SyslogTcpSender syslog =
        new SyslogTcpSender("127.0.0.1", platform.port("syslog-tcp"), Optional.empty())) {
      for (int i = 0; i < 12; i++) {
        Instant at = now.minusSeconds(60 - i * 4L);
        Map<String, String> fields =
            Map.of(
                "thoi_gian",
                at.toString(),
                "ma_su_kien",
                "thu-" + i,
                "hanh_dong",
                "dang_nhap",
                "ket_qua",
                "that_bai",
                "ma_loi",
                "SAI_MAT_KHAU",
                "tai_khoan",
                "cb." + i + ".00721",
                "loai_chu_the",
                "can_bo",
                "ma_don_vi",
                UNIT,
                "ip",
                ATTACKER);
        String text = JsonMapper.shared().writeValueAsString(fields);
        syslog.send(new LogLine(Feed.ONE_STOP, at, "motcua-app-01", "motcua", "", text));
      }
      syslog.flush();
    }
  }
}
