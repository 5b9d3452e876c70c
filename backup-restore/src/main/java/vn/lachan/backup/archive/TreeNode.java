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
 * @param extended extended attributes of a file or folder, as the file system lists them
 */
public record TreeNode(
    RawName name,
    NodeType type,
    NodeAttributes attributes,
    long size,
    Optional<RawName> linkTarget,
    List<StorageId> content,
    Optional<StorageId> subtree,
    List<ExtendedAttribute> extended) {

  public TreeNode {
    content = List.copyOf(content);
    extended = List.copyOf(extended);
  }

  /** Without extended attributes. */
  public TreeNode(
      RawName name,
      NodeType type,
      NodeAttributes attributes,
      long size,
      Optional<RawName> linkTarget,
      List<StorageId> content,
      Optional<StorageId> subtree) {
    this(name, type, attributes, size, linkTarget, content, subtree, List.of());
  }

  TreeNode withContent(List<StorageId> pieces, long read) {
    return new TreeNode(name, type, attributes, read, linkTarget, pieces, subtree, extended);
  }

  TreeNode withSubtree(StorageId tree) {
    return new TreeNode(
        name, type, attributes, size, linkTarget, content, Optional.of(tree), extended);
  }

  TreeNode withExtended(List<ExtendedAttribute> all) {
    return new TreeNode(name, type, attributes, size, linkTarget, content, subtree, all);
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
