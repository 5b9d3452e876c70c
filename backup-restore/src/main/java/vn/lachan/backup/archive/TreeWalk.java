package vn.lachan.backup.archive;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  static List<TreeNode> load(Repository repository, StorageId tree) {
    return TreeCodec.decode(repository.load(BlobType.TREE, tree))
        .orElseThrow(() -> new CorruptRepositoryException("tree makes no sense", "tree " + tree))
        .stream()
        .sorted(Comparator.comparing(TreeNode::name))
        .toList();
  }

  /**
   * How many files each distinct tree below {@code root} reaches is not counted here; this only
   * answers whether every blob is indexed, looking at each distinct tree once.
   */
  public boolean isComplete(StorageId root) {
    return isComplete(root, new HashMap<>());
  }

  private boolean isComplete(StorageId tree, Map<StorageId, Boolean> seen) {
    Boolean known = seen.get(tree);
    if (known != null) {
      return known;
    }
    boolean complete = true;
    try {
      for (TreeNode node : load(repository, tree)) {
        Optional<StorageId> below = node.subtree();
        complete &= node.content().stream().allMatch(id -> repository.contains(BlobType.DATA, id));
        complete &= below.isEmpty() || isComplete(below.get(), seen);
      }
    } catch (RepositoryException e) {
      complete = false;
    }
    seen.put(tree, complete);
    return complete;
  }
}
