package vn.lachan.backup.command;

import java.util.List;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.repository.Repository;

/** Lists snapshots, oldest first. */
final class SnapshotsWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(0, "host", "path", "tag");
  }

  @Override
  public int run(Call call) {
    try (Repository repository = call.place().open()) {
      Snapshots snapshots = Snapshots.list(repository);
      List<StoredSnapshot> wanted = snapshots.all().stream().filter(call::wants).toList();
      CommandReports.show(wanted, call.output());
      snapshots
          .damaged()
          .forEach(d -> call.output().write("HỎNG: " + d.resource(), "damaged", d.resource()));
      return snapshots.damaged().isEmpty() ? 0 : 1;
    }
  }
}
