package vn.lachan.backup.archive;

import java.time.Instant;
import java.util.Optional;
import vn.lachan.backup.repository.StorageId;

/**
 * One file or symbolic link as it was when it was read: what must come back.
 *
 * @param path from the root, names as {@link RawName#toString()} writes them
 * @param digest SHA-256 of the whole content; empty for a link
 * @param linkTarget where a link points; empty for a file
 */
public record ArchivedFile(
    String path,
    long size,
    Instant modified,
    Optional<StorageId> digest,
    Optional<String> linkTarget) {

  public ArchivedFile {
    if (digest.isPresent() == linkTarget.isPresent()) {
      throw new IllegalArgumentException("either a file or a link: " + path);
    }
  }
}
