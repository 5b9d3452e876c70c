package vn.lachan.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.StorageId;

/**
 * How much of a repository was read and found sound lately.
 *
 * @param window how far back counts
 * @param coveredBytes bytes of packs found sound within it
 * @param totalBytes bytes of all packs
 * @param neverRead packs that were never found sound
 * @param oldest when the pack read longest ago was read; empty when one never was
 */
public record Coverage(
    Duration window, long coveredBytes, long totalBytes, int neverRead, Optional<Instant> oldest) {

  /** 0 to 100; 100 for an empty repository. */
  public double percent() {
    return totalBytes == 0 ? 100 : 100.0 * coveredBytes / totalBytes;
  }

  static Set<StorageId> ids(List<Backend.StoredFile> packs) {
    Set<StorageId> ids = new HashSet<>();
    packs.forEach(pack -> ids.add(StorageId.parse(pack.name()).orElseThrow()));
    return ids;
  }
}
