package vn.lachan.backup.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Reads what the file system says about one entry, without following links. Needs POSIX. */
final class NodeReader {

  private static final String WANTED =
      "unix:mode,ino,dev,rdev,nlink,uid,gid,ctime,size,lastModifiedTime";

  private final Map<Long, String> users = new ConcurrentHashMap<>();
  private final Map<Long, String> groups = new ConcurrentHashMap<>();

  /** The entry at {@code path}, still without content or subtree. */
  TreeNode read(Path path, RawName name) throws IOException {
    return read(path, name, LinkOption.NOFOLLOW_LINKS);
  }

  /** The same for the folder a link points to. */
  TreeNode readFollowing(Path path, RawName name) throws IOException {
    return read(path, name, new LinkOption[0]);
  }

  private TreeNode read(Path path, RawName name, LinkOption... options) throws IOException {
    Map<String, Object> stat = Files.readAttributes(path, WANTED, options);
    NodeType type = NodeType.ofStatMode((int) number(stat, "mode"));
    boolean isDevice = type == NodeType.DEV || type == NodeType.CHARDEV;
    long uid = id(stat, "uid");
    long gid = id(stat, "gid");
    NodeAttributes attributes =
        new NodeAttributes(
            (int) number(stat, "mode") & 07777,
            time(stat, "lastModifiedTime"),
            time(stat, "ctime"),
            uid,
            gid,
            name(users, uid, path, "unix:owner"),
            name(groups, gid, path, "unix:group"),
            number(stat, "ino"),
            number(stat, "dev"),
            type.saysLinks() ? number(stat, "nlink") : 0,
            isDevice ? number(stat, "rdev") : 0);
    Optional<RawName> target =
        type == NodeType.SYMLINK ? Optional.of(RawName.linkTarget(path)) : Optional.empty();
    long size = type == NodeType.FILE ? number(stat, "size") : 0;
    return new TreeNode(name, type, attributes, size, target, List.of(), Optional.empty());
  }

  private static String name(Map<Long, String> known, long id, Path path, String attribute)
      throws IOException {
    String name = known.get(id);
    if (name == null) {
      name =
          switch (Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS)) {
            case GroupPrincipal group -> group.getName();
            case UserPrincipal user -> user.getName();
            default -> "";
          };
      if (name.equals(Integer.toString((int) id))) {
        name = ""; // nobody of that number is known here
      }
      known.put(id, name);
    }
    return name;
  }

  /** Java's number of an owner is signed, the file system's and restic's are not. */
  private static long id(Map<String, Object> stat, String name) {
    return Integer.toUnsignedLong((int) number(stat, name));
  }

  private static long number(Map<String, Object> stat, String name) {
    return stat.get(name) instanceof Number number ? number.longValue() : 0;
  }

  private static Instant time(Map<String, Object> stat, String name) {
    return stat.get(name) instanceof FileTime time ? time.toInstant() : Instant.EPOCH;
  }
}
