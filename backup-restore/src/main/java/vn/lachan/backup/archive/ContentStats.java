package vn.lachan.backup.archive;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vn.lachan.backup.repository.BlobMarks;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/**
 * How much snapshots hold.
 *
 * @param files entries that are no folders, of all snapshots together
 * @param restoredBytes bytes that restoring every snapshot would write, files with several names
 *     counted once a snapshot
 * @param blobs different pieces and trees
 * @param rawBytes their content
 * @param storedBytes what they take in the repository
 */
public record ContentStats(
    long snapshots, long files, long restoredBytes, long blobs, long rawBytes, long storedBytes) {

  /** Counts. Folders that several snapshots share are read once a snapshot. */
  public static ContentStats of(Repository repository, List<StoredSnapshot> snapshots) {
    Counter counter = new Counter(repository);
    snapshots.forEach(counter::snapshot);
    return new ContentStats(
        snapshots.size(),
        counter.files,
        counter.restoredBytes,
        counter.marks.count(),
        counter.rawBytes,
        counter.storedBytes);
  }

  private static final class Counter {
    private record Inode(long device, long inode) {}

    private final Repository repository;
    private final BlobMarks marks;
    private final Set<Inode> inodes = new HashSet<>();
    private long files;
    private long restoredBytes;
    private long rawBytes;
    private long storedBytes;

    Counter(Repository repository) {
      this.repository = repository;
      this.marks = new BlobMarks(repository);
    }

    void snapshot(StoredSnapshot snapshot) {
      inodes.clear();
      tree(snapshot.tree());
    }

    private void tree(StorageId tree) {
      blob(BlobType.TREE, tree);
      for (TreeNode node : TreeWalk.load(repository, tree)) {
        node.content().forEach(id -> blob(BlobType.DATA, id));
        if (node.type() != NodeType.DIR) {
          files++;
        }
        NodeAttributes about = node.attributes();
        if (about.links() < 2 || inodes.add(new Inode(about.deviceId(), about.inode()))) {
          restoredBytes += node.size();
        }
        node.subtree().ifPresent(this::tree);
      }
    }

    private void blob(BlobType type, StorageId id) {
      if (marks.mark(type, id) == BlobMarks.Mark.NEW) {
        rawBytes += repository.length(type, id).orElse(0);
        storedBytes += repository.storedLength(type, id);
      }
    }
  }
}
