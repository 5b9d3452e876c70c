package vn.lachan.backup.archive;

import java.util.Comparator;
import java.util.List;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.CorruptRepositoryException;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.StorageId;

/** Reads the trees of a repository. For one thread. */
public final class TreeWalk {

  /** Told of everything met, folders before what is in them, in the order of names. */
  public interface Visitor {

    /** An entry; for a folder, answer whether to go below. */
    boolean entry(String path, TreeNode node);

    /** The tree of the folder {@code path} cannot be read, so nothing below it is met. */
    void lost(String path, RepositoryException reason);
  }

  private final Repository repository;

  public TreeWalk(Repository repository) {
    this.repository = repository;
  }

  /** Walks from the root of a snapshot. */
  public void walk(StorageId root, Visitor visitor) {
    walk(root, "", visitor);
  }

  private void walk(StorageId tree, String path, Visitor visitor) {
    List<TreeNode> nodes;
    try {
      nodes = load(repository, tree);
    } catch (RepositoryException e) {
      visitor.lost(path.isEmpty() ? "/" : path, e);
      return;
    }
    for (TreeNode node : nodes) {
      String here = path + "/" + node.name();
      if (visitor.entry(here, node)) {
        node.subtree().ifPresent(below -> walk(below, here, visitor));
      }
    }
  }

  /** The entries of one folder, in the order of their names. */
  public static List<TreeNode> load(Repository repository, StorageId tree) {
    return TreeCodec.decode(repository.load(BlobType.TREE, tree))
        .orElseThrow(() -> new CorruptRepositoryException("tree makes no sense", "tree " + tree))
        .stream()
        .sorted(Comparator.comparing(TreeNode::name))
        .toList();
  }
}
