package vn.lachan.backup.archive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.progress.Progress;
import vn.lachan.backup.repository.BlobMarks;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/**
 * Copies snapshots with everything they need from one repository into another.
 *
 * <p>Each snapshot is durable with all it needs before the next begins. A copy stopped at any point
 * is taken up again by running it once more: what arrived is not copied again. Load both indexes
 * before; take locks on both.
 */
public final class SnapshotCopy {

  /**
   * What was done.
   *
   * @param copied pairs of the snapshot there and its copy here
   * @param skipped snapshots that were there already
   */
  public record Copied(List<Pair> copied, List<StorageId> skipped) {
    public Copied {
      copied = List.copyOf(copied);
      skipped = List.copyOf(skipped);
    }
  }

  /** A snapshot and its copy. */
  public record Pair(StorageId from, StorageId to) {}

  private final Repository from;
  private final Repository to;
  private final Progress progress = Progress.current();
  private final Workers workers;
  private final BlobMarks seen;

  public SnapshotCopy(Repository from, Repository to, ArchiveSettings settings) {
    this.from = from;
    this.to = to;
    this.workers = new Workers(settings, "copy");
    this.seen = new BlobMarks(from);
  }

  /** Copies {@code snapshots}, oldest first. A blob that cannot be read is a failure. */
  public Copied copy(List<StoredSnapshot> snapshots) {
    Set<StorageId> there = new HashSet<>();
    for (StoredSnapshot snapshot : Snapshots.list(to).all()) {
      there.add(snapshot.original().orElse(snapshot.id()));
    }
    List<Pair> copied = new ArrayList<>();
    List<StorageId> skipped = new ArrayList<>();
    try (workers) {
      for (StoredSnapshot snapshot : snapshots) {
        if (there.contains(snapshot.original().orElse(snapshot.id()))) {
          skipped.add(snapshot.id());
          continue;
        }
        List<CompletableFuture<Void>> running = new ArrayList<>();
        tree(snapshot.tree(), running);
        workers.join(CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)));
        to.flush();
        copied.add(new Pair(snapshot.id(), Snapshots.copy(from, snapshot, to)));
      }
    }
    return new Copied(copied, skipped);
  }

  private void tree(StorageId tree, List<CompletableFuture<Void>> running) {
    if (seen.mark(BlobType.TREE, tree) == BlobMarks.Mark.KNOWN || workers.isStopped()) {
      return;
    }
    for (TreeNode node : TreeWalk.load(from, tree)) {
      for (StorageId id : node.content()) {
        if (!to.contains(BlobType.DATA, id)
            && seen.mark(BlobType.DATA, id) != BlobMarks.Mark.KNOWN) {
          running.add(workers.submit(() -> blob(BlobType.DATA, id)));
        }
      }
      node.subtree().ifPresent(below -> tree(below, running));
    }
    if (running.size() > 4096) {
      running.removeIf(f -> f.isDone() && !f.isCompletedExceptionally());
    }
    if (!to.contains(BlobType.TREE, tree)) {
      blob(BlobType.TREE, tree);
    }
  }

  private @Nullable Void blob(BlobType type, StorageId id) {
    byte[] content = from.load(type, id);
    to.save(type, content, 0, content.length);
    progress.bytes(content.length);
    return null;
  }
}
