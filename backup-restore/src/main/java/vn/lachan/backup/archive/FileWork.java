package vn.lachan.backup.archive;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import vn.lachan.backup.repository.StorageId;

/**
 * A file that is to be read.
 *
 * @param head what the file system said of it when it was met
 * @param before the same file in the snapshot before
 * @param digestBefore the digest of its whole content then, where it is known
 * @param readings how often it was read in vain, because it changed meanwhile
 * @param node told what came of it; empty when the file is left out
 */
record FileWork(
    Path path,
    TreeNode head,
    String display,
    Optional<TreeNode> before,
    Optional<StorageId> digestBefore,
    int readings,
    CompletableFuture<Optional<TreeNode>> node) {

  FileWork(
      Path path,
      TreeNode head,
      String display,
      Optional<TreeNode> before,
      Optional<StorageId> digestBefore) {
    this(path, head, display, before, digestBefore, 0, new CompletableFuture<>());
  }

  /** The pieces it had in the snapshot before. */
  List<StorageId> piecesBefore() {
    return before.map(TreeNode::content).orElse(List.of());
  }

  /** The digest of the whole content, when it has the very pieces it had before. */
  Optional<StorageId> digestOf(List<StorageId> pieces) {
    return digestBefore.filter(d -> piecesBefore().equals(pieces));
  }

  /** The same file once more, as it is {@code now}. */
  FileWork again(TreeNode now) {
    return new FileWork(path, now, display, before, digestBefore, readings + 1, node);
  }
}
