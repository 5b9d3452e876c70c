package vn.lachan.backup;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import vn.lachan.backup.archive.StoredSnapshot;

/**
 * A state of some folders that can be restored.
 *
 * @param id 64 hexadecimal digits
 * @param at when the backup began
 * @param files number of files, where the writer recorded it
 * @param bytes their size, where the writer recorded it
 */
public record Snapshot(
    String id,
    Instant at,
    String host,
    List<String> paths,
    List<String> tags,
    OptionalLong files,
    OptionalLong bytes) {

  public Snapshot {
    paths = List.copyOf(paths);
    tags = List.copyOf(tags);
  }

  static Snapshot of(StoredSnapshot stored) {
    return new Snapshot(
        stored.id().toString(),
        stored.at(),
        stored.hostname(),
        stored.paths(),
        stored.tags(),
        stored.files(),
        stored.bytes());
  }
}
