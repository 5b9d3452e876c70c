package vn.lachan.simulator.day;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.lachan.simulator.send.LogLine;

/**
 * Innocent things that look like attacks and stay just below what a rule should report: forgotten
 * passwords, busy hours, batches, planned work. A rule that reports one of them is too eager.
 */
final class NearMisses {
  private final Stage stage;

  NearMisses(Stage stage) {
    this.stage = stage;
  }

  void play() {
    List<Runnable> scenes =
        List.of(
            this::forgottenPassword,
            this::sharedLineOfCitizens,
            this::siblings,
            this::largeExport,
            this::batchOfSignatures,
            this::manyDownloads,
            this::slowService,
            this::newsAboutGambling,
            this::harmlessProbe,
            this::expiredSnapshot,
            this::tiredAdministrator,
            this::postponedOnce,
            this::questionsForTheAssistant);
    for (int i = 0; i < scenes.size(); i++) {
      stage.next(0.05 + 0.85 * i / scenes.size());
      scenes.get(i).run();
    }
  }

  private void login(Officer officer, Instant at, boolean success) {
    OneStopLog.Entry entry =
        stage
            .oneStop
            .by(officer, officer.ip(), stage.chance.hex(24), at, "dang_nhap")
            .with("kieu_xac_thuc", "otp");
    (success ? entry : entry.failed("SAI_MAT_KHAU")).write();
  }

  /** Four wrong tries, then the right one; and the same person again in the next hour. */
  private void forgottenPassword() {
    Instant at = stage.inHours(10);
    Officer officer = stage.desk().clerk();
    for (int i = 0; i < 4; i++) {
      login(officer, at.plusSeconds(25L * i), false);
    }
    login(officer, at.plusSeconds(140), true);
  }

  /** Nine citizens behind one address of a mobile network fail within ten minutes. */
  private void sharedLineOfCitizens() {
    Instant at = stage.inHours(10);
    Desk desk = stage.desk();
    for (int i = 0; i < 9; i++) {
      Citizen random = Citizen.random(stage.chance);
      Citizen citizen =
          new Citizen(
              random.account(), random.name(), random.id(), "198.51.100.200", random.browser());
      stage
          .oneStop
          .by(citizen, desk, at.plusSeconds(55L * i), "dang_nhap")
          .failed("VNEID_HET_HAN")
          .with("kieu_xac_thuc", "vneid_2")
          .write();
    }
  }

  /** Forty questions about papers, behind one address of a mobile network. */
  private void questionsForTheAssistant() {
    Instant at = stage.inHours(15);
    Desk desk = stage.desk();
    for (int i = 0; i < 40; i++) {
      Citizen random = Citizen.random(stage.chance);
      Citizen citizen =
          new Citizen(
              random.account(), random.name(), random.id(), "198.51.100.201", random.browser());
      stage
          .oneStop
          .by(citizen, desk, at.plusSeconds(13L * i), "hoi_isee")
          .with("tro_ly", Map.of("cau_hoi", "Làm giấy khai sinh cần những gì?", "so_dlcn", 0))
          .write();
    }
  }

  /** A family with four children whose numbers were given out in a row. */
  private void siblings() {
    Instant at = stage.inHours(10);
    Desk desk = stage.desk();
    Officer officer = desk.receivers().getFirst();
    String session = stage.chance.hex(24);
    String block = "008" + "2" + "1" + stage.chance.digits(4);
    for (int i = 0; i < 4; i++) {
      DataAttacks.lookUp(
              stage,
              officer,
              session,
              at.plusSeconds(70L * i),
              stage.dossier(desk, at),
              block + "%03d".formatted(300 + i))
          .with("so_ket_qua", 1)
          .write();
    }
  }

  private void largeExport() {
    Instant at = stage.inHours(5);
    Officer officer = stage.desk().specialists().getFirst();
    stage
        .oneStop
        .by(officer, officer.ip(), stage.chance.hex(24), at, "ket_xuat")
        .with("ket_xuat", Map.of("so_dong", 496, "bieu_mau", "bao-cao-quy"))
        .write();
  }

  /** A leader signs forty certified copies in one go. */
  private void batchOfSignatures() {
    Instant at = stage.inHours(6);
    Desk desk = stage.desk();
    String session = stage.chance.hex(24);
    desk.leader()
        .certificate()
        .ifPresent(certificate -> {
          for (int i = 0; i < 40; i++) {
            Instant signed = at.plusSeconds(5L * i);
            stage
                .oneStop
                .by(desk.leader(), desk.leader().ip(), session, signed, "ky_so")
                .dossier(stage.dossier(desk, at))
                .with("tep", file("ban-sao.pdf"))
                .with("ky_so", DossierLife.signature(certificate, desk.leader().name(), signed))
                .with("trang_thai_moi", "4")
                .write();
          }
        });
  }

  private Map<String, Object> file(String name) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("id", "tep-" + stage.chance.hex(12));
    file.put("ten", name);
    file.put("loai_tep", "application/pdf");
    file.put("kich_thuoc", stage.chance.between(80_000, 300_000));
    file.put("loai", "ket_qua");
    return file;
  }

  private void manyDownloads() {
    Instant at = stage.inHours(20);
    Desk desk = stage.desk();
    Officer officer = desk.specialists().getFirst();
    String session = stage.chance.hex(24);
    for (int i = 0; i < 150; i++) {
      stage
          .oneStop
          .by(officer, officer.ip(), session, at.plusSeconds(7L * i), "tai_tep")
          .dossier(stage.dossier(desk, at))
          .with("tep", file("giay-to-kem-theo.pdf"))
          .write();
    }
  }

  private void slowService() {
    Instant at = stage.inHours(10);
    for (int i = 0; i < 8; i++) {
      stage.exchange.call(
          at.plusSeconds(40L * i),
          ExchangeLog.ONE_STOP,
          "VN/GOV/G12/bhxh/tracuu-bhxh/v1",
          stage.desk().specialists().getFirst().account(),
          stage.dossier(stage.desk(), at).code(),
          ExchangeLog.Result.TIMEOUT);
    }
  }

  private void newsAboutGambling() {
    Instant at = stage.inHours(5);
    String agent = stage.chance.pick(Names.HOME_BROWSERS);
    for (String path :
        List.of(
            "/vi/tin-tuc/canh-bao-lua-dao-casino-truc-tuyen",
            "/vi/tin-tuc/tuyen-truyen-phong-chong-ca-cuoc-bong-da")) {
      stage.portal.line(at, "192.0.2.77", "GET", path, 200, "-", agent);
    }
  }

  /** Tries from the Internet that the portal turns away. */
  private void harmlessProbe() {
    Instant at = stage.inHours(5);
    for (String path :
        List.of(
            "/vi/tra-cuu-ho-so?ma=1%27%20or%20%271%27=%271",
            "/static/../../etc/passwd", "/uploads/shell.jsp", "/vi/casino")) {
      stage.portal.line(at, "198.51.100.7", "GET", path, 404, "-", "Mozilla/5.0 zgrab/0.x");
    }
  }

  private void expiredSnapshot() {
    Map<String, Object> removal = new LinkedHashMap<>();
    removal.put("event.outcome", "success");
    removal.put("event.reason", "het_han_luu_giu");
    removal.put("backup.plan", "motcua-hang-ngay");
    removal.put("backup.snapshot_id", stage.chance.hex(16));
    stage.hosts.backup(stage.inHours(5), "xoa_ban_sao_luu", removal);
  }

  private void tiredAdministrator() {
    Instant at = stage.inHours(10);
    String tail = " for quantri from 10.60.143.31 port %d ssh2";
    for (int i = 0; i < 6; i++) {
      stage.hosts.sshd(
          at.plusSeconds(9L * i), "lgsp-gw-01", "Failed password" + tail.formatted(41_000 + i));
    }
    stage.hosts.sshd(
        at.plusSeconds(80), "lgsp-gw-01", "Accepted password" + tail.formatted(41_010));
  }

  private void postponedOnce() {
    Instant at = stage.inHours(5);
    Desk desk = stage.desk();
    Officer officer = desk.specialists().getFirst();
    stage
        .oneStop
        .by(officer, officer.ip(), stage.chance.hex(24), at, "doi_ngay_hen_tra")
        .dossier(stage.dossier(desk, at))
        .with("ngay_hen_tra", LogLine.local(at.plusSeconds(5 * 86_400)))
        .write();
  }
}
