package vn.lachan.backup.archive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/** Finds single entries of a snapshot by their path. */
public final class Lookup {

  /** Takes the pieces of a file, in order. */
  public interface Pieces {
    void accept(byte[] piece) throws IOException;
  }

  private Lookup() {}

  /** The entry at {@code path}, as {@link RawName#toString()} writes names, joined by slashes. */
  public static Optional<TreeNode> find(Repository repository, StorageId root, String path) {
    StorageId tree = root;
    List<String> parts = List.of(strip(path).split("/", -1));
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      Optional<TreeNode> node =
          TreeWalk.load(repository, tree).stream()
              .filter(n -> n.name().toString().equals(part))
              .findFirst();
      if (node.isEmpty() || i == parts.size() - 1) {
        return node;
      }
      Optional<StorageId> below = node.get().subtree();
      if (below.isEmpty()) {
        return Optional.empty();
      }
      tree = below.get();
    }
    return Optional.empty();
  }

  private static String strip(String path) {
    String end = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return end.startsWith("/") ? end.substring(1) : end;
  }

  /**
   * Hands over the content of a file piece by piece, each proven by its id. A piece that cannot be
   * read is a failure, after those before it were handed over.
   */
  public static void content(Repository repository, TreeNode file, Pieces to) throws IOException {
    for (StorageId id : file.content()) {
      to.accept(repository.load(BlobType.DATA, id));
    }
  }
}
