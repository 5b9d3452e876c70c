package vn.lachan.simulator.day;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Attacks on citizens' data: group B of the use cases. */
final class DataAttacks {
  private DataAttacks() {}

  static List<Attack> all() {
    return List.of(
        new Attack("B01", "Cán bộ tra cứu dân cư hàng loạt", "B01", DataAttacks::massLookUp),
        new Attack("B02", "Tra cứu dân cư không gắn với hồ sơ nào", "B02", DataAttacks::curious),
        new Attack("B03", "Dò tuần tự số định danh cá nhân", "B03", DataAttacks::sequential),
        new Attack(
            "B05", "Tra cứu trường thông tin không cần cho thủ tục", "B05", DataAttacks::nosy),
        new Attack("B06", "Tải hàng loạt tệp đính kèm của hồ sơ", "B06", DataAttacks::massDownload),
        new Attack("B07", "Kết xuất danh sách lớn có dữ liệu cá nhân", "B07", DataAttacks::export));
  }

  static OneStopLog.Entry lookUp(
      Stage stage, Officer officer, String session, Instant at, Dossier dossier, String id) {
    return stage
        .oneStop
        .by(officer, officer.ip(), session, at, "tra_cuu_dan_cu")
        .dossier(dossier)
        .with("so_dinh_danh", id)
        .with("loai_giay_to", "cccd")
        .with("muc_dich", "xac_minh_nhan_than")
        .with("truong_tra_cuu", List.of("ho_ten", "ngay_sinh", "noi_thuong_tru"))
        .with("dich_vu", "tracuu-congdan");
  }

  private static void massLookUp(Stage stage) {
    Instant at = stage.inHours(25);
    Desk desk = stage.desk();
    Officer officer = desk.specialists().getFirst();
    stage.touch(officer.account(), officer.ip());
    String session = stage.chance.hex(24);
    for (int i = 0; i < 48; i++) {
      lookUp(
              stage,
              officer,
              session,
              at.plusSeconds(26L * i),
              stage.dossier(desk, at),
              Citizen.random(stage.chance).id())
          .with("so_ket_qua", 1)
          .write();
    }
  }

  private static void curious(Stage stage) {
    Instant at = stage.inHours(5);
    Officer officer = stage.desk().specialists().getFirst();
    stage.touch(officer.account(), officer.ip());
    stage
        .oneStop
        .by(officer, officer.ip(), stage.chance.hex(24), at, "tra_cuu_dan_cu")
        .with("so_dinh_danh", Citizen.random(stage.chance).id())
        .with("loai_giay_to", "cccd")
        .with("truong_tra_cuu", List.of("ho_ten", "noi_thuong_tru"))
        .with("so_ket_qua", 1)
        .with("dich_vu", "tracuu-congdan")
        .write();
  }

  private static void nosy(Stage stage) {
    Instant at = stage.inHours(5);
    Desk desk = stage.desk();
    Officer officer = desk.specialists().getFirst();
    stage.touch(officer.account(), officer.ip());
    Dossier dossier = stage.dossier(desk, at);
    lookUp(stage, officer, stage.chance.hex(24), at, dossier, dossier.citizen().id())
        .with("truong_tra_cuu", List.of("ho_ten", "ngay_sinh", "ton_giao", "nhom_mau"))
        .with("so_ket_qua", 1)
        .write();
  }

  private static void sequential(Stage stage) {
    Instant at = stage.inHours(8);
    Desk desk = stage.desk();
    Officer officer = desk.receivers().getFirst();
    stage.touch(officer.account(), officer.ip());
    String session = stage.chance.hex(24);
    String block = "008" + "199" + stage.chance.digits(3);
    Dossier dossier = stage.dossier(desk, at);
    for (int i = 0; i < 20; i++) {
      lookUp(
              stage,
              officer,
              session,
              at.plusSeconds(14L * i),
              dossier,
              block + "%03d".formatted(140 + i))
          .with("so_ket_qua", i % 7 == 3 ? 1 : 0)
          .write();
    }
  }

  private static void massDownload(Stage stage) {
    Instant at = stage.inHours(22);
    Desk desk = stage.desk();
    Officer officer = desk.specialists().getFirst();
    stage.touch(officer.account(), officer.ip());
    String session = stage.chance.hex(24);
    for (int i = 0; i < 260; i++) {
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("id", "tep-" + stage.chance.hex(12));
      file.put("ten", "anh-cccd-mat-truoc.jpg");
      file.put("loai_tep", "image/jpeg");
      file.put("kich_thuoc", stage.chance.between(80_000, 700_000));
      file.put("loai", "thanh_phan");
      stage
          .oneStop
          .by(officer, officer.ip(), session, at.plusSeconds(4L * i), "tai_tep")
          .dossier(stage.dossier(desk, at))
          .with("tep", file)
          .write();
    }
  }

  private static void export(Stage stage) {
    Instant at = stage.inHours(5);
    Officer officer = stage.desk().specialists().getFirst();
    stage.touch(officer.account(), officer.ip());
    stage
        .oneStop
        .by(officer, officer.ip(), stage.chance.hex(24), at, "ket_xuat")
        .with("ket_xuat", Map.of("so_dong", 12_480, "bieu_mau", "danh-sach-nguoi-nop-ho-so"))
        .write();
  }
}
