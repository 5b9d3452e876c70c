package vn.lachan.backup;

import java.time.Instant;
import java.util.List;
import vn.lachan.backup.source.DumpRecord;
import vn.lachan.backup.source.SourceRecord;

/**
 * Every file of a snapshot with its digest as it was read from the source. Kept outside the
 * repository, so that a drill does not ask the repository what the repository should return.
 *
 * @param snapshot id of the snapshot
 * @param at when the backup began
 * @param entries sorted by path
 * @param sources what the sources gave that are more than folders, with their counts
 * @param includes what alone was taken of folders; empty: everything
 */
public record BackupManifest(
    String snapshot,
    String planId,
    Instant at,
    List<ManifestEntry> entries,
    List<SourceRecord> sources,
    List<String> includes) {

  public BackupManifest {
    entries = List.copyOf(entries);
    sources = List.copyOf(sources);
    includes = List.copyOf(includes);
  }

  /** Of everything in the folders. */
  public BackupManifest(
      String snapshot,
      String planId,
      Instant at,
      List<ManifestEntry> entries,
      List<SourceRecord> sources) {
    this(snapshot, planId, at, entries, sources, List.of());
  }

  /** Of folders alone. */
  public BackupManifest(String snapshot, String planId, Instant at, List<ManifestEntry> entries) {
    this(snapshot, planId, at, entries, List.of());
  }

  /** Every dump of the sources. */
  public List<DumpRecord> dumps() {
    return sources.stream().flatMap(source -> source.dumps().stream()).toList();
  }

  /** Sum of the sizes. */
  public long bytes() {
    return entries.stream().mapToLong(ManifestEntry::size).sum();
  }
}
