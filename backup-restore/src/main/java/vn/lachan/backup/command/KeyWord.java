package vn.lachan.backup.command;

import java.util.Map;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.BackupRepository;
import vn.lachan.backup.repository.KeyRing;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.PasswordSource;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryLock;
import vn.lachan.backup.repository.RepositoryPassword;

/** {@code key list|add|remove|passwd}. */
final class KeyWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(2, "new-password-env", "new-password-file");
  }

  @Override
  public int run(Call call) {
    String what = call.given().word(0, "list, add, remove hoặc passwd");
    BackupRepository place = call.place();
    return switch (what) {
      case "list" -> list(call, place);
      case "add", "passwd" -> add(call, place, what.equals("passwd"));
      case "remove" -> remove(call, place);
      default -> throw new WrongUsageException("key list|add|remove|passwd, không có " + what);
    };
  }

  private static int list(Call call, BackupRepository place) {
    int exit = 0;
    try (Repository repository = place.open()) {
      for (KeyRing.Key key : new KeyRing(repository).list()) {
        call.output()
            .write(
                "%s %s  %s@%s  %s%s"
                    .formatted(
                        key.current() ? "*" : " ",
                        key.name().substring(0, 8),
                        key.username(),
                        key.hostname(),
                        key.created(),
                        key.damaged() ? "  HỎNG" : ""),
                "key",
                key.name(),
                "current",
                key.current(),
                "username",
                key.username(),
                "hostname",
                key.hostname(),
                "created",
                key.created(),
                "damaged",
                key.damaged());
        exit = key.damaged() ? 1 : exit;
      }
    }
    return exit;
  }

  private static int add(Call call, BackupRepository place, boolean replace) {
    PasswordSource source =
        call.secrets().source(call.given(), "new-", "Mật khẩu mới của kho", true);
    try (Repository repository = place.open();
        RepositoryLock lock = RepositoryLock.shared(repository, Machine.current());
        RepositoryPassword password = source.read()) {
      lock.requireHeld();
      tell(call, place, replace ? "backup.key.passwd" : "backup.key.add", "");
      KeyRing keys = new KeyRing(repository);
      String name = replace ? keys.change(password) : keys.add(password);
      call.output()
          .write((replace ? "Đã thay khoá, khoá mới " : "Đã thêm khoá ") + name, "key", name);
    }
    return 0;
  }

  private static int remove(Call call, BackupRepository place) {
    String digits = call.given().word(1, "mã khoá cần xoá");
    try (Repository repository = place.open();
        RepositoryLock lock = RepositoryLock.exclusive(repository, Machine.current())) {
      lock.requireHeld();
      tell(call, place, "backup.key.remove", digits);
      return switch (new KeyRing(repository).remove(digits)) {
        case KeyRing.Changed changed -> {
          call.output().write("Đã xoá khoá " + changed.name(), "key", changed.name());
          yield 0;
        }
        case KeyRing.Refused refused -> {
          call.complain(
              switch (refused.reason()) {
                case NOT_ONE -> "không có khoá (duy nhất) nào là " + digits;
                case CURRENT -> "không xoá khoá đang dùng để mở kho";
                case LAST -> "không xoá khoá cuối cùng";
              });
          yield 2;
        }
      };
    }
  }

  private static void tell(Call call, BackupRepository place, String action, String key) {
    call.audit()
        .accept(
            new AuditEntry(
                call.actor(),
                action,
                "backup-repository:" + place.location(),
                "",
                Map.of("key", key)));
  }
}
