package vn.lachan.backup.archive;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/**
 * Puts one streamed file into a tree that is there already, so that a snapshot can hold all of the
 * one before and a little more. Only the folders on the way are written anew.
 */
public final class TreeGraft {

  private final Repository repository;
  private final TreeCodec codec;
  private final Instant oldest;

  /**
   * @param oldest what was modified before this is left out of the folders on the way
   */
  public TreeGraft(Repository repository, ZoneId zone, Instant oldest) {
    this.repository = repository;
    this.codec = new TreeCodec(zone);
    this.oldest = oldest;
  }

  /** The tree {@code root} with {@code file} in its place; nothing else is added. */
  public StorageId put(Optional<StorageId> root, StreamedFile file) {
    return put(root, file.path().substring(1).split("/", -1), 0, file);
  }

  private StorageId put(Optional<StorageId> tree, String[] parts, int depth, StreamedFile file) {
    RawName name = RawName.of(parts[depth]);
    List<TreeNode> nodes = new ArrayList<>();
    Optional<StorageId> below = Optional.empty();
    for (TreeNode node : tree.map(id -> TreeWalk.load(repository, id)).orElse(List.of())) {
      if (node.name().equals(name)) {
        below = node.subtree();
      } else if (!node.attributes().modified().isBefore(oldest)) {
        nodes.add(node);
      }
    }
    nodes.add(
        depth == parts.length - 1
            ? file.node()
            : VirtualTree.folder(name, file, put(below, parts, depth + 1, file)));
    byte[] json = codec.encode(nodes);
    return repository.save(BlobType.TREE, json, 0, json.length);
  }
}
