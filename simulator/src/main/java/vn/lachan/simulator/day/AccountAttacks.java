package vn.lachan.simulator.day;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import vn.lachan.registry.Official;

/** Attacks on accounts: group A of the use cases. */
final class AccountAttacks {
  private AccountAttacks() {}

  static List<Attack> all() {
    return List.of(
        new Attack(
            "A01", "Dò mật khẩu nhiều tài khoản từ một địa chỉ", "A01", AccountAttacks::spray),
        new Attack("A02", "Dò được mật khẩu của một cán bộ", "A02", AccountAttacks::bruteForce),
        new Attack("A03", "Dùng chung tài khoản giữa hai đơn vị", "A03", AccountAttacks::shared),
        new Attack(
            "A04", "Cán bộ đăng nhập từ ngoài mạng chuyên dùng", "A04", AccountAttacks::outside),
        new Attack("A06", "Đăng nhập ban đêm rồi tra cứu dân cư", "A06", AccountAttacks::atNight),
        new Attack("A07", "Quản trị tự cấp quyền cao nhất", "A07", AccountAttacks::selfGrant),
        new Attack("A10", "Tài khoản của người đã nghỉ việc", "A10", AccountAttacks::leaver));
  }

  private static OneStopLog.Entry login(Stage stage, Officer officer, String ip, Instant at) {
    return stage
        .oneStop
        .by(officer, ip, stage.chance.hex(24), at, "dang_nhap")
        .with("kieu_xac_thuc", "noi_bo");
  }

  private static void spray(Stage stage) {
    Instant at = stage.inHours(8);
    String ip = stage.touch("203.0.113.21");
    for (int i = 0; i < 24; i++) {
      Officer victim = stage.chance.pick(stage.cast.communes()).receivers().getFirst();
      login(stage, victim, ip, at.plusSeconds(i * 11L)).failed("SAI_MAT_KHAU").write();
    }
  }

  private static void bruteForce(Stage stage) {
    Instant at = stage.inHours(10);
    Officer victim = stage.desk().specialists().getFirst();
    stage.touch(victim.account(), victim.ip());
    for (int i = 0; i < 8; i++) {
      login(stage, victim, victim.ip(), at.plusSeconds(i * 20L)).failed("SAI_MAT_KHAU").write();
    }
    login(stage, victim, victim.ip(), at.plusSeconds(180)).write();
  }

  private static void shared(Stage stage) {
    Instant at = stage.inHours(20);
    Officer owner = stage.desk().receivers().getFirst();
    Officer borrower = stage.desk().receivers().getFirst();
    stage.touch(owner.account(), borrower.ip());
    login(stage, owner, owner.ip(), at).write();
    login(stage, owner, borrower.ip(), at.plusSeconds(9 * 60)).write();
  }

  private static void outside(Stage stage) {
    Instant at = stage.inHours(5);
    Officer owner = stage.desk().specialists().getFirst();
    String ip = stage.touch("203.0.113.34", owner.account());
    login(stage, owner, ip, at).write();
  }

  private static void atNight(Stage stage) {
    stage
        .offHours(15)
        .ifPresent(at -> {
          Desk desk = stage.desk();
          Officer officer = desk.receivers().getFirst();
          stage.touch(officer.account(), officer.ip());
          String session = stage.chance.hex(24);
          stage
              .oneStop
              .by(officer, officer.ip(), session, at, "dang_nhap")
              .with("kieu_xac_thuc", "noi_bo")
              .write();
          for (int i = 1; i <= 5; i++) {
            DataAttacks.lookUp(
                    stage,
                    officer,
                    session,
                    at.plusSeconds(70L * i),
                    stage.dossier(desk, at),
                    Citizen.random(stage.chance).id())
                .with("so_ket_qua", 1)
                .write();
          }
        });
  }

  private static void selfGrant(Stage stage) {
    Instant at = stage.inHours(5);
    Officer admin =
        stage.cast.holding("Quản trị").orElseGet(() -> stage.desk().specialists().getFirst());
    stage.touch(admin.account(), admin.ip());
    stage
        .oneStop
        .by(admin, Math.max(0, stage.span(at)), at, "sua_quyen")
        .with(
            "quyen",
            Map.of("tai_khoan_dich", admin.account(), "vai_tro", List.of("quan_tri_he_thong")))
        .write();
  }

  private static void leaver(Stage stage) {
    stage.registry.officials().stream()
        .filter(official -> !official.active())
        .findFirst()
        .ifPresent(leaver -> leaverLogsIn(stage, leaver));
  }

  private static void leaverLogsIn(Stage stage, Official leaver) {
    Instant at = stage.inHours(5);
    Officer colleague =
        stage.cast.communes().stream()
            .filter(desk -> desk.unit().code().equals(leaver.unit()))
            .map(desk -> desk.receivers().getFirst())
            .findFirst()
            .orElseGet(() -> stage.desk().receivers().getFirst());
    Officer ghost =
        new Officer(
            leaver.account(),
            Names.person(stage.chance),
            leaver.position(),
            colleague.unit(),
            colleague.ip(),
            colleague.browser(),
            java.util.Optional.empty());
    stage.touch(ghost.account());
    login(stage, ghost, ghost.ip(), at).write();
  }
}
