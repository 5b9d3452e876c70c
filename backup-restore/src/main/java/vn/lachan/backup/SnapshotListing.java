package vn.lachan.backup;

import java.util.List;

/** The snapshots of a repository, or why they cannot be told. */
public sealed interface SnapshotListing {

  /** Oldest first. {@code damaged} names snapshot files that cannot be read. */
  record Listed(List<Snapshot> snapshots, List<String> damaged) implements SnapshotListing {
    public Listed {
      snapshots = List.copyOf(snapshots);
      damaged = List.copyOf(damaged);
    }
  }

  /** {@code reason} is in Vietnamese. */
  record Unavailable(String reason) implements SnapshotListing {}
}
