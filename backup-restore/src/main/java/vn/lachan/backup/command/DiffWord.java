package vn.lachan.backup.command;

import java.util.List;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.archive.TreeDiff;
import vn.lachan.backup.repository.Repository;

/** Compares two snapshots: + new, - gone, M content, U attributes (with --metadata), T type. */
final class DiffWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(2, "metadata");
  }

  @Override
  public int run(Call call) {
    String before = call.given().word(0, "ảnh chụp trước");
    String after = call.given().word(1, "ảnh chụp sau");
    try (Repository repository = call.place().open()) {
      Snapshots snapshots = Snapshots.list(repository);
      StoredSnapshot one = Call.snapshot(snapshots, before);
      StoredSnapshot two = Call.snapshot(snapshots, after);
      repository.loadIndexTolerant();
      List<TreeDiff.Difference> found =
          new TreeDiff(repository, call.given().has("metadata")).between(one.tree(), two.tree());
      for (TreeDiff.Difference difference : found) {
        call.output()
            .write(
                difference.kind().sign() + "    " + difference.path(),
                "change",
                String.valueOf(difference.kind().sign()),
                "path",
                difference.path(),
                "bytesBefore",
                difference.bytesBefore(),
                "bytesAfter",
                difference.bytesAfter());
      }
    }
    return 0;
  }
}
