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
      page(analyst, "/rules", "rule-table", "rules");
      analyst.page().getByTestId("rule-table").locator("tbody tr").first().click();
      analyst.see("rule-yaml");
      analyst.picture("rule");
      page(analyst, "/sources", "source-table", "sources");
      page(analyst, "/backups", "page-backups", "backups");
      page(analyst, "/backups?tab=drills", "drill-table", "drills");
      assertThat(analyst.problems()).isEmpty();
    }
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
