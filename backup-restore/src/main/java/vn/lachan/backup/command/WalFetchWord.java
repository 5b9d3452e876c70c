package vn.lachan.backup.command;

import java.io.IOException;
import java.nio.file.Path;
import vn.lachan.backup.Failures;
import vn.lachan.backup.WalArchive;
import vn.lachan.backup.repository.RepositoryException;

/**
 * Gives PostgreSQL one file of its log back: {@code restore_command = 'lachan backup wal-fetch ...
 * %f %p'}.
 *
 * <p>Exit 1: the repository has no such file, which PostgreSQL takes for the end of the log. Exit
 * 200: the repository cannot be read; PostgreSQL stops then and does not open a database that lacks
 * the newest transactions (it does so for exits above 125).
 */
final class WalFetchWord implements Word {

  private static final int STOP_RECOVERY = 200;

  @Override
  public Accepted accepted() {
    return Accepted.of(2, "keep", "source");
  }

  @Override
  public int run(Call call) {
    String name = call.given().word(0, "tên tệp WAL");
    Path target = Call.path(call.given().word(1, "đích"));
    WalArchive archive =
        new WalArchive(
            call.place(),
            WalPushWord.source(call.given()),
            WalPushWord.keep(call.given()),
            call.clock());
    try {
      if (archive.fetch(name, target)) {
        return 0;
      }
      call.complain("kho không có " + name);
      return 1;
    } catch (RepositoryException e) {
      call.complain(Failures.describe(e));
    } catch (IOException e) {
      call.complain("không ghi được " + target + ": " + e.getMessage());
    }
    return STOP_RECOVERY;
  }
}
