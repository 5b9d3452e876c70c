package vn.lachan.backup.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of a snapshot, with restic's keys. Absent values are null. */
public record SnapshotDocument(
    @Nullable String time,
    @Nullable String parent,
    @Nullable String tree,
    @Nullable List<String> paths,
    @Nullable String hostname,
    @Nullable String username,
    @Nullable Long uid,
    @Nullable Long gid,
    @Nullable List<String> excludes,
    @Nullable List<String> tags,
    @Nullable String original,
    @Nullable String programVersion,
    @Nullable Summary summary) {

  /** What the backup did, as restic 0.17 and later write it; absent in older snapshots. */
  public record Summary(
      @Nullable String backupStart,
      @Nullable String backupEnd,
      long filesNew,
      long filesChanged,
      long filesUnmodified,
      long dirsNew,
      long dirsChanged,
      long dirsUnmodified,
      long dataBlobs,
      long treeBlobs,
      long dataAdded,
      long dataAddedPacked,
      long totalFilesProcessed,
      long totalBytesProcessed) {}
}
