package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.EvidenceFiles;
import vn.lachan.incidents.Incidents;
import vn.lachan.incidents.NewEvidence;
import vn.lachan.incidents.NewIncident;
import vn.lachan.incidents.NewOrder;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.Orders;
import vn.lachan.incidents.Severity;

/** The police order, a commune acknowledges and proves, and sees nothing of another unit. */
class CoordinationIT {
  private static final String COMMUNE = "00721";
  private static final String OTHER = "00694";
  private static final Officer POLICE =
      new Officer(
          new Actor("dieu.phoi", "ca-tinh", List.of("DIEU_PHOI")), OrganizationScope.PROVINCE);

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
    platform.account("xa.mot", COMMUNE, Role.VAN_HANH);
    platform.account("xa.hai", OTHER, Role.VAN_HANH);
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
  void anOrderIsAcknowledgedByACommuneThatSeesNothingOfOtherUnits() throws Exception {
    String incident = incident("Máy trạm một cửa bị mã hóa", COMMUNE);
    String foreign = incident("Tài khoản bị chiếm ở xã khác", OTHER);
    String order = order(incident, COMMUNE, "Cô lập máy trạm bị mã hóa");
    String hidden = order(foreign, OTHER, "Khóa tài khoản của xã khác");
    platform
        .get(EvidenceFiles.class)
        .collect(
            POLICE,
            incident,
            new NewEvidence("anh-cap-mang.jpg", "image/jpeg", "Ảnh cáp đã rút", "phòng một cửa"),
            new ByteArrayInputStream("ảnh".getBytes(StandardCharsets.UTF_8)));

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
      police.click("task-add");
      police.see("order-what");
      police.picture("order-dialog");
      assertThat(police.barriers()).isEmpty();
      assertThat(police.problems()).isEmpty();
    }
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
