package vn.lachan.backup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import vn.lachan.backup.repository.StorageId;

/**
 * Remembers when each pack was last read whole and found sound: {@code coverage-<repository>.json}
 * in the history folder. Losing it only makes packs be read again.
 */
public final class CoverageLedger {

  private final PackTimes times;

  public CoverageLedger(Path folder) {
    this.times = new PackTimes(folder, "coverage");
  }

  Map<StorageId, Instant> read(String repository) {
    return times.read(repository);
  }

  void write(String repository, Map<StorageId, Instant> read) {
    times.write(repository, read);
  }
}
