package vn.lachan.backup.command;

import java.util.List;
import java.util.Map;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.BackupRepository;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryLock;

/** Shows the locks and removes abandoned ones; with --all every one, with --dry-run none. */
final class UnlockWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(0, "all", "dry-run");
  }

  @Override
  public int run(Call call) {
    BackupRepository place = call.place();
    boolean all = call.given().has("all");
    Machine machine = Machine.current();
    try (Repository repository = place.open()) {
      for (RepositoryLock.Held lock : RepositoryLock.list(repository, machine)) {
        call.output()
            .write(
                "%s  %s%s%s"
                    .formatted(
                        lock.name().substring(0, 8),
                        lock.holder().isEmpty() ? "không đọc được" : lock.holder(),
                        lock.exclusive() ? "  độc chiếm" : "",
                        lock.abandoned() ? "  bỏ hoang" : ""),
                "lock",
                lock.name(),
                "holder",
                lock.holder(),
                "exclusive",
                lock.exclusive(),
                "abandoned",
                lock.abandoned());
      }
      if (call.given().has("dry-run")) {
        return 0;
      }
      call.audit()
          .accept(
              new AuditEntry(
                  call.actor(),
                  "backup.unlock",
                  "backup-repository:" + place.location(),
                  "",
                  Map.of("all", "" + all)));
      List<String> removed = RepositoryLock.unlock(repository, machine, all);
      call.output()
          .write("Đã xoá %d khoá phiên".formatted(removed.size()), "removed", removed.size());
    }
    return 0;
  }
}
