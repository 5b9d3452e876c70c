package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import vn.lachan.app.TestBrowser.Visitor;
import vn.lachan.app.live.LiveFeed;
import vn.lachan.audit.Actor;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Level;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.handling.NewIncident;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.incidents.queue.AlertState;
import vn.lachan.incidents.queue.QueuedAlert;

/** Triage without a mouse, and a run that begins only when a second person agreed. */
@ExtendWith(SharedPlatform.class)
class ResponseScreensIT {
  private static final Officer POLICE =
      new Officer(
          new Actor("dieu.phoi", "ca-tinh", List.of("DIEU_PHOI")), OrganizationScope.PROVINCE);

  private static TestPlatform platform;
  private static TestBrowser browser;

  @BeforeAll
  static void meet() {
    platform = SharedPlatform.platform();
    browser = SharedPlatform.browser();
  }

  @Test
  void alertsAreTriagedByKeyboardAloneFromSigningInToTheIncident() {
    platform.get(AlertQueue.class).add(List.of(alert("phim-1"), alert("phim-2"), alert("phim-3")));
    try (Visitor analyst = browser.visitorAtRest()) {
      Keyboard keys = analyst.page().keyboard();
      analyst.go("/queue?text=phim");
      analyst.see("login-account");
      keys.type("phan.tich");
      keys.press("Tab");
      keys.type(TestPlatform.PASSWORD);
      keys.press("Enter");
      analyst.see("alert-table");

      String first = active(analyst, keys);
      keys.press("Enter");
      analyst.see("section-events");
      keys.press("n");
      analyst.see("alert-note");
      keys.type("Đã gọi đơn vị");
      submit(analyst, keys);
      analyst.see("history-undo");
      keys.press("u");
      analyst.page().locator(".history .undone").getByText("Đã gọi đơn vị").waitFor();
      keys.press("a");
      await(first, AlertState.DANG_XU_LY);
      analyst.see("undo-toast");
      keys.press("u");
      await(first, AlertState.MOI);
      analyst.picture("alert-undone");
      assign(analyst, keys, first);
      analyst.see("undo-toast");
      keys.press("u");
      await(first, AlertState.MOI);
      keys.press("f");
      analyst.see("close-note");
      keys.type("Máy quét của ta");
      submit(analyst, keys);
      await(first, AlertState.DA_DONG);
      keys.press("Escape");
      keys.press("j");
      String next = active(analyst, keys);
      assertThat(next).isNotEqualTo(first);
      keys.press("x");
      keys.press("Shift+J");
      analyst.see("bulk-bar");
      analyst.picture("keyboard-selection");
      seeGroupsAndNewOnes(analyst, keys);
      keys.press("e");
      analyst.see("escalate-title");
      keys.press("Enter");
      analyst.page().waitForURL(Pattern.compile(".*/incidents/SC-\\d{4}-\\d{3,}"));
      analyst.see("page-incident");
      assertThat(found("phim-2").incidentId()).isNotNull().isEqualTo(found("phim-3").incidentId());
      keys.press("g");
      keys.press("v");
      analyst.see("page-tasks");
      keys.press("g");
      keys.press("k");
      analyst.see("playbook-table");
      assertThat(analyst.problems()).isEmpty();
    }
  }

  @Test
  void aPlaybookChosenForAnAlertIsToldItsValuesBeforeTheIncidentIsMade() {
    platform.get(AlertQueue.class).add(List.of(alert("gia-tri-1")));
    try (Visitor coordinator = browser.visitor();
        Visitor second = browser.visitor()) {
      coordinator.signIn("dieu.phoi", TestPlatform.PASSWORD);
      coordinator.go("/queue?text=gia-tri");
      coordinator.see("alert-table");
      Keyboard keys = coordinator.page().keyboard();
      active(coordinator, keys);
      keys.press("p");
      coordinator.click("start-" + CautiousPlaybook.ONE.id());
      coordinator.see("escalate-values");
      coordinator.see("output-__may__").fill("may-07");
      coordinator.picture("escalate-values");
      assertThat(found("gia-tri-1").incidentId()).as("nothing is done yet").isNull();
      coordinator.click("escalate-submit");
      coordinator
          .page()
          .waitForURL(Pattern.compile(".*/incidents/SC-\\d{4}-\\d{3,}\\?tab=playbooks"));
      assertThat(coordinator.problems()).isEmpty();
      second.signIn("dieu.phoi.hai", TestPlatform.PASSWORD);
      second.go("/tasks");
      second.see("run-approvals").getByText("may-07").first().waitFor();
    }
  }

  @Test
  void aLetterTypedWhileAnInputMethodComposesIsNoShortcut() {
    platform.get(AlertQueue.class).add(List.of(alert("go-1")));
    try (Visitor analyst = browser.visitor()) {
      analyst.signIn("phan.tich", TestPlatform.PASSWORD);
      analyst.go("/queue?text=go");
      analyst.see("alert-table");
      Keyboard keys = analyst.page().keyboard();
      active(analyst, keys);
      analyst
          .page()
          .evaluate(
              """
              () => { for (const key of ['a', 'e', 'c', 'f', 'n', 'p', 'x', 'o', 'u', 'Enter'])
                for (const more of [{ isComposing: true }, { keyCode: 229 }])
                  document.activeElement.dispatchEvent(new KeyboardEvent('keydown',
                    { key, bubbles: true, cancelable: true, ...more })) }
              """);
      composeIn(analyst);
      assertThat(analyst.page().locator(".ant-modal").count()).isZero();
      assertThat(analyst.has("section-events")).as("no alert was opened").isFalse();
      assertThat(analyst.has("bulk-bar")).isFalse();
      assertThat(found("go-1").state()).isEqualTo(AlertState.MOI);

      analyst.page().evaluate("() => document.activeElement.blur()");
      keys.press("n");
      analyst.see("alert-note");
      assertThat(analyst.problems()).isEmpty();
    }
  }

  /** What an input method like Telex does in a field, through the browser's own door for it. */
  private static void composeIn(Visitor analyst) {
    analyst.page().keyboard().press("/");
    CDPSession chromium = analyst.page().context().newCDPSession(analyst.page());
    for (String text : List.of("a", "â", "ấ")) {
      JsonObject composed = new JsonObject();
      composed.addProperty("text", text);
      composed.addProperty("selectionStart", 1);
      composed.addProperty("selectionEnd", 1);
      chromium.send("Input.imeSetComposition", composed);
    }
    JsonObject done = new JsonObject();
    done.addProperty("text", "ấ");
    chromium.send("Input.insertText", done);
    assertThat(analyst.page().locator("#global-search").inputValue()).isEqualTo("ấ");
  }

  @Test
  void aRunBeginsWhenASecondPersonAgreedToExactlyWhatTheyRead() {
    String incident = incident("Cổng dịch vụ bị chiếm");
    try (Visitor asker = browser.visitor();
        Visitor second = browser.visitor()) {
      asker.signIn("dieu.phoi", TestPlatform.PASSWORD);
      asker.go("/incidents/" + incident + "?tab=playbooks");
      asker.click("playbook-start");
      asker.click("start-" + CautiousPlaybook.ONE.id());
      asker.see("output-__may__").fill("may-02");
      asker.picture("start-values");
      asker.click("start-values-submit");
      asker.page().getByText("Mở màn hình chạy").first().click();
      asker.see("page-run");
      box(asker, "WAITING_APPROVAL");
      assertThat(asker.see("approval-refusal").innerText()).contains("không được tự phê duyệt");
      assertThat(asker.has("approval-approve")).isFalse();
      asker.seeText("Trực tiếp");
      assertThat(asker.barriers()).isEmpty();
      asker.picture("run-waiting");

      second.signIn("dieu.phoi.hai", TestPlatform.PASSWORD);
      second.go("/tasks");
      Locator mine =
          second
              .see("run-approvals")
              .locator("article")
              .filter(new Locator.FilterOptions().setHasText(incident));
      assertThat(mine.getByTestId("approval-command").innerText())
          .contains("Khóa cổng dịch vụ của máy may-02");
      assertThat(mine.getByTestId("approval-digest").innerText()).matches("[0-9a-f]{64}");
      assertThat(second.barriers()).isEmpty();
      second.picture("approvals");
      second.dark(true);
      second.see("run-approvals");
      second.picture("approvals-dark");
      mine.getByTestId("approval-approve").click();
      mine.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
      assertThat(second.problems()).isEmpty();

      box(asker, "WAITING_INPUT");
      stopAndGoOn(asker);
      assertThat(asker.problems()).isEmpty();
    }
  }

  /** The screen has not been touched since; the feed told it. */
  private static void box(Visitor visitor, String state) {
    visitor
        .page()
        .locator("[data-step='" + CautiousPlaybook.STEP + "'][data-state='" + state + "']")
        .waitFor();
  }

  private static void stopAndGoOn(Visitor asker) {
    asker.click("run-pause");
    asker.type("stop-reason", "Chờ chỉ đạo");
    asker.page().locator(".ant-modal-footer .ant-btn-primary").click();
    asker.click("run-resume");
    asker.click("run-cancel");
    asker.type("stop-reason", "Nhầm máy");
    asker.page().locator(".ant-modal-footer .ant-btn-primary").click();
    box(asker, "CANCELLED");
    asker.see("run-rollback");
    asker.dark(true);
    box(asker, "CANCELLED");
    asker.picture("run-cancelled-dark");
  }

  @Test
  void theLibraryShowsThePlaybookAndWhatIsWrongWithAFile(
      @org.junit.jupiter.api.io.TempDir Path files) throws Exception {
    Path wrong = files.resolve("sai.json");
    Files.writeString(
        wrong,
        CautiousPlaybook.ONE
            .json()
            .replace("\"on_completion\": \"end--", "\"on_completion\": \"end--9"));
    try (Visitor police = browser.visitor()) {
      police.signIn("dieu.phoi", TestPlatform.PASSWORD);
      police.go("/playbooks");
      police.see("playbook-table");
      police.picture("playbooks");
      police.page().getByText("Ứng phó mã độc và mã hóa dữ liệu tống tiền").first().click();
      // Boxes are there at once in plain rows; what the library laid out takes their place.
      police.page().locator("[data-testid=diagram][data-drawing=library]").waitFor();
      assertThat(police.page().locator("[data-testid=diagram] path.line").all())
          .as("only the library draws lines with bends, around boxes")
          .anyMatch(line -> String.valueOf(line.getAttribute("d")).matches("M[^L]*(L[^L]*){2,}"));
      assertThat(police.has("diagram-plain")).isFalse();
      assertThat(police.barriers()).isEmpty();
      police.picture("playbook");
      String path = police.see("playbook-file").getAttribute("href");
      TestPlatform.Person person = platform.signedIn("dieu.phoi");
      assertThat(person.json(path))
          .as("what is handed on is what was read")
          .isEqualTo(person.json(path.replace("/file", "")).get("cacao"));
      police.go("/playbooks");
      police.click("playbook-check");
      police.see("check-dialog").locator("input[type=file]").setInputFiles(wrong);
      assertThat(police.see("check-verdict").innerText()).contains("Không chạy được");
      assertThat(police.see("import-report").innerText()).contains("/workflow/");
      assertThat(police.barriers()).isEmpty();
      police.picture("playbook-check");
      assertThat(police.problems()).isEmpty();
    }
  }

  /** The row that has the keyboard; moves to the first one when none has. */
  private static String active(Visitor visitor, Keyboard keys) {
    Locator active = visitor.page().locator("tr[data-active=true]");
    if (active.count() == 0) {
      visitor.page().locator("[data-testid=alert-table] tbody tr").first().waitFor();
      keys.press("j");
    }
    active.first().waitFor();
    return String.valueOf(active.first().getAttribute("data-row-key"));
  }

  /** {@code Shift+a}, a name, the first that fits. */
  private static void assign(Visitor analyst, Keyboard keys, String alert) {
    keys.press("Shift+A");
    analyst.see("assign-owner");
    keys.type("dieu.phoi");
    keys.press("Enter");
    await(alert, AlertState.DANG_XU_LY);
    assertThat(found(alert).owner()).isEqualTo("dieu.phoi");
    analyst
        .page()
        .locator(".ant-modal-wrap")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
  }

  /**
   * {@code .} loads what was raised meanwhile; {@code g} folds the rows in each way and unfolds.
   */
  private static void seeGroupsAndNewOnes(Visitor analyst, Keyboard keys) {
    analyst.page().locator(".strip [aria-live] .tone-ok, [data-testid=load-new]").first().waitFor();
    Alert more = alert("phim-4");
    platform.get(AlertQueue.class).add(List.of(more));
    platform
        .get(LiveFeed.class)
        .alert(new LiveFeed.NewAlert(more.id(), "HIGH", more.title(), more.at()), "00001");
    analyst.see("load-new");
    assertThat(analyst.page().locator("tr[data-row-key=phim-4]").count()).isZero();
    keys.press(".");
    analyst.row("phim-4");
    for (String by : List.of("rule", "entity", "organization")) {
      keys.press("g");
      analyst.page().waitForURL(Pattern.compile(".*[?&]by=" + by + ".*"));
      analyst.see("alert-groups");
    }
    keys.press("g");
    analyst.see("alert-table");
  }

  /** From the last field of a dialog over its first button to the second, which sends it. */
  private static void submit(Visitor visitor, Keyboard keys) {
    keys.press("Control+Enter");
    visitor
        .page()
        .locator(".ant-modal-wrap")
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN));
  }

  private static void await(String alert, AlertState state) {
    try {
      TestPlatform.await(state + " of " + alert, () -> found(alert).state() == state);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static QueuedAlert found(String alert) {
    return platform.get(AlertQueue.class).find(OrganizationScope.PROVINCE, alert).orElseThrow();
  }

  private static String incident(String title) {
    return platform
        .get(Incidents.class)
        .create(
            POLICE,
            new NewIncident(
                title,
                Category.XN,
                Severity.M2,
                Instant.now(),
                "",
                List.of(),
                List.of(),
                "ca-tinh"));
  }

  private static Alert alert(String id) {
    Instant detected = Instant.now();
    return new Alert(
        id,
        "quy-tac-" + id,
        "0123456789ab",
        "Đăng nhập sai nhiều lần " + id,
        Level.HIGH,
        "14 lần đăng nhập sai rồi thành công " + id,
        detected.minusSeconds(120),
        detected,
        "00001",
        "198.51.100.7",
        "dvc.motcua",
        List.of("attack.t1110"),
        Map.of(),
        List.of("e-" + id));
  }
}
