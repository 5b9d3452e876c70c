package vn.lachan.backup;

import java.time.Instant;
import java.util.Optional;
import vn.lachan.backup.archive.ArchivedFile;
import vn.lachan.backup.repository.StorageId;

/**
 * One file or link that must come back.
 *
 * @param path from the root; bytes that are no text are written {@code \xff}, a backslash twice
 * @param sha256 of the whole content, 64 digits; empty for a link
 * @param linkTarget where a link points; empty for a file
 */
public record ManifestEntry(
    String path, long size, Instant modified, String sha256, String linkTarget) {

  static ManifestEntry of(ArchivedFile file) {
    return new ManifestEntry(
        file.path(),
        file.size(),
        file.modified(),
        file.digest().map(StorageId::toString).orElse(""),
        file.linkTarget().orElse(""));
  }

  ArchivedFile archived() {
    return new ArchivedFile(
        path,
        size,
        modified,
        StorageId.parse(sha256),
        isLink() ? Optional.of(linkTarget) : Optional.empty());
  }

  /** Whether this is a symbolic link. */
  public boolean isLink() {
    return sha256.isEmpty();
  }
}
