package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import vn.lachan.app.TestBrowser.Visitor;
import vn.lachan.app.settings.Settings;
import vn.lachan.audit.Actor;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.evidence.NewEvidence;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.handling.NewIncident;

/** What a case leaves on paper: forms from the first draft to the signature, and evidence. */
@ExtendWith(SharedPlatform.class)
class CaseFileScreensIT {
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
  void aClockLeadsToItsFormAndSigningTheFormStopsTheClock() throws Exception {
    String incident = incident("Máy chủ một cửa bị mã hóa dữ liệu");
    try (Visitor police = browser.visitor()) {
      police.signIn("dieu.phoi", TestPlatform.PASSWORD);
      police.go("/orders?view=clocks");
      police.row(incident + "/IR-24H").getByTestId("clock-form-IR-24H").click();
      police.see("page-form");
      assertThat(police.barriers()).isEmpty();
      police.picture("form-draft");
      police.page().locator("[data-testid^=place-b]").last().fill("Thượng tá Hoàng Thị Điều Phối");
      police.page().keyboard().press("Escape");
      police.click("form-save");
      police.seeText("Thượng tá Hoàng Thị Điều Phối");
      police.click("form-sign");
      assertThat(police.see("sign-clocks").innerText()).contains("Thông báo ban đầu (24 giờ)");
      police.picture("form-sign");
      assertThat(police.barriers()).isEmpty();
      police.page().keyboard().press("Escape");
      police.dark(true);
      police.see("page-form");
      police.picture("form-draft-dark");
      police.click("form-sign");
      if (police.has("sign-accept")) {
        police.see("sign-accept").check();
      }
      police.picture("form-sign-dark");
      police.click("sign-submit");
      police.see("form-signed");
      police.picture("form-signed-dark");
      police.dark(false);
      police.see("form-signed");
      police.picture("form-signed");
      files(police);
      police.page().getByText(incident).first().click();
      police.see("forms-shelf");
      assertThat(police.row("IR-24H").innerText()).contains("Đã báo lúc", "Đúng hạn", "Mở PDF");
      assertThat(police.barriers()).isEmpty();
      police.picture("forms-shelf");
      police.dark(true);
      police.see("forms-shelf");
      police.picture("forms-shelf-dark");
      assertThat(police.problems()).isEmpty();
    }
    JsonNode clocks =
        platform.signedIn("dieu.phoi").json("/api/incidents/" + incident).get("clocks");
    JsonNode done =
        clocks.valueStream().filter(c -> c.get("id").asString().equals("IR-24H")).findFirst().get();
    assertThat(done.get("state").asString()).isEqualTo("DONE");
    assertThat(done.get("doneBy").asString()).isEqualTo("dieu.phoi");
    assertThat(done.get("document").asString()).isNotEmpty();
  }

  /** Both files are really there. */
  private static void files(Visitor police) throws Exception {
    Download docx = police.page().waitForDownload(() -> police.click("form-docx"));
    Path kept = TestBrowser.SCREENSHOTS.resolve("form.docx");
    docx.saveAs(kept);
    assertThat(Files.readAllBytes(kept)).startsWith('P', 'K');
    String path = police.see("form-pdf").getAttribute("href");
    byte[] pdf = platform.signedIn("dieu.phoi").bytes(path).body();
    Files.write(TestBrowser.SCREENSHOTS.resolve("form.pdf"), pdf);
    assertThat(new String(pdf, StandardCharsets.ISO_8859_1)).contains("ETSI.CAdES.detached");
  }

  @Test
  void aYearlyReportBeginsWithItsPeriod() throws Exception {
    try (Visitor police = browser.visitor()) {
      police.signIn("dieu.phoi", TestPlatform.PASSWORD);
      police.go("/reports?tab=period");
      police.see("start-mau-08-nd331");
      assertThat(police.barriers()).isEmpty();
      police.picture("period-forms");
      police.dark(true);
      police.see("start-mau-08-nd331");
      police.picture("period-forms-dark");
      police.dark(false);
      police.click("start-mau-08-nd331");
      police.see("page-form");
      police.picture("period-form");
      police.page().getByText("Năm " + Instant.now().toString().substring(0, 4)).first().click();
      police.see("form-mau-08-nd331");
      assertThat(police.problems()).isEmpty();
    }
  }

  @Test
  void evidenceIsTakenInCheckedHandedOverAndPackedOnTheScreen() throws Exception {
    String incident = incident("Cổng dịch vụ bị cài mã độc");
    try (Visitor police = browser.visitor()) {
      police.signIn("dieu.phoi", TestPlatform.PASSWORD);
      police.go("/incidents/" + incident + "?tab=evidence");
      police.click("evidence-add");
      police.picture("evidence-add");
      police
          .page()
          .getByTestId("evidence-file")
          .setInputFiles(
              new FilePayload(
                  "ảnh-màn-hình.txt",
                  "text/plain",
                  "Tệp đã mã hóa".getBytes(StandardCharsets.UTF_8)));
      Locator dialog = police.page().locator(".ant-modal");
      dialog.locator("#description").fill("Ảnh chụp thông điệp đòi tiền chuộc");
      dialog.locator("#collectedFrom").fill("Máy chủ cổng dịch vụ, phòng máy tầng 2");
      police.picture("evidence-add-filled");
      assertThat(police.barriers()).isEmpty();
      police.page().locator(".ant-modal-footer .ant-btn-primary").click();
      police.seeText("Ảnh chụp thông điệp đòi tiền chuộc");
      police.page().locator("[data-testid^=evidence-verify-]").first().click();
      police.page().locator("[data-testid^=evidence-result-]").first().waitFor();
      police.picture("evidence-verified");
      police.page().locator("[data-testid^=evidence-handover-]").first().click();
      police.type("handover-to", "Thiếu tá Nguyễn Văn Giữ, Phòng Kỹ thuật hình sự");
      police.picture("evidence-handover");
      assertThat(police.barriers()).isEmpty();
      police.click("handover-submit");
      police.seeText("Thiếu tá Nguyễn Văn Giữ");
      police.dark(true);
      police.see("evidence-pack");
      police.picture("evidence-dark");
      pack(police);
      assertThat(police.problems()).isEmpty();
    }
  }

  private static void pack(Visitor police) throws Exception {
    police.click("evidence-pack");
    police.type("pack-to", "Viện kiểm sát nhân dân tỉnh");
    police.picture("evidence-pack-dark");
    police.dark(false);
    police.picture("evidence-pack");
    assertThat(police.barriers()).isEmpty();
    police.click("pack-submit");
    police.see("pack-done");
    police.picture("evidence-packed");
    Download file = police.page().waitForDownload(() -> police.click("pack-download"));
    Path kept = TestBrowser.SCREENSHOTS.resolve("goi.asice");
    file.saveAs(kept);
    assertThat(Files.readAllBytes(kept)).startsWith('P', 'K');
  }

  @Test
  void aFileUpToTheLimitIsTakenInAndALargerOneIsRefusedWithTheLimit() throws Exception {
    String path = "/api/incidents/" + incident("Thu ảnh đĩa máy chủ") + "/evidence";
    TestPlatform.Person police = platform.signedIn("dieu.phoi");
    long limit = SharedPlatform.EVIDENCE_LIMIT.toBytes();
    HttpResponse<String> taken = police.http(upload(police, path, limit));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
    assertThat(taken.body()).contains(Zeros.sha256(limit));

    HttpResponse<String> refused = police.http(upload(police, path, limit + 1));
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(413);
    assertThat(refused.body())
        .contains(
            String.format(Locale.ENGLISH, "%,d MB", SharedPlatform.EVIDENCE_LIMIT.toMegabytes()),
            "lachan.incidents.evidence-limit");
    try (Stream<Path> left = Files.list(platform.get(Settings.class).folder("uploads"))) {
      assertThat(left).as("nothing is left where files come in").isEmpty();
    }
  }

  private static HttpRequest upload(TestPlatform.Person by, String path, long size) {
    String mark = "phan-cach";
    String head =
        "--"
            + mark
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"dia.img\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n";
    return by.request(path)
        .header("Content-Type", "multipart/form-data; boundary=" + mark)
        .POST(
            HttpRequest.BodyPublishers.concat(
                HttpRequest.BodyPublishers.ofString(head),
                HttpRequest.BodyPublishers.ofInputStream(() -> new Zeros(size)),
                HttpRequest.BodyPublishers.ofString("\r\n--" + mark + "--\r\n")))
        .build();
  }

  /** A file of nothing that is nowhere. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long size) {
      this.left = size;
    }

    static String sha256(long size) throws Exception {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DigestInputStream in = new DigestInputStream(new Zeros(size), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
      if (left <= 0) {
        return -1;
      }
      int read = (int) Math.min(left, length);
      java.util.Arrays.fill(buffer, from, from + read, (byte) 0);
      left -= read;
      return read;
    }
  }

  @Test
  void aSearchIsSealedIntoAnIncident() {
    String incident = incident("Dò quét cổng dịch vụ");
    try (Visitor police = browser.visitor()) {
      police.signIn("dieu.phoi", TestPlatform.PASSWORD);
      police.go("/search?q=event.kind:*");
      police.click("search-seal");
      police.see("seal-incident");
      police.picture("search-seal");
      Keyboard keys = police.page().keyboard();
      keys.type(incident);
      keys.press("Enter");
      police.type("seal-description", "Toàn bộ nhật ký lúc dò quét");
      assertThat(police.barriers()).isEmpty();
      police.picture("search-seal-filled");
      police.click("seal-submit");
      police.page().waitForURL(url -> url.contains("/incidents/" + incident));
      police.seeText("Toàn bộ nhật ký lúc dò quét");
      police.picture("search-sealed");
      police.dark(true);
      police.seeText("Toàn bộ nhật ký lúc dò quét");
      police.picture("search-sealed-dark");
      assertThat(police.problems()).isEmpty();
    }
  }

  private static String incident(String title) {
    String id =
        platform
            .get(Incidents.class)
            .create(
                POLICE,
                new NewIncident(
                    title,
                    Category.MH,
                    Severity.M2,
                    Instant.now(),
                    "Không mở được hồ sơ, có thông điệp đòi tiền chuộc.",
                    List.of("motcua"),
                    List.of(),
                    "ca-tinh"));
    platform
        .get(EvidenceFiles.class)
        .collect(
            POLICE,
            id,
            new NewEvidence("thong-diep.txt", "text/plain", "Thông điệp", "máy chủ"),
            new ByteArrayInputStream("trả tiền".getBytes(StandardCharsets.UTF_8)));
    return id;
  }
}
