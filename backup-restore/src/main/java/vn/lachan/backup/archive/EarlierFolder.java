package vn.lachan.backup.archive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.CorruptRepositoryException;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/**
 * A folder as the snapshot before has it.
 *
 * @param tree its tree, if there is one that can be read
 */
record EarlierFolder(Optional<StorageId> tree, Map<RawName, TreeNode> entries) {

  private static final EarlierFolder NONE = new EarlierFolder(Optional.empty(), Map.of());

  /** That of {@code tree}; one without entries if it cannot be read: then all is read again. */
  static EarlierFolder of(Optional<StorageId> tree, Repository repository) {
    try {
      return tree.filter(id -> repository.contains(BlobType.TREE, id))
          .flatMap(id -> TreeCodec.decode(repository.load(BlobType.TREE, id)))
          .map(nodes -> new EarlierFolder(tree, byName(nodes)))
          .orElse(NONE);
    } catch (CorruptRepositoryException e) {
      return NONE;
    }
  }

  private static Map<RawName, TreeNode> byName(List<TreeNode> nodes) {
    Map<RawName, TreeNode> entries = HashMap.newHashMap(nodes.size());
    nodes.forEach(node -> entries.put(node.name(), node));
    return entries;
  }

  Optional<TreeNode> entry(RawName name) {
    return Optional.ofNullable(entries.get(name));
  }

  /**
   * The tree, if it says of the folder what {@code nodes} say: it need not be written, hashed and
   * looked up again.
   */
  Optional<StorageId> holding(List<TreeNode> nodes) {
    return tree.filter(id ->
        nodes.size() == entries.size()
            && nodes.stream().allMatch(node -> node.equals(entries.get(node.name()))));
  }
}
