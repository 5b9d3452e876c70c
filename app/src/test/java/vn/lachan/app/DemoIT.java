package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.app.TestBrowser.Visitor;
import vn.lachan.app.demo.Demo;

/**
 * The day of the province: every attack in it is found, the drill passes, and every page shows it.
 * Each page leaves a picture in {@code target/screenshots}; with {@code
 * -Dlachan.screenshots.update=true} the one of the queue becomes the picture of the README.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoIT {
  private static final int DOSSIERS = 200;
  private static final PrintStream OUT = System.out;

  @TempDir static Path folder;
  private static Demo demo;
  private static boolean allFound;
  private static boolean restored;

  @BeforeAll
  static void play() throws Exception {
    demo = Demo.start(folder, 0, OUT, Clock.systemUTC());
    allFound = demo.play(DOSSIERS, OUT);
    restored = demo.backUpAndDrill(OUT);
  }

  @AfterAll
  static void stop() {
    if (demo != null) {
      demo.close();
    }
  }

  @Test
  @Order(1)
  void findsEveryAttackAndRestoresTheDossiers() {
    assertThat(allFound).as("all attacks found, see the table above").isTrue();
    assertThat(restored).as("the drill passed").isTrue();
  }

  @Test
  @Order(2)
  void showsItOnEveryPage() throws IOException {
    assumeTrue(
        TestBrowser.chromium().isPresent(),
        "no Chromium on this machine: apt-get install chromium");
    try (TestBrowser browser = TestBrowser.open(demo.address())) {
      String incident = triage(browser);
      coordination(browser, incident);
      watching(browser);
      detection(browser);
      administration(browser);
    }
    if (Boolean.getBoolean("lachan.screenshots.update")) {
      Files.copy(
          TestBrowser.SCREENSHOTS.resolve("queue.png"),
          Files.createDirectories(Path.of("..", "docs", "images")).resolve("queue.png"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Log-in, queue, drawer, escalation. */
  private static String triage(TestBrowser browser) {
    try (Visitor analyst = browser.visitor()) {
      analyst.go("/");
      analyst.see("login-account");
      analyst.picture("login");
      analyst.signIn("phan.tich", demo.passwordOf("phan.tich"));
      analyst.see("alert-table");
      Locator rows = analyst.page().getByTestId("alert-table").locator("tbody tr");
      analyst.picture("queue-list");
      rows.filter(new Locator.FilterOptions().setHasText("Dò mật khẩu")).first().click();
      analyst.see("section-events");
      analyst.picture("queue");
      assertThat(analyst.barriers()).as("queue with drawer").isEmpty();
      analyst.dark(true);
      analyst.see("section-events");
      analyst.picture("queue-dark");
      analyst.dark(false);
      analyst.see("section-events");
      analyst.page().keyboard().press("o");
      analyst.see("page-alert");
      analyst.see("section-history");
      analyst.picture("alert");
      assertThat(analyst.barriers()).as("alert on its page").isEmpty();
      analyst.page().keyboard().press("n");
      analyst.type("alert-note", "Đã gọi Trung tâm Phục vụ hành chính công để xác minh");
      analyst.click("alert-note-submit");
      analyst.see("section-history").getByText("để xác minh").waitFor();
      analyst.page().keyboard().press("p");
      analyst.see("alert-playbooks");
      analyst.picture("alert-playbooks");
      analyst.go("/queue?by=rule");
      analyst.see("alert-groups");
      analyst.picture("queue-groups");
      analyst.go("/queue");
      rows.filter(new Locator.FilterOptions().setHasText("Dò mật khẩu")).first().click();
      analyst.see("section-events");
      analyst.click("action-take");
      analyst.see("undo-toast");
      analyst.click("action-escalate");
      analyst.see("escalate-title");
      analyst.picture("escalate");
      analyst.click("escalate-submit");
      analyst.page().waitForURL("**/incidents/SC-*");
      assertThat(analyst.problems()).isEmpty();
      return analyst.page().url().replaceAll(".*/", "");
    }
  }

  /** The incident with its tabs, tasks and the other pages of the coordinator. */
  private static void coordination(TestBrowser browser, String incident) {
    try (Visitor coordinator = browser.visitor()) {
      coordinator.signIn("dieu.phoi", demo.passwordOf("dieu.phoi"));
      coordinator.go("/incidents/" + incident);
      coordinator.click("incident-move");
      coordinator.click("move-DA_TUYEN_BO");
      coordinator.type("move-reason", "Đạt tiêu chí mức độ: tài khoản cán bộ bị dò hàng loạt.");
      coordinator.picture("incident-move");
      coordinator.click("move-submit");
      coordinator.go("/incidents/" + incident + "?tab=playbooks");
      coordinator.click("playbook-start");
      coordinator.page().locator("[data-testid^=start-playbook]").first().waitFor();
      coordinator.picture("playbook-choice");
      coordinator.page().locator("[data-testid^=start-playbook]").first().click();
      coordinator.see("start-values");
      coordinator.picture("playbook-values");
      coordinator.click("start-values-submit");
      coordinator.page().locator("[data-waiting=true]").first().waitFor();
      coordinator.go("/incidents/" + incident + "?tab=notes");
      coordinator.type(
          "note-text", "Đã gọi Trung tâm Phục vụ hành chính công, đang khóa tài khoản.");
      coordinator.click("note-send");
      coordinator.go("/incidents/" + incident + "?tab=reports");
      coordinator.click("issue-su-co-thong-bao-ban-dau");
      coordinator.page().locator("a[href$='/pdf']").first().waitFor();
      for (String tab :
          List.of(
              "overview",
              "timeline",
              "tasks",
              "playbooks",
              "evidence",
              "alerts",
              "notes",
              "reports")) {
        coordinator.go("/incidents/" + incident + "?tab=" + tab);
        coordinator.see("page-incident");
        coordinator.picture("incident-" + tab);
        assertThat(coordinator.barriers()).as("incident, " + tab).isEmpty();
      }
      coordinator.go("/incidents/" + incident);
      coordinator.dark(true);
      coordinator.see("page-incident");
      coordinator.picture("incident-dark");
      coordinator.dark(false);
      coordinator.click("edit-facts");
      coordinator.page().getByText("Gây gián đoạn nghiêm trọng").click();
      coordinator.picture("incident-facts");
      coordinator.click("facts-submit");
      coordinator.seeText("Gây gián đoạn nghiêm trọng");
      page(coordinator, "/incidents", "incident-table", "incidents");
      page(coordinator, "/tasks", "task-table", "tasks");
      coordinator.page().getByTestId("task-table").locator("tbody tr").first().click();
      coordinator.see("task-panel");
      coordinator.picture("task");
      page(coordinator, "/reports", "report-table", "reports");
      page(coordinator, "/reports?tab=forms", "form-table", "reports-forms");
      page(coordinator, "/reports?tab=compliance", "clause-table", "compliance");
      assertThat(coordinator.problems()).isEmpty();
    }
  }

  /** What is searched and watched. */
  private static void watching(TestBrowser browser) {
    try (Visitor analyst = browser.visitor()) {
      analyst.signIn("phan.tich", demo.passwordOf("phan.tich"));
      analyst.go("/search?q=event.outcome:failure");
      analyst.see("histogram");
      analyst.see("event-table");
      analyst.see("top-values");
      analyst.picture("search");
      analyst.page().getByTestId("event-table").locator("tbody tr").first().click();
      analyst.picture("search-event");
      page(analyst, "/sources", "source-table", "sources");
      page(analyst, "/backups", "page-backups", "backups");
      page(analyst, "/backups?tab=drills", "drill-table", "drills");
      assertThat(analyst.problems()).isEmpty();
    }
  }

  /** The rules: what they are, what they must not report, what they cover and would have found. */
  private static void detection(TestBrowser browser) {
    try (Visitor analyst = browser.visitor();
        Visitor coordinator = browser.visitor()) {
      analyst.signIn("phan.tich", demo.passwordOf("phan.tich"));
      both(analyst, "/rules", "rule-table", "rules");
      analyst.page().getByTestId("rule-table").locator("tbody tr").first().click();
      analyst.see("rule-yaml");
      String rule = analyst.page().url().replaceAll(".*/rules/", "/rules/").replaceAll("\\?.*", "");
      both(analyst, rule, "rule-yaml", "rule");
      writeARule(analyst);
      both(analyst, rule + "?tab=versions", "version-list", "rule-versions");
      both(analyst, rule + "?tab=noise", "suppression-form", "rule-noise");
      tryOnTheHistory(analyst, rule);
      exempt(analyst, coordinator, rule);
      both(analyst, "/rules?tab=coverage", "coverage-grid", "rules-coverage");
      both(analyst, "/rules?tab=gaps", "canary", "rules-gaps");
      analyst.click("import-open");
      analyst.see("import-set");
      analyst.picture("rules-import");
      assertThat(analyst.problems()).isEmpty();
      assertThat(coordinator.problems()).isEmpty();
    }
  }

  /** What is wrong is said at its line before anything is saved. */
  private static void writeARule(Visitor analyst) {
    analyst.go("/rules/new");
    String text = analyst.see("rule-editor").inputValue();
    analyst.type("rule-editor", text.replace("|startswith", "|bat_dau"));
    analyst.see("rule-editor-problems");
    analyst.picture("rule-text-wrong");
    analyst.type("rule-editor", text);
    analyst.see("text-right");
    analyst.click("rule-test-run");
    analyst.see("test-result");
    analyst.picture("rule-text");
    assertThat(analyst.barriers()).as("a new rule").isEmpty();
    analyst.type("version-note", "Quy tắc thử của lần diễn tập");
    analyst.click("rule-create-submit");
    analyst.see("rule-move-TESTED");
    analyst.click("rule-move-TESTED");
    analyst.click("rule-move-submit");
    analyst.click("rule-move-ENABLED");
    analyst.type("rule-move-reason", "Đã thử trên lịch sử");
    analyst.picture("rule-state");
    analyst.click("rule-move-submit");
    analyst.see("rule-move-RETIRED");
  }

  private static void tryOnTheHistory(Visitor analyst, String rule) {
    analyst.go(rule + "?tab=backtest");
    analyst.click("backtest-start");
    analyst.page().locator("[data-testid=backtest-result][data-state=DONE]").waitFor();
    analyst.picture("rule-backtest");
    assertThat(analyst.barriers()).as("a back-test").isEmpty();
    analyst.dark(true);
    analyst.see("backtest-result");
    analyst.picture("rule-backtest-dark");
    analyst.dark(false);
  }

  /** One person proposes, another one approves. */
  private static void exempt(Visitor analyst, Visitor coordinator, String rule) {
    analyst.go(rule + "?tab=noise");
    analyst.click("exemption-create");
    analyst.type("clause-field-0", "user.name");
    analyst.see("clause-values-0").click();
    analyst.page().keyboard().type("svc.quet");
    analyst.page().keyboard().press("Enter");
    analyst.type("exemption-reason", "Máy quét lỗ hổng của Trung tâm, đã xác nhận");
    analyst.picture("exemption-new");
    analyst.click("exemption-submit");
    analyst.see("exemption-table");
    coordinator.signIn("dieu.phoi", demo.passwordOf("dieu.phoi"));
    coordinator.go("/rules?tab=exemptions");
    coordinator.see("exemption-table");
    coordinator.picture("rules-exemptions");
    coordinator.page().locator("[data-testid^=exemption-approve-]").first().click();
    coordinator.seeText("Đang áp dụng");
    coordinator.picture("rules-exemptions-approved");
  }

  /** The page in daylight and at night, and without barriers. */
  private static void both(Visitor visitor, String path, String mark, String picture) {
    page(visitor, path, mark, picture);
    assertThat(visitor.barriers()).as(picture).isEmpty();
    visitor.dark(true);
    visitor.see(mark);
    visitor.picture(picture + "-dark");
    visitor.dark(false);
  }

  private static void administration(TestBrowser browser) {
    try (Visitor auditor = browser.visitor();
        Visitor administrator = browser.visitor()) {
      auditor.signIn("kiem.toan", demo.passwordOf("kiem.toan"));
      auditor.go("/audit");
      auditor.click("audit-verify");
      auditor.see("verify-result");
      auditor.picture("audit");
      administrator.signIn("quan.tri", demo.passwordOf("quan.tri"));
      page(administrator, "/users", "user-table", "users");
      assertThat(auditor.problems()).isEmpty();
      assertThat(administrator.problems()).isEmpty();
    }
  }

  private static void page(Visitor visitor, String path, String mark, String picture) {
    visitor.go(path);
    visitor.see(mark);
    visitor.picture(picture);
  }
}
