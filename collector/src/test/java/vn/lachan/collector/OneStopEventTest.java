package vn.lachan.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.collector.TestLogs.LOOKUP;
import static vn.lachan.collector.TestLogs.PSEUDONYMIZER;
import static vn.lachan.collector.TestLogs.event;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.lachan.events.Event;

class OneStopEventTest {
  @Test
  void mapsALookUpToEcs() {
    Event event = event("dvc.motcua", LOOKUP);

    assertThat(event.id()).isEqualTo("dvc.motcua-mc-01JD1");
    assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-11-20T01:14:22.310Z"));
    assertThat(event.ingested()).isEqualTo(TestLogs.NOW);
    assertThat(event.fields())
        .containsEntry("event.kind", "event")
        .containsEntry("event.dataset", "dvc.motcua")
        .containsEntry("event.action", "tra_cuu_dan_cu")
        .containsEntry("event.category", List.of("database"))
        .containsEntry("event.type", List.of("access"))
        .containsEntry("event.outcome", "success")
        .containsEntry("event.timezone", "+07:00")
        .containsEntry("event.duration", 312_000_000L)
        .containsEntry("user.name", "can_bo_014")
        .containsEntry("dvc.actor.type", "can_bo")
        .containsEntry("source.ip", "10.60.72.14")
        .containsEntry("source.port", 51522L)
        .containsEntry("dvc.dossier.code", "H60.99.721-261120-0007")
        .containsEntry("dvc.dossier.code_valid", true)
        .containsEntry("dvc.procedure.code", "1.001193")
        .containsEntry("dvc.lookup.fields", List.of("ho_ten", "ngay_sinh"))
        .containsEntry("dvc.lookup.result_count", 1L)
        .containsEntry("log.source.id", "nguon-1")
        .containsEntry("related.ip", List.of("10.60.72.14"))
        .containsEntry("related.user", List.of("can_bo_014"));
  }

  @Test
  void addsWhatTheRegistryKnows() {
    Event event = event("dvc.motcua", LOOKUP);

    assertThat(event.fields())
        .containsEntry("organization.id", "00721")
        .containsEntry("organization.name", "UBND xã Đồng Văn")
        .containsEntry("dvc.unit.code", "00721")
        .containsEntry("dvc.unit.level", "xa")
        .containsEntry("dvc.commune.code", "00721")
        .containsEntry("dvc.network.unit_code", "00721")
        .containsEntry("dvc.network.is_tslcd", true)
        .containsEntry("dvc.calendar.working", true)
        .containsEntry("dvc.actor.known", true)
        .containsEntry("dvc.actor.active", true)
        .containsEntry("dvc.actor.home_unit", "00721");
  }

  @Test
  void hashesWhatItShows() {
    Event event = event("dvc.motcua", LOOKUP);

    assertThat(event.text("event.hash"))
        .isEqualTo(
            HexFormat.of().formatHex(Digests.sha256(TestLogs.bytes(event.text("event.original")))));
  }

  @Test
  void keepsNoCitizenNumberAndNoSession() {
    Event event = event("dvc.motcua", LOOKUP);

    assertThat(event.fields().values().toString())
        .doesNotContain("008199001234")
        .doesNotContain("s-88ab12");
    assertThat(event.text("event.original"))
        .contains("\"phien\":\"hmac:")
        .contains("cccd!008*****1234!");
    assertThat(event.fields())
        .containsEntry("dvc.subject.id_masked", "008*****1234")
        .containsEntry("dvc.subject.province_code", "008")
        .containsEntry("dvc.subject.birth_year_bucket", "199x")
        .containsEntry("dvc.session.id_hash", PSEUDONYMIZER.hash("session", "s-88ab12"));
    assertThat(event.text("dvc.subject.id_hash")).matches("hmac:[A-Za-z0-9_-]{22}");
    assertThat(event.text("url.query")).doesNotContain("abc").contains("token=***");
  }

  @Test
  void numbersOfOneBlockShareTheirBlockTag() {
    Event first = event("dvc.motcua", LOOKUP);
    Event second = event("dvc.motcua", LOOKUP.replace("008199001234", "008199001235"));

    assertThat(second.text("dvc.subject.block_tag")).isEqualTo(first.text("dvc.subject.block_tag"));
    assertThat(second.text("dvc.subject.id_hash")).isNotEqualTo(first.text("dvc.subject.id_hash"));
  }

  @Test
  void bothFormsOfAFailedLoginAreTheSame() {
    String login =
        """
        {"thoi_gian":"2026-11-20T08:14:22+07:00","hanh_dong":"ACTION","ket_qua":"that_bai","tai_khoan":"lan"}\
        """;
    for (String action : List.of("dang_nhap", "dang_nhap_that_bai")) {
      Event event = event("dvc.motcua", login.replace("ACTION", action));

      assertThat(event.fields())
          .containsEntry("event.action", "dang_nhap")
          .containsEntry("event.outcome", "failure")
          .containsEntry("event.category", List.of("authentication"))
          .containsEntry("event.type", List.of("start"));
    }
  }

  @Test
  void comparesSignatureAndRegister() {
    String line =
        """
        {"thoi_gian":"2026-11-20T08:14:22+07:00","hanh_dong":"ky_so","ket_qua":"thanh_cong","tai_khoan":"%s",\
        "ky_so":{"loai":"ky","chu_the":"Nguyễn Văn A","serial":"%s","trang_thai_cts":"hop_le"}}\
        """;

    assertThat(event("dvc.motcua", line.formatted("can_bo_014", "54AB")).fields())
        .containsEntry("dvc.signature.cert_owner", "can_bo_014")
        .containsEntry("dvc.signature.owner_matches", true)
        .containsEntry("dvc.signature.cert_status", "hop_le");
    assertThat(event("dvc.motcua", line.formatted("can_bo_014", "54ac")).fields())
        .containsEntry("dvc.signature.owner_matches", false)
        .containsEntry("dvc.signature.cert_status", "het_han");
    assertThat(event("dvc.motcua", line.formatted("can_bo_014", "54ad")).fields())
        .containsEntry("dvc.signature.cert_status", "thu_hoi");
    assertThat(event("dvc.motcua", line.formatted("can_bo_014", "ffff")).fields())
        .containsEntry("dvc.signature.cert_status", "hop_le")
        .doesNotContainKey("dvc.signature.cert_owner");
  }

  @Test
  void tellsLegalFromIllegalTransitions() {
    String line =
        """
        {"thoi_gian":"2026-11-20T08:14:22+07:00","hanh_dong":"chuyen_xu_ly","ket_qua":"thanh_cong",\
        "tai_khoan":"lan","trang_thai_cu":%s,"trang_thai_moi":%s}\
        """;

    assertThat(event("dvc.motcua", line.formatted("2", "\"4\"")).text("dvc.dossier.transition"))
        .isEqualTo("hop_le");
    assertThat(event("dvc.motcua", line.formatted("2", "10")).text("dvc.dossier.transition"))
        .isEqualTo("bat_hop_le");
    assertThat(
            event("dvc.motcua", line.formatted("\"Đã xử lý xong\"", "10"))
                .text("dvc.dossier.transition"))
        .isEqualTo("hop_le");
    assertThat(event("dvc.motcua", line.formatted("2", "null")).fields())
        .doesNotContainKey("dvc.dossier.transition");
  }

  @Test
  void seesSomebodyGrantRightsToHimself() {
    String line =
        """
        {"thoi_gian":"2026-11-20T08:14:22+07:00","hanh_dong":"sua_quyen","ket_qua":"thanh_cong",\
        "tai_khoan":"lan","quyen":{"tai_khoan_dich":"%s","vai_tro":["quan_tri","ky"]}}\
        """;

    assertThat(event("dvc.motcua", line.formatted("lan")).fields())
        .containsEntry("dvc.actor.self_grant", true)
        .containsEntry("user.changes.roles", List.of("quan_tri", "ky"))
        .containsEntry("user.target.id", "lan");
    assertThat(event("dvc.motcua", line.formatted("hoa")).fields())
        .containsEntry("dvc.actor.self_grant", false);
  }

  @Test
  void readsTheNestedGroups() {
    String line =
        """
        {"thoi_gian":"2026-11-20T08:14:22+07:00","hanh_dong":"tai_len_tep","ket_qua":"thanh_cong","tai_khoan":"lan",\
        "tep":{"id":"t1","ten":"shell.JSP.pdf","loai_tep":"application/pdf","kich_thuoc":2048,"sha256":"AB","loai":"thanh_phan","so_hoa":1},\
        "thanh_toan":{"ma_gd":"g1","so_tien":50000,"tai_khoan_thu":"0123456789"},\
        "dong_bo":{"dich":"DVCQG","dich_vu":"DongBoHoSoMC","ma_loi":"500","so_lan":3,"tuoi_hang_doi":1900},\
        "ket_xuat":{"so_dong":900,"bieu_mau":"bm1"},"cau_hinh":{"doi_tuong":"quy_trinh","gia_tri_cu":"a","gia_tri_moi":"b"}}\
        """;

    Event event = event("dvc.motcua", line);

    assertThat(event.fields())
        .containsEntry("file.name", "shell.JSP.pdf")
        .containsEntry("file.extension", "pdf")
        .containsEntry("file.size", 2048L)
        .containsEntry("file.hash.sha256", "ab")
        .containsEntry("related.hash", List.of("ab"))
        .containsEntry("dvc.attachment.digitised", "1")
        .containsEntry("dvc.payment.amount", 50000L)
        .containsEntry("dvc.payment.account_hash", PSEUDONYMIZER.hash("account", "0123456789"))
        .containsEntry("dvc.sync.retry", 3L)
        .containsEntry("error.code", "500")
        .containsEntry("dvc.export.rows", 900L)
        .containsEntry("dvc.config.object", "quy_trinh");
    assertThat(event.text("event.original")).doesNotContain("0123456789");
  }

  @Test
  void tellsFieldsThatTheProcedureDoesNotNeed() {
    String line =
        """
        {"hanh_dong":"tra_cuu_dan_cu","tai_khoan":"lan","ma_tthc":"%s","truong_tra_cuu":["ho_ten","ho_ten_cha"]}\
        """;

    assertThat(event("dvc.motcua", line.formatted("1.001193")).fields())
        .doesNotContainKey("dvc.lookup.unexpected");
    assertThat(event("dvc.motcua", line.formatted("2.000815")).fields())
        .containsEntry("dvc.lookup.unexpected", List.of("ho_ten_cha"));
  }

  @Test
  void readsWhatTheAssistantWasAsked() {
    Event event =
        event(
            "dvc.motcua",
            """
            {"hanh_dong":"hoi_isee","tro_ly":{"cau_hoi":"Làm giấy khai sinh?","so_dlcn":2,"bi_chan":"true"}}\
            """);

    assertThat(event.fields())
        .containsEntry("dvc.assistant.question", "Làm giấy khai sinh?")
        .containsEntry("dvc.assistant.personal_data", 2L)
        .containsEntry("dvc.assistant.blocked", "true");
  }

  @Test
  void hidesNumbersTheDoorCannotKnow() {
    String line =
        """
        {"thoi_gian":"2026-11-20T08:14:22+07:00","hanh_dong":"tra_cuu_dan_cu","tai_khoan":"lan","so_dinh_danh":"%s"}\
        """;

    for (String number : List.of("C1234567", "999199001234", "008 199 001 234", "123456789")) {
      Event event = event("dvc.motcua", line.formatted(number));

      assertThat(event.fields().values().toString()).doesNotContain(number);
      assertThat(event.text("dvc.subject.id_hash")).startsWith("hmac:");
    }
    assertThat(event("dvc.motcua", line.formatted("008 199 001 234")).text("dvc.subject.id_hash"))
        .isEqualTo(event("dvc.motcua", line.formatted("008199001234")).text("dvc.subject.id_hash"));
  }

  @Test
  void keepsUnknownKeysAndMarksUnknownActions() {
    Event event =
        event(
            "dvc.motcua",
            """
            {"hanh_dong":"bay","tai_khoan":"lan","moi":{"x":1},"la":"gi"}\
            """);

    assertThat(event.fields()).containsEntry("labels.la", "gi").containsEntry("labels.moi.x", "1");
    assertThat(event.get("tags"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .contains("unknown_action", "no_timestamp");
  }

  @Test
  void marksClocksThatAreOff() {
    Event event =
        event("dvc.motcua", LOOKUP.replace("2026-11-20T08:14:22.310", "2026-11-20T10:15:00.000"));

    assertThat(event.fields()).containsEntry("lachan.clock_skew_seconds", 7200L);
    assertThat(event.text("tags")).isEqualTo("clock_skew");
    assertThat(event.timestamp()).isEqualTo(Instant.parse("2026-11-20T03:15:00Z"));
  }

  @Test
  void readsTheSameThroughSyslog() {
    Event event =
        event("auto", "<134>1 2026-11-20T08:14:22+07:00 mc1 motcua 77 - - \ufeff" + LOOKUP);

    assertThat(event.id()).isEqualTo("dvc.motcua-mc-01JD1");
    assertThat(event.fields())
        .containsEntry("event.dataset", "dvc.motcua")
        .containsEntry("host.name", "mc1")
        .containsEntry("process.pid", 77L)
        .containsEntry("dvc.subject.id_masked", "008*****1234");
    assertThat(event.text("event.original")).doesNotContain("s-88ab12");
  }
}
