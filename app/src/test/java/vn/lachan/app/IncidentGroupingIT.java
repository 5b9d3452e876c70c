package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.app.TestBrowser.Visitor;
import vn.lachan.app.security.Role;
import vn.lachan.audit.Actor;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Level;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.handling.Escalation;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.queue.AlertQueue;

/** Two incidents that look like one are merged, and taken apart again, in a browser. */
class IncidentGroupingIT {
  private static final Officer ANALYST =
      new Officer(
          new Actor("phan.tich", "ca-tinh", List.of("PHAN_TICH")), OrganizationScope.PROVINCE);

  @TempDir static Path folder;
  private static TestPlatform platform;
  private static TestBrowser browser;

  @BeforeAll
  static void start() {
    assumeTrue(
        TestBrowser.chromium().isPresent(),
        "no Chromium on this machine: apt-get install chromium");
    platform = TestPlatform.start(folder, Map.of());
    platform.account("dieu.phoi", "ca-tinh", Role.DIEU_PHOI);
    platform.account("xa.phan", "00721", Role.VAN_HANH);
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
  void aMergeIsUndoneAndAnAlertMovedWithoutLosingAnything() throws Exception {
    String one = incident("a-1", "a-2");
    String two = incident("b-1");
    try (Visitor coordinator = browser.visitor()) {
      coordinator.signIn("dieu.phoi", TestPlatform.PASSWORD);
      coordinator.go("/incidents/" + two);
      coordinator.see("similar-" + one);
      assertThat(coordinator.barriers()).isEmpty();
      coordinator.picture("incident-similar");

      merge(coordinator, one);
      assertThat(coordinator.see("merged-into").innerText()).isEqualTo(one);
      coordinator.picture("incident-merged");
      unmerge(coordinator, two);

      takeOut(coordinator, one);
      responseTimes(coordinator);
      assertThat(coordinator.problems()).isEmpty();
    }
    assertThat(platform.get(AlertQueue.class).find(OrganizationScope.PROVINCE, "a-2").orElseThrow())
        .satisfies(alert -> assertThat(alert.incidentId()).isNull());
    assertThat(platform.signedIn("xa.phan").get("/api/incidents/" + one + "/similar").statusCode())
        .as("nothing for another unit")
        .isEqualTo(404);
  }

  private static void merge(Visitor coordinator, String into) {
    coordinator.click("incident-move");
    coordinator.click("move-GOP_VAO");
    coordinator.type("move-merge-into", into);
    coordinator.type("move-reason", "Cùng một kẻ tấn công");
    coordinator.click("move-submit");
    coordinator.see("incident-merged");
  }

  private static void unmerge(Visitor coordinator, String id) {
    coordinator.click("unmerge");
    coordinator.type("reason", "Hai địa chỉ khác nhau");
    coordinator.click("reason-submit");
    coordinator.see("page-incident");
    coordinator.seeText(id);
    coordinator.click("tab-alerts");
    coordinator.row("b-1");
  }

  private static void takeOut(Visitor coordinator, String id) {
    coordinator.go("/incidents/" + id + "?tab=alerts");
    coordinator.row("a-2").locator("input[type=checkbox]").check();
    coordinator.picture("incident-regroup");
    coordinator.click("regroup-detach");
    coordinator.type("reason", "Không liên quan");
    coordinator.click("reason-submit");
    coordinator
        .page()
        .locator("[data-row-key=\"a-2\"]")
        .waitFor(
            new com.microsoft.playwright.Locator.WaitForOptions()
                .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
    coordinator.row("a-1");
  }

  private static void responseTimes(Visitor coordinator) {
    coordinator.go("/reports?tab=times");
    assertThat(coordinator.see("times-table").innerText()).contains("02:00");
    assertThat(coordinator.barriers()).isEmpty();
    coordinator.picture("reports-times");
  }

  private static String incident(String... alerts) {
    platform
        .get(AlertQueue.class)
        .add(List.of(alerts).stream().map(IncidentGroupingIT::alert).toList());
    return platform
        .get(Incidents.class)
        .escalate(ANALYST, new Escalation(List.of(alerts), null, null, Category.XN, null, ""))
        .incidentId();
  }

  private static Alert alert(String id) {
    Instant detected = Instant.now();
    return new Alert(
        id,
        "quy-tac-" + id,
        "0123456789ab",
        "Đăng nhập sai nhiều lần",
        Level.HIGH,
        "14 lần đăng nhập sai rồi thành công",
        detected.minusSeconds(120),
        detected,
        "00001",
        id.endsWith("2") ? "203.0.113.9" : "198.51.100.7",
        "dvc.motcua",
        List.of("attack.t1110"),
        Map.of(),
        List.of("e-" + id));
  }
}
