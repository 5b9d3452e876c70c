package vn.lachan.backup.archive;

import java.util.List;
import java.util.Optional;
import vn.lachan.backup.repository.StorageId;

/**
 * One entry of a folder.
 *
 * @param size bytes of a file's content
 * @param linkTarget where a symbolic link points, empty for others
 * @param content the pieces of a file, in order
 * @param subtree the tree of a folder
 */
public record TreeNode(
    RawName name,
    NodeType type,
    NodeAttributes attributes,
    long size,
    Optional<RawName> linkTarget,
    List<StorageId> content,
    Optional<StorageId> subtree) {

  public TreeNode {
    content = List.copyOf(content);
  }

  TreeNode withContent(List<StorageId> pieces, long read) {
    return new TreeNode(name, type, attributes, read, linkTarget, pieces, subtree);
  }

  TreeNode withSubtree(StorageId tree) {
    return new TreeNode(name, type, attributes, size, linkTarget, content, Optional.of(tree));
  }

  /** Whether the file system gives no reason to read the file again. */
  boolean looksUnchangedSince(TreeNode before) {
    return before.type == NodeType.FILE
        && type == NodeType.FILE
        && before.size == size
        && before.attributes.modified().equals(attributes.modified())
        && before.attributes.changed().equals(attributes.changed())
        && before.attributes.inode() == attributes.inode();
  }
}
