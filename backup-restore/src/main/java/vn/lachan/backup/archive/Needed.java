package vn.lachan.backup.archive;

import java.util.List;
import vn.lachan.backup.repository.BlobMarks;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.CorruptRepositoryException;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/**
 * Marks every blob that snapshots need; each tree is read once, however many snapshots share it.
 */
public final class Needed {

  private final Repository repository;
  private final BlobMarks marks;

  public Needed(Repository repository) {
    this.repository = repository;
    this.marks = new BlobMarks(repository);
  }

  /**
   * Marks what {@code snapshots} need.
   *
   * @throws CorruptRepositoryException when a tree cannot be read or a blob is in no pack
   */
  public BlobMarks mark(List<StoredSnapshot> snapshots) {
    for (StoredSnapshot snapshot : snapshots) {
      tree(snapshot.tree(), snapshot.id().shortText() + ":");
    }
    return marks;
  }

  private void tree(StorageId tree, String path) {
    if (!isNew(BlobType.TREE, tree, path)) {
      return;
    }
    for (TreeNode node : TreeWalk.load(repository, tree)) {
      String here = path + "/" + node.name();
      node.content().forEach(id -> isNew(BlobType.DATA, id, here));
      node.subtree().ifPresent(below -> tree(below, here));
    }
  }

  private boolean isNew(BlobType type, StorageId id, String path) {
    return switch (marks.mark(type, id)) {
      case NEW -> true;
      case KNOWN -> false;
      case MISSING ->
          throw new CorruptRepositoryException(
              path + " needs a blob that is in no pack", type.word() + " blob " + id);
    };
  }
}
