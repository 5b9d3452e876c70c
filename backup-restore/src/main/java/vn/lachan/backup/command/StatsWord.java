package vn.lachan.backup.command;

import java.util.ArrayList;
import java.util.List;
import vn.lachan.backup.archive.ContentStats;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.repository.Repository;

/** Counts what snapshots hold: of those named, else of all. */
final class StatsWord implements Word {

  @Override
  public Accepted accepted() {
    return Accepted.of(Accepted.ANY, "host", "path", "tag");
  }

  @Override
  public int run(Call call) {
    try (Repository repository = call.place().open()) {
      Snapshots snapshots = Snapshots.list(repository);
      List<StoredSnapshot> wanted = new ArrayList<>();
      call.given().words().forEach(word -> wanted.add(Call.snapshot(snapshots, word)));
      if (wanted.isEmpty()) {
        snapshots.all().stream().filter(call::wants).forEach(wanted::add);
      }
      repository.loadIndex();
      ContentStats stats = ContentStats.of(repository, wanted);
      call.output()
          .write(
              "%d ảnh chụp, %d tệp, khôi phục ra %d byte; %d mảnh khác nhau, %d byte, chiếm %d byte trong kho"
                  .formatted(
                      stats.snapshots(),
                      stats.files(),
                      stats.restoredBytes(),
                      stats.blobs(),
                      stats.rawBytes(),
                      stats.storedBytes()),
              "snapshots",
              stats.snapshots(),
              "files",
              stats.files(),
              "restoredBytes",
              stats.restoredBytes(),
              "blobs",
              stats.blobs(),
              "rawBytes",
              stats.rawBytes(),
              "storedBytes",
              stats.storedBytes(),
              "indexBytes",
              repository.stats().indexBytes());
      return 0;
    }
  }
}
