package vn.lachan.app.demo;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.security.Role;
import vn.lachan.audit.Actor;

/** One account for each part somebody can play, with passwords made anew each time. */
final class DemoAccounts {

  /** An account of the demonstration. */
  record DemoAccount(String account, String password, String fullName, String unit, Role role) {}

  private DemoAccounts() {}

  static Map<String, DemoAccount> create(Accounts accounts) {
    Map<String, DemoAccount> made = new LinkedHashMap<>();
    for (DemoAccount wanted :
        new DemoAccount[] {
          account("dieu.phoi", "Nguyễn Thị Điều Phối", "ca-tinh", Role.DIEU_PHOI),
          account("phan.tich", "Trần Văn Phân Tích", "ca-tinh", Role.PHAN_TICH),
          account("van.hanh", "Lê Thị Vận Hành", "ttpvhcc-tinh", Role.VAN_HANH),
          account("bao.cao", "Vàng A Báo Cáo", "00721", Role.BAO_CAO_VIEN),
          account("chu.quan", "Hoàng Văn Chủ Quản", "tinh", Role.CHU_QUAN),
          account("kiem.toan", "Phạm Thị Kiểm Toán", "tinh", Role.KIEM_TOAN),
          account("quan.tri", "Đỗ Văn Quản Trị", "tinh", Role.QUAN_TRI)
        }) {
      accounts.create(
          Actor.PLATFORM,
          wanted.account(),
          wanted.fullName(),
          wanted.unit(),
          Set.of(wanted.role()),
          wanted.password());
      made.put(wanted.account(), wanted);
    }
    return made;
  }

  private static DemoAccount account(String account, String fullName, String unit, Role role) {
    byte[] random = new byte[12];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return new DemoAccount(account, password, fullName, unit, role);
  }
}
