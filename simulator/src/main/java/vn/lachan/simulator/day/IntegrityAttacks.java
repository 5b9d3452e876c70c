package vn.lachan.simulator.day;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.lachan.registry.Certificate;

/** Attacks on dossiers, signatures and payments: group C of the use cases. */
final class IntegrityAttacks {
  private IntegrityAttacks() {}

  static List<Attack> all() {
    return List.of(
        new Attack("C01", "Thay tệp kết quả sau khi đã ký số", "C01", IntegrityAttacks::changed),
        new Attack("C02", "Ký số kết quả vào ban đêm", "C02", IntegrityAttacks::signedAtNight),
        new Attack("C03", "Ký bằng chứng thư của người khác", "C03", IntegrityAttacks::foreign),
        new Attack(
            "C03-THU-HOI", "Ký bằng chứng thư đã bị thu hồi", "C03", IntegrityAttacks::revoked),
        new Attack("C05", "Chữ ký trên kết quả không hợp lệ", "C05", IntegrityAttacks::invalid),
        new Attack("C06", "Trả kết quả mà bỏ qua các bước xử lý", "C06", IntegrityAttacks::skipped),
        new Attack(
            "C09", "Đổi tài khoản nhận tiền phí, lệ phí", "C09", IntegrityAttacks::redirected));
  }

  private static Map<String, Object> result(Stage stage) {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("id", "tep-" + stage.chance.hex(12));
    file.put("ten", "ket-qua.pdf");
    file.put("loai_tep", "application/pdf");
    file.put("kich_thuoc", stage.chance.between(90_000, 400_000));
    file.put("sha256", stage.chance.hex(64));
    file.put("loai", "ket_qua");
    file.put("so_hoa", "1");
    return file;
  }

  private static void sign(
      Stage stage, Officer officer, Instant at, Dossier dossier, Certificate certificate) {
    stage
        .oneStop
        .by(officer, officer.ip(), stage.chance.hex(24), at, "ky_so")
        .dossier(dossier)
        .with("tep", result(stage))
        .with("ky_so", DossierLife.signature(certificate, officer.name(), at))
        .with("trang_thai_moi", "4")
        .write();
  }

  private static Certificate own(Officer officer) {
    return officer
        .certificate()
        .orElseThrow(() -> new IllegalStateException(officer.account() + " cannot sign"));
  }

  private static void changed(Stage stage) {
    Instant at = stage.inHours(15);
    Desk desk = stage.desk();
    Officer forger = desk.specialists().getFirst();
    Dossier dossier = stage.dossier(desk, at);
    stage.touch(dossier.code(), forger.account(), forger.ip());
    sign(stage, desk.leader(), at, dossier, own(desk.leader()));
    stage
        .oneStop
        .by(forger, forger.ip(), stage.chance.hex(24), at.plusSeconds(600), "sua_tep")
        .dossier(dossier)
        .with("tep", result(stage))
        .write();
  }

  private static void signedAtNight(Stage stage) {
    stage
        .offHours(5)
        .ifPresent(at -> {
          Desk desk = stage.desk();
          Dossier dossier = stage.dossier(desk, at);
          stage.touch(desk.leader().account(), dossier.code(), desk.leader().ip());
          sign(stage, desk.leader(), at, dossier, own(desk.leader()));
        });
  }

  private static void foreign(Stage stage) {
    Instant at = stage.inHours(5);
    Desk desk = stage.desk();
    Officer borrower = desk.specialists().getFirst();
    Dossier dossier = stage.dossier(desk, at);
    Certificate stolen = own(desk.leader());
    stage.touch(borrower.account(), dossier.code(), stolen.serial(), borrower.ip());
    sign(stage, borrower, at, dossier, stolen);
  }

  private static void revoked(Stage stage) {
    Instant at = stage.inHours(5);
    LocalDate day = at.atZone(ZoneId.of("Asia/Ho_Chi_Minh")).toLocalDate();
    for (Desk desk : stage.cast.communes()) {
      for (Officer officer : desk.specialists()) {
        Optional<Certificate> dead =
            stage.registry.certificates().stream()
                .filter(certificate -> certificate.owner().equals(officer.account()))
                .filter(Certificate::revoked)
                .filter(certificate -> certificate.notAfter().isAfter(day))
                .findFirst();
        if (dead.isPresent()) {
          Dossier dossier = stage.dossier(desk, at);
          stage.touch(officer.account(), dossier.code(), dead.get().serial());
          sign(stage, officer, at, dossier, dead.get());
          return;
        }
      }
    }
  }

  private static void invalid(Stage stage) {
    Instant at = stage.inHours(5);
    Desk desk = stage.desk();
    Dossier dossier = stage.dossier(desk, at);
    stage.touch(dossier.code(), desk.leader().account());
    stage
        .oneStop
        .bySystem(desk, at, "xac_minh_chu_ky")
        .failed("CHU_KY_KHONG_KHOP")
        .dossier(dossier)
        .with("tep", result(stage))
        .with(
            "ky_so",
            Map.of(
                "ket_qua", "khong_hop_le",
                "serial", own(desk.leader()).serial(),
                "chu_the", desk.leader().name()))
        .write();
  }

  private static void skipped(Stage stage) {
    Instant at = stage.inHours(5);
    Desk desk = stage.desk();
    Officer officer = desk.receivers().getFirst();
    Dossier dossier = stage.dossier(desk, at);
    stage.touch(dossier.code(), officer.account(), officer.ip());
    stage
        .oneStop
        .by(officer, officer.ip(), stage.chance.hex(24), at, "tra_ket_qua")
        .dossier(dossier)
        .with("trang_thai_cu", "2")
        .with("trang_thai_moi", "10")
        .write();
  }

  private static void redirected(Stage stage) {
    Instant at = stage.inHours(20);
    Desk desk = stage.desk();
    Officer officer = desk.specialists().getFirst();
    Dossier dossier = stage.dossier(desk, at);
    stage.touch(officer.account(), desk.unit().code(), officer.ip());
    stage
        .oneStop
        .by(officer, officer.ip(), stage.chance.hex(24), at, "doi_tai_khoan_thu")
        .with(
            "cau_hinh",
            Map.of(
                "doi_tuong", "tai_khoan_thu",
                "gia_tri_cu", "9990" + desk.unit().code(),
                "gia_tri_moi", "8880" + desk.unit().code()))
        .with("thanh_toan", Map.of("tai_khoan_thu", "8880" + desk.unit().code()))
        .write();
    stage
        .oneStop
        .by(dossier.citizen(), desk, at.plusSeconds(840), "thanh_toan")
        .dossier(dossier)
        .with(
            "thanh_toan",
            Map.of(
                "ma_gd",
                "gd-" + stage.chance.hex(14),
                "so_tien",
                100_000,
                "hinh_thuc",
                "truc_tuyen",
                "tai_khoan_thu",
                "8880" + desk.unit().code(),
                "trang_thai",
                "da_thanh_toan"))
        .write();
  }
}
