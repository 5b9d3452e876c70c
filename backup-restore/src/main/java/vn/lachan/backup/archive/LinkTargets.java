package vn.lachan.backup.archive;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Targets of symbolic links as bytes. They are paths, so they are taken apart name by name. */
final class LinkTargets {

  private LinkTargets() {}

  /** The bytes of {@code target}, which comes from the file system. */
  static RawName bytes(Path target) {
    List<byte[]> parts = new ArrayList<>();
    Path soFar = Path.of("/");
    int length = 0;
    for (Path part : target) {
      byte[] name = partName(part, soFar);
      parts.add(name);
      length += name.length + 1;
    }
    byte[] joined = new byte[length + 1];
    int at = 0;
    if (target.isAbsolute()) {
      joined[at++] = '/';
    }
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        joined[at++] = '/';
      }
      System.arraycopy(parts.get(i), 0, joined, at, parts.get(i).length);
      at += parts.get(i).length;
    }
    return RawName.of(Arrays.copyOf(joined, at));
  }

  private static byte[] partName(Path part, Path root) {
    String text = part.toString();
    return text.equals(".") || text.equals("..")
        ? text.getBytes(StandardCharsets.UTF_8)
        : RawName.of(root.resolve(part)).bytes();
  }

  /** A path with exactly the bytes of {@code target}. */
  static Path path(RawName target) {
    byte[] bytes = target.bytes();
    Path path = Path.of(bytes.length > 0 && bytes[0] == '/' ? "/" : "");
    int from = 0;
    for (int at = 0; at <= bytes.length; at++) {
      if (at == bytes.length || bytes[at] == '/') {
        if (at > from) {
          RawName part = RawName.of(Arrays.copyOfRange(bytes, from, at));
          path = path.resolve(relative(part));
        }
        from = at + 1;
      }
    }
    return path;
  }

  private static Path relative(RawName part) {
    Path root = Path.of("/");
    return part.isOneEntry() ? root.relativize(part.in(root)) : Path.of(part.toString());
  }
}
