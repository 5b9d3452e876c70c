package vn.lachan.backup.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/** What is different between two trees. Equal subtrees are not read. */
public final class TreeDiff {

  /** In what an entry differs. */
  public enum Kind {
    ADDED('+'),
    REMOVED('-'),
    /** The content of a file. */
    CONTENT('M'),
    /** Only its mode, time, owner or the target of a link. */
    ATTRIBUTES('U'),
    /** It is another thing, for example a folder where a file was. */
    TYPE('T');

    private final char sign;

    Kind(char sign) {
      this.sign = sign;
    }

    /** The letter restic uses. */
    public char sign() {
      return sign;
    }
  }

  /** One difference; {@code path} of a folder ends with a slash. */
  public record Difference(Kind kind, String path, long bytesBefore, long bytesAfter) {}

  private final Repository repository;
  private final boolean attributes;
  private final List<Difference> found = new ArrayList<>();

  /**
   * @param attributes also tell where nothing but attributes differ
   */
  public TreeDiff(Repository repository, boolean attributes) {
    this.repository = repository;
    this.attributes = attributes;
  }

  /** The differences in the order of paths. A tree that cannot be read is a failure. */
  public List<Difference> between(StorageId before, StorageId after) {
    found.clear();
    folders(before, after, "");
    return List.copyOf(found);
  }

  private void folders(StorageId before, StorageId after, String path) {
    if (before.equals(after)) {
      return;
    }
    NavigableMap<RawName, TreeNode> old = entries(before);
    NavigableMap<RawName, TreeNode> now = entries(after);
    NavigableMap<RawName, TreeNode> all = new TreeMap<>(old);
    all.putAll(now);
    for (RawName name : all.keySet()) {
      String here = path + "/" + name;
      TreeNode one = old.get(name);
      TreeNode two = now.get(name);
      if (one == null && two != null) {
        whole(Kind.ADDED, two, here);
      } else if (one != null && two == null) {
        whole(Kind.REMOVED, one, here);
      } else if (one != null && two != null) {
        both(one, two, here);
      }
    }
  }

  private NavigableMap<RawName, TreeNode> entries(StorageId tree) {
    NavigableMap<RawName, TreeNode> entries = new TreeMap<>();
    TreeWalk.load(repository, tree).forEach(node -> entries.put(node.name(), node));
    return entries;
  }

  private void whole(Kind kind, TreeNode node, String path) {
    long before = kind == Kind.REMOVED ? node.size() : 0;
    long after = kind == Kind.ADDED ? node.size() : 0;
    String slash = node.type() == NodeType.DIR ? "/" : "";
    found.add(new Difference(kind, path + slash, before, after));
    node.subtree()
        .ifPresent(tree ->
            TreeWalk.load(repository, tree).forEach(n -> whole(kind, n, path + "/" + n.name())));
  }

  private void both(TreeNode before, TreeNode after, String path) {
    String slash = after.type() == NodeType.DIR ? "/" : "";
    Optional<Kind> kind = difference(before, after);
    kind.ifPresent(k -> found.add(new Difference(k, path + slash, before.size(), after.size())));
    if (before.subtree().isPresent() && after.subtree().isPresent()) {
      folders(before.subtree().get(), after.subtree().get(), path);
    } else {
      before.subtree().ifPresent(tree -> below(Kind.REMOVED, tree, path));
      after.subtree().ifPresent(tree -> below(Kind.ADDED, tree, path));
    }
  }

  private void below(Kind kind, StorageId tree, String path) {
    TreeWalk.load(repository, tree).forEach(n -> whole(kind, n, path + "/" + n.name()));
  }

  private Optional<Kind> difference(TreeNode before, TreeNode after) {
    if (before.type() != after.type()) {
      return Optional.of(Kind.TYPE);
    }
    if (!before.content().equals(after.content())) {
      return Optional.of(Kind.CONTENT);
    }
    boolean same =
        before.attributes().equals(after.attributes())
            && before.size() == after.size()
            && before.linkTarget().equals(after.linkTarget());
    return attributes && !same ? Optional.of(Kind.ATTRIBUTES) : Optional.empty();
  }
}
