package vn.lachan.backup.archive;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import vn.lachan.backup.repository.StorageId;

/**
 * A snapshot in a repository: when, of what, and the tree it begins with.
 *
 * @param id name of its file
 * @param time when the backup began, with the zone its writer used: changes up to then are in it
 * @param original the snapshot this is a copy of
 * @param files number of files, where the writer recorded it
 * @param bytes their size, where the writer recorded it
 */
public record StoredSnapshot(
    StorageId id,
    OffsetDateTime time,
    StorageId tree,
    Optional<StorageId> parent,
    Optional<StorageId> original,
    List<String> paths,
    String hostname,
    List<String> tags,
    OptionalLong files,
    OptionalLong bytes) {

  private static final String INCOMPLETE = "lachan-incomplete=";

  public StoredSnapshot {
    paths = List.copyOf(paths);
    tags = List.copyOf(tags);
  }

  /** The tag of a snapshot that lacks, or has not as they should be, so many files and sources. */
  public static String incompleteTag(int problems) {
    return INCOMPLETE + problems;
  }

  /** Whether its own tags say that not all is in it: written so, or repaired. */
  public boolean isIncomplete() {
    return tags.contains(SnapshotRepair.TAG)
        || tags.stream().anyMatch(tag -> tag.startsWith(INCOMPLETE));
  }

  /** When the backup began. */
  public Instant at() {
    return time.toInstant();
  }
}
