package vn.lachan.backup.archive;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A file that is to be read.
 *
 * @param head what the file system said of it when it was met
 * @param before the same file in the snapshot before
 * @param readings how often it was read in vain, because it changed meanwhile
 * @param node told what came of it; empty when the file is left out
 */
record FileWork(
    Path path,
    TreeNode head,
    String display,
    Optional<TreeNode> before,
    int readings,
    CompletableFuture<Optional<TreeNode>> node) {

  FileWork(Path path, TreeNode head, String display, Optional<TreeNode> before) {
    this(path, head, display, before, 0, new CompletableFuture<>());
  }

  /** The same file once more, as it is {@code now}. */
  FileWork again(TreeNode now) {
    return new FileWork(path, now, display, before, readings + 1, node);
  }
}
