package vn.lachan.simulator.day;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.lachan.registry.Certificate;
import vn.lachan.simulator.send.LogLine;

/** Plays one dossier from filing to the result, as far as the working time goes. */
final class DossierLife {
  private static final List<String> LOOKUP_FIELDS =
      List.of("ho_ten", "ngay_sinh", "gioi_tinh", "noi_thuong_tru", "so_dinh_danh");
  private static final List<String> PAPERS =
      List.of("to-khai.pdf", "anh-cccd-mat-truoc.jpg", "giay-to-kem-theo.pdf", "anh-the.jpg");

  private final OneStopLog log;
  private final ExchangeLog exchange;
  private final PortalLog portal;
  private final Chance chance;
  private final WorkingTime time;
  private final Dossier dossier;
  private final Desk desk;
  private final Officer receiver;
  private final Officer specialist;
  private final double pace;
  private Duration worked;

  DossierLife(
      OneStopLog log,
      ExchangeLog exchange,
      PortalLog portal,
      Chance chance,
      WorkingTime time,
      Dossier dossier,
      Duration start) {
    this.log = log;
    this.exchange = exchange;
    this.portal = portal;
    this.chance = chance;
    this.time = time;
    this.dossier = dossier;
    this.desk = dossier.desk();
    this.receiver = chance.pick(desk.receivers());
    this.specialist = chance.pick(desk.specialists());
    this.pace = Math.min(1, time.total().toMinutes() / 480.0);
    this.worked = start;
  }

  void play() {
    file();
    if (!receive() || outOfTime()) {
      return;
    }
    if (!settleWants() || outOfTime()) {
      return;
    }
    work();
    if (outOfTime() || dossier.status() != 4) {
      return;
    }
    sign();
    if (!outOfTime()) {
      giveBack();
    }
  }

  private boolean outOfTime() {
    return worked.plusMinutes(2).compareTo(time.total()) >= 0;
  }

  /** Lets some working time pass and returns the moment after it. */
  private Instant after(int lowSeconds, int highSeconds) {
    worked =
        worked.plus(
            chance.seconds(
                (int) Math.max(2, lowSeconds * pace), (int) Math.max(4, highSeconds * pace)));
    return time.at(worked);
  }

  private OneStopLog.Entry by(Officer officer, Instant at, String action) {
    return log.by(officer, Math.max(0, time.indexOf(at)), at, action).dossier(dossier);
  }

  private OneStopLog.Entry byCitizen(Instant at, String action) {
    return log.by(dossier.citizen(), desk, at, action).dossier(dossier);
  }

  private static void status(OneStopLog.Entry entry, int before, int now) {
    entry
        .with("trang_thai_cu", Integer.toString(before))
        .with("trang_thai_moi", Integer.toString(now))
        .write();
  }

  private Map<String, Object> paper(String name, String kind, String digitised) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("id", "tep-" + chance.hex(12));
    file.put("ten", name);
    file.put("loai_tep", name.endsWith(".pdf") ? "application/pdf" : "image/jpeg");
    file.put("kich_thuoc", chance.between(60_000, 1_400_000));
    file.put("sha256", chance.hex(64));
    file.put("loai", kind);
    file.put("so_hoa", digitised);
    return file;
  }

  static Map<String, Object> signature(Certificate certificate, String owner, Instant at) {
    Map<String, Object> signature = new LinkedHashMap<>();
    signature.put("loai", "ky");
    signature.put("chu_the", owner);
    signature.put("serial", certificate.serial());
    signature.put("nha_cc", "Ban Cơ yếu Chính phủ (mẫu)");
    signature.put("thoi_diem", LogLine.local(at));
    signature.put("tsa", "tsa.ca.gov.example");
    signature.put("ket_qua", "hop_le");
    signature.put("trang_thai_cts", "hop_le");
    signature.put("het_han", certificate.notAfter().toString());
    return signature;
  }

  private void sign(Officer officer, Instant at, String action, Map<String, Object> paper) {
    Certificate certificate =
        officer
            .certificate()
            .orElseThrow(() -> new IllegalStateException(officer.account() + " cannot sign"));
    by(officer, at, action)
        .with("tep", paper)
        .with("ky_so", signature(certificate, officer.name(), at))
        .with("trang_thai_moi", Integer.toString(dossier.status()))
        .write();
  }

  private void file() {
    Instant at = time.at(worked);
    if (dossier.channel().equals("2")) {
      Instant before = at.minus(chance.seconds(60, 900));
      if (chance.percent(3)) {
        log.by(dossier.citizen(), desk, before.minusSeconds(40), "dang_nhap")
            .failed("VNEID_HUY")
            .with("kieu_xac_thuc", "vneid_2")
            .write();
      }
      log.by(dossier.citizen(), desk, before.minusSeconds(20), "dang_nhap")
          .with("kieu_xac_thuc", "vneid_2")
          .write();
      for (int i = chance.between(2, 4); i > 0; i--) {
        byCitizen(before.minusSeconds(i), "tai_len_tep")
            .with("tep", paper(chance.pick(PAPERS), "thanh_phan", "1"))
            .write();
      }
      byCitizen(before, "tao_ho_so").with("trang_thai_moi", "1").write();
      if (dossier.procedure().fee() > 0 && chance.percent(83)) {
        pay(before.plusSeconds(30));
      }
      portal.filing(before, dossier);
    } else {
      by(receiver, at, "tao_ho_so").with("trang_thai_moi", "1").write();
    }
  }

  private void pay(Instant at) {
    Map<String, Object> payment = new LinkedHashMap<>();
    payment.put("ma_gd", "gd-" + chance.hex(14));
    payment.put("so_tien", Math.max(10_000, dossier.procedure().fee()));
    payment.put("hinh_thuc", "truc_tuyen");
    payment.put("tai_khoan_thu", "9990" + desk.unit().code());
    payment.put("trang_thai", "da_thanh_toan");
    byCitizen(at, "thanh_toan").with("thanh_toan", payment).write();
  }

  /** Takes the dossier in; false when it was refused. */
  private boolean receive() {
    Instant at = after(20, 90);
    by(receiver, at, "xem_ho_so").with("trang_thai_moi", "1").write();
    if (chance.percent(85)) {
      lookUp(after(10, 40));
    }
    if (dossier.channel().equals("1")) {
      for (int i = chance.between(1, 3); i > 0; i--) {
        Map<String, Object> scan = paper(chance.pick(PAPERS), "thanh_phan", "1");
        by(receiver, after(15, 50), "so_hoa").with("tep", scan).write();
        sign(receiver, after(5, 15), "ky_so", scan);
      }
    }
    boolean refused = chance.percent(2);
    Instant decided = after(20, 80);
    String action = refused ? "tu_choi" : "tiep_nhan";
    status(by(receiver, decided, action), dossier.move(refused ? 3 : 2), dossier.status());
    report(decided, ExchangeLog.NATIONAL_PORTAL, "DongBoHoSoMC");
    return !refused;
  }

  private void lookUp(Instant at) {
    by(receiver, at, "tra_cuu_dan_cu")
        .with("so_dinh_danh", dossier.citizen().id())
        .with("loai_giay_to", "cccd")
        .with("muc_dich", "xac_minh_nhan_than")
        .with("truong_tra_cuu", LOOKUP_FIELDS)
        .with("so_ket_qua", 1)
        .with("dich_vu", "tracuu-congdan")
        .write();
    exchange.call(
        at.plusMillis(120),
        ExchangeLog.ONE_STOP,
        ExchangeLog.POPULATION,
        receiver.account(),
        dossier.code(),
        chance.share() < 0.002 ? ExchangeLog.Result.TIMEOUT : ExchangeLog.Result.FINE);
  }

  private void report(Instant at, String service, String name) {
    Map<String, Object> sync = new LinkedHashMap<>();
    sync.put("dich", "DVCQG");
    sync.put("dich_vu", name);
    sync.put("ma_loi", "0");
    sync.put("so_lan", 1);
    sync.put("tuoi_hang_doi", chance.between(1, 90));
    Instant sent = at.plus(chance.seconds(2, 40));
    log.bySystem(desk, sent, "dong_bo_dvcqg").dossier(dossier).with("dong_bo", sync).write();
    exchange.call(
        sent,
        ExchangeLog.ONE_STOP,
        service,
        receiver.account(),
        dossier.code(),
        ExchangeLog.Result.FINE);
  }

  /** Asks for papers or a fee where needed; false when the citizen gave up. */
  private boolean settleWants() {
    int kind = chance.between(1, 100);
    if (kind <= 1) {
      status(byCitizen(after(60, 400), "rut_ho_so"), dossier.move(7), dossier.status());
      return false;
    }
    if (kind <= 4) {
      status(by(receiver, after(30, 90), "yeu_cau_bo_sung"), dossier.move(5), dossier.status());
      Instant brought = after(300, 900);
      byCitizen(brought.minusSeconds(5), "tai_len_tep")
          .with("tep", paper(chance.pick(PAPERS), "thanh_phan", "1"))
          .write();
      status(byCitizen(brought, "bo_sung"), dossier.move(2), dossier.status());
    } else if (kind <= 9) {
      status(by(receiver, after(30, 90), "chuyen_xu_ly"), dossier.move(6), dossier.status());
      Instant paid = after(120, 700);
      pay(paid);
      status(
          log.bySystem(desk, paid.plusSeconds(8), "chuyen_xu_ly").dossier(dossier),
          dossier.move(4),
          dossier.status());
    }
    return true;
  }

  private void work() {
    if (dossier.status() == 2) {
      status(
          by(receiver, after(30, 300), "chuyen_xu_ly").with("nguoi_nhan", specialist.account()),
          dossier.move(4),
          dossier.status());
    }
    by(specialist, after(120, 1500), "xem_ho_so").with("trang_thai_moi", "4").write();
    for (int i = chance.between(1, 3); i > 0; i--) {
      by(specialist, after(5, 30), "tai_tep")
          .with("tep", paper(chance.pick(PAPERS), "thanh_phan", "1"))
          .write();
    }
    if (!dossier.procedure().service().isEmpty()) {
      exchange.call(
          after(10, 60),
          ExchangeLog.ONE_STOP,
          dossier.procedure().service(),
          specialist.account(),
          dossier.code(),
          ExchangeLog.Result.FINE);
      exchange.gateway(time.at(worked), "danhmuc-dungchung", dossier.code(), "");
    }
    int kind = chance.between(1, 100);
    if (kind <= 2 && !outOfTime()) {
      status(by(specialist, after(60, 200), "yeu_cau_bo_sung"), dossier.move(5), 5);
      status(byCitizen(after(300, 900), "bo_sung"), dossier.move(4), dossier.status());
    } else if (kind == 3) {
      status(by(specialist, after(60, 200), "tam_dung"), dossier.move(8), dossier.status());
      return;
    }
    Map<String, Object> draft = paper("du-thao-ket-qua.pdf", "ket_qua", "0");
    by(specialist, after(60, 900), "tai_len_tep").with("tep", draft).write();
    by(specialist, after(10, 60), "trinh_ky").with("nguoi_nhan", desk.leader().account()).write();
  }

  private void sign() {
    Map<String, Object> result = paper("ket-qua.pdf", "ket_qua", "1");
    by(desk.leader(), after(60, 900), "xem_ho_so").with("trang_thai_moi", "4").write();
    by(desk.leader(), after(15, 60), "phe_duyet").with("trang_thai_moi", "4").write();
    sign(desk.leader(), after(8, 30), "ky_so", result);
    Instant checked = time.at(worked).plusSeconds(2);
    log.bySystem(desk, checked, "xac_minh_chu_ky")
        .dossier(dossier)
        .with("tep", result)
        .with("ky_so", Map.of("ket_qua", "hop_le"))
        .write();
    sign(desk.clerk(), after(60, 500), "dong_dau", result);
    Instant ended = after(20, 120);
    status(by(specialist, ended, "ket_thuc"), dossier.move(9), dossier.status());
    report(ended, ExchangeLog.PROGRESS, "CapNhatTienDoHoSoMC");
  }

  private void giveBack() {
    Instant at = after(30, 900);
    status(by(receiver, at, "tra_ket_qua"), dossier.move(10), dossier.status());
    report(at, ExchangeLog.PROGRESS, "CapNhatTienDoHoSoMC");
    if (chance.percent(25)) {
      Map<String, Object> post = new LinkedHashMap<>();
      post.put("ma_van_don", "VNP" + chance.digits(9));
      post.put("chieu", "tra_ket_qua");
      post.put("trang_thai", "da_nhan_gui");
      by(receiver, after(30, 200), "gui_buu_chinh").with("buu_chinh", post).write();
    }
  }
}
