package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import vn.lachan.app.TestBrowser.Visitor;
import vn.lachan.audit.Actor;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.evidence.NewEvidence;
import vn.lachan.incidents.evidence.Preservations;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.handling.NewIncident;
import vn.lachan.incidents.task.NewOrder;
import vn.lachan.incidents.task.Orders;
import vn.lachan.registry.Registry;

/** The police order, a commune acknowledges and proves, and sees nothing of another unit. */
@ExtendWith(SharedPlatform.class)
class CoordinationIT {
  private static final String COMMUNE = SharedPlatform.COMMUNE;
  private static final String OTHER = SharedPlatform.OTHER;
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
  void anOrderIsAcknowledgedByACommuneThatSeesNothingOfOtherUnits() throws Exception {
    String incident = incident("Máy trạm một cửa bị mã hóa", COMMUNE);
    String foreign = incident("Tài khoản bị chiếm ở xã khác", OTHER);
    String order = order(incident, COMMUNE, "Cô lập máy trạm bị mã hóa");
    String hidden = order(foreign, OTHER, "Khóa tài khoản của xã khác");
    photograph(incident);

    try (Visitor commune = browser.visitor()) {
      commune.signIn("xa.mot", TestPlatform.PASSWORD);
      commune.go("/orders");
      commune.row(order).click();
      assertThat(commune.see("order-table").innerText()).doesNotContain("xã khác");
      commune.click("task-acknowledge");
      commune.see("task-complete");
      commune.type("order-progress", "Đã rút cáp mạng, đang chụp ảnh");
      commune.click("order-progress-send");
      commune.seeText("Đã rút cáp mạng, đang chụp ảnh");
      assertThat(commune.barriers()).isEmpty();
      commune.picture("orders-commune");
      assertThat(commune.problems()).isEmpty();
    }
    TestPlatform.Person other = platform.signedIn("xa.hai");
    assertThat(other.get("/api/orders").body()).contains(hidden).doesNotContain(order);
    assertThat(other.get("/api/orders/" + order).statusCode()).isEqualTo(404);
    assertThat(other.get("/api/incidents/" + incident + "/orders").statusCode()).isEqualTo(404);
    assertThat(other.get("/api/incidents/" + incident + "/handovers").statusCode()).isEqualTo(404);
    assertThat(other.get("/api/incidents/" + incident + "/preservations").statusCode())
        .isEqualTo(404);

    try (Visitor police = browser.visitor()) {
      police.signIn("dieu.phoi", TestPlatform.PASSWORD);
      police.go("/orders");
      police.row(hidden);
      police.row(order).click();
      police.seeText("Đã rút cáp mạng, đang chụp ảnh");
      police.picture("orders-board");
      police.go("/orders?view=clocks");
      police.see("clock-table");
      police.picture("orders-clocks");
      police.go("/incidents/" + incident + "?tab=tasks");
      police.see("coordination");
      police.see("incident-labels");
      assertThat(police.see("incident-labels").innerText()).contains("TLP:AMBER", "PAP:GREEN");
      police.picture("incident-labels");
      police.click("task-add");
      police.see("order-what");
      police.picture("order-dialog");
      assertThat(police.barriers()).isEmpty();
      assertThat(police.problems()).isEmpty();
    }
  }

  /** The hand stays on the keyboard, and the focus is where the next key is expected. */
  @Test
  void anOrderIsCarriedOutByKeyboardAlone() throws Exception {
    String incident = incident("Máy trạm bị dò mật khẩu", COMMUNE);
    String order = order(incident, COMMUNE, "Đổi mật khẩu các tài khoản của xã");
    photograph(incident);
    try (Visitor commune = browser.visitorAtRest()) {
      commune.signIn("xa.mot", TestPlatform.PASSWORD);
      commune.page().setViewportSize(1280, 720);
      commune.go("/orders");
      open(commune, order);
      commune.picture("order-keys");
      Keyboard keys = commune.page().keyboard();
      pressUntil(commune, "Tab", marked("task-acknowledge"));
      keys.press("Enter");
      focus(commune, marked("task-complete"));
      pressUntil(commune, "Shift+Tab", marked("order-progress"));
      keys.type("Đã đổi 12 trên 14 mật khẩu");
      keys.press("Enter");
      commune.seeText("Đã đổi 12 trên 14 mật khẩu");
      focus(commune, marked("order-progress"));
      pressUntil(commune, "Tab", marked("order-proof") + " input");
      keys.press("ArrowDown");
      commune.page().locator(".ant-select-item-option-active").first().waitFor();
      keys.press("Enter");
      commune.seeText("Đính kèm chứng cứ");
      commune.picture("order-keys-proof");
      commune.dark(true);
      commune.picture("order-keys-proof-dark");
      pressUntil(commune, "Tab", marked("task-complete"));
      keys.press("Enter");
      focus(commune, marked("task-result"));
      keys.type("Đã đổi mật khẩu và đăng xuất mọi phiên của 14 tài khoản");
      commune.picture("order-keys-result-dark");
      keys.press("Control+Enter");
      commune.page().locator("tr[data-row-key='" + order + "']").waitFor(GONE);
      focus(commune, "[data-testid=page-orders], [data-testid=page-orders] *");
      assertThat(commune.barriers()).isEmpty();
      assertThat(commune.problems()).isEmpty();
    }
    try (Visitor police = browser.visitorAtRest()) {
      police.signIn("dieu.phoi", TestPlatform.PASSWORD);
      police.go("/orders?view=done");
      open(police, order);
      police.seeText("Đã đổi mật khẩu và đăng xuất mọi phiên của 14 tài khoản");
      police.picture("order-keys-done");
      police.page().keyboard().press("Escape");
      focus(police, "tr[data-row-key='" + order + "']");
      police.go("/orders?view=clocks");
      police.see("clock-table");
      pressUntil(police, "j", marked("clock-table") + " tbody tr");
      police.picture("clocks-keys");
      police.page().keyboard().press("Enter");
      police.page().waitForURL(Pattern.compile(".*/(incidents/SC-|reports).*"));
      assertThat(police.problems()).isEmpty();
    }
  }

  private static final String FOCUSED = "selector => document.activeElement.matches(selector)";
  private static final Locator.WaitForOptions GONE =
      new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);

  /** Opens the panel of an order as one does who holds no mouse. */
  private static void open(Visitor visitor, String order) {
    visitor.row(order);
    pressUntil(visitor, "j", "tr[data-row-key='" + order + "']");
    visitor.page().keyboard().press("Enter");
    visitor.see("order-panel");
    focus(visitor, marked("order-panel"));
  }

  private static String marked(String testId) {
    return "[data-testid=" + testId + "]";
  }

  private static void pressUntil(Visitor visitor, String key, String selector) {
    visitor.page().locator(selector).first().waitFor();
    List<Object> passed = new ArrayList<>();
    while (!(boolean) visitor.page().evaluate(FOCUSED, selector)) {
      assertThat(passed).as("%s looked for with %s", selector, key).hasSizeLessThan(60);
      visitor.page().keyboard().press(key);
      passed.add(visitor.page().evaluate("() => document.activeElement.outerHTML.slice(0, 90)"));
    }
  }

  private static void focus(Visitor visitor, String selector) {
    String focused = selector.replace(",", ":focus,") + ":focus";
    visitor.page().locator(focused).first().waitFor();
  }

  private static void photograph(String incident) throws Exception {
    platform
        .get(EvidenceFiles.class)
        .collect(
            POLICE,
            incident,
            new NewEvidence("anh-cap-mang.jpg", "image/jpeg", "Ảnh cáp đã rút", "phòng một cửa"),
            new ByteArrayInputStream("ảnh".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anIncidentIsHandedOverAndItsLogsArePreservedOnTheScreen() throws Exception {
    String incident = incident("Máy chủ một cửa bị dò quét", COMMUNE);
    String other = platform.get(Registry.class).unit(OTHER).orElseThrow().name();
    try (Visitor commune = browser.visitor()) {
      commune.signIn("xa.mot", TestPlatform.PASSWORD);
      commune.go("/incidents/" + incident + "?tab=tasks");
      commune.click("offer-handover");
      commune.click("handover-unit");
      commune.page().keyboard().type(other);
      commune.page().keyboard().press("Enter");
      commune.type("reason", "Máy chủ đã chuyển về xã bạn từ đầu tháng");
      commune.click("reason-submit");
      commune.see("handover");
      assertThat(commune.barriers()).isEmpty();
      commune.picture("handover-offered");
      assertThat(commune.problems()).isEmpty();
    }
    try (Visitor receiver = browser.visitorAtRest()) {
      receiver.signIn("xa.hai", TestPlatform.PASSWORD);
      receiver.click("inbox-open");
      receiver.see("inbox").getByText(incident).first().click();
      receiver.page().waitForURL(url -> url.contains("/incidents/" + incident));
      receiver.click("tab-tasks");
      receiver.click("handover-accept");
      receiver.seeText("Đã nhận");
      receiver.picture("handover-accepted");
      assertThat(receiver.problems()).isEmpty();
    }
    preserve(incident);
  }

  private static void preserve(String incident) throws Exception {
    try (Visitor police = browser.visitor()) {
      police.signIn("dieu.phoi", TestPlatform.PASSWORD);
      police.go("/incidents/" + incident + "?tab=tasks");
      police.click("preserve");
      police.type("preserve-query", "organization.id:" + COMMUNE);
      Locator range = police.page().locator(".ant-picker-range input");
      range.nth(0).fill("20/11/2026 00:00");
      range.nth(0).press("Enter");
      range.nth(1).fill("21/11/2026 00:00");
      range.nth(1).press("Enter");
      police.type("preserve-reason", "Giữ nhật ký để điều tra");
      police.picture("preserve-dialog");
      police.click("preserve-submit");
      assertThat(police.see("preservation").innerText()).contains("organization.id:" + COMMUNE);
      assertThat(police.barriers()).isEmpty();
      police.picture("preserved");
      police.see("preservation").getByRole(AriaRole.BUTTON).click();
      police.type("reason", "Đã sao chép đủ");
      police.click("reason-submit");
      police.seeText("Đã gỡ bảo toàn");
      assertThat(police.problems()).isEmpty();
    }
    JsonNode orders =
        platform.signedIn("dieu.phoi").json("/api/incidents/" + incident + "/preservations");
    assertThat(orders.at("/0/range/from").asString()).isEqualTo("2026-11-19T17:00:00Z");
    TestPlatform.await("the order to be lifted", () -> lifted(incident));
  }

  private static boolean lifted(String incident) {
    return !platform
        .get(Preservations.class)
        .ofIncident(OrganizationScope.PROVINCE, incident)
        .getFirst()
        .isInForce();
  }

  private static String incident(String title, String unit) {
    return platform
        .get(Incidents.class)
        .create(
            POLICE,
            new NewIncident(
                title,
                Category.MH,
                Severity.M2,
                Instant.now(),
                "",
                List.of(),
                List.of(unit),
                unit));
  }

  private static String order(String incident, String unit, String what) {
    return platform
        .get(Orders.class)
        .give(
            POLICE,
            new NewOrder(
                incident,
                what,
                "Rút cáp mạng, không tắt nguồn; chụp ảnh lại",
                "Ngăn mã độc lan sang máy khác của trung tâm",
                "NĐ 333/2026/NĐ-CP, Điều 8",
                unit,
                null,
                Instant.now().plus(Duration.ofHours(4)),
                true));
  }
}
