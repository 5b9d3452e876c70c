package vn.lachan.backup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.archive.Archive;
import vn.lachan.backup.archive.FileProblem;
import vn.lachan.backup.archive.SnapshotDocument;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.repository.Machine;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;
import vn.lachan.backup.source.SourceRecord;

/**
 * One run as it is written down: the document of its snapshot, its manifest and its outcome.
 *
 * @param began {@link System#nanoTime} then
 * @param mostTroubles so many files with trouble are named
 */
record RunRecord(
    BackupPlan plan,
    Machine machine,
    Clock clock,
    Instant startedAt,
    long began,
    int mostTroubles) {

  static RunRecord begin(BackupPlan plan, Machine machine, Clock clock, int mostTroubles) {
    return new RunRecord(plan, machine, clock, clock.instant(), System.nanoTime(), mostTroubles);
  }

  private Duration took() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  BackupOutcome.Failed failed(String reason) {
    return new BackupOutcome.Failed(plan.id(), startedAt, took(), reason);
  }

  BackupOutcome.Completed completed(
      StorageId snapshot,
      Archive archive,
      Repository.Stats stats,
      String manifest,
      List<FileProblem> problems) {
    return new BackupOutcome.Completed(
        plan.id(),
        startedAt,
        took(),
        snapshot.toString(),
        archive.counts().files(),
        archive.counts().bytes(),
        stats.bytesWritten(),
        manifest,
        problems.size(),
        problems.stream().limit(mostTroubles).map(FileTrouble::of).toList());
  }

  BackupManifest manifest(StorageId snapshot, Archive archive, List<SourceRecord> sources) {
    List<ManifestEntry> entries = archive.files().stream().map(ManifestEntry::of).toList();
    return new BackupManifest(
        snapshot.toString(), plan.id(), startedAt, entries, sources, plan.includes());
  }

  /**
   * @param paths what the snapshot holds
   * @param before the snapshot it is compared with
   * @param missing so many files or sources are not in it
   */
  SnapshotDocument document(
      List<String> paths,
      Optional<StoredSnapshot> before,
      Archive archive,
      int missing,
      Repository.Stats stats) {
    Archive.Counts counts = archive.counts();
    String start = Snapshots.time(startedAt, clock.getZone());
    return new SnapshotDocument(
        start,
        before.map(s -> s.id().toString()).orElse(null),
        archive.tree().toString(),
        paths,
        machine.hostname(),
        machine.username(),
        machine.uid(),
        machine.gid(),
        plan.excludes().isEmpty() ? null : plan.excludes(),
        missing == 0
            ? List.of(plan.tag())
            : List.of(plan.tag(), StoredSnapshot.incompleteTag(missing)),
        null,
        Backup.PROGRAM,
        new SnapshotDocument.Summary(
            start,
            Snapshots.time(clock.instant(), clock.getZone()),
            counts.filesNew(),
            counts.filesChanged(),
            counts.filesUnmodified(),
            counts.dirsNew(),
            counts.dirsChanged(),
            counts.dirsUnmodified(),
            stats.dataBlobsWritten(),
            stats.treeBlobsWritten(),
            stats.rawBytesWritten(),
            stats.bytesWritten(),
            counts.files(),
            counts.bytes()));
  }
}
