package vn.lachan.backup.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/**
 * Random folders with all the names and files that have caused trouble, and a way to compare them.
 */
public final class TestTrees {

  private static final List<RawName> NAMES =
      List.of(
          RawName.of("Tờ khai đăng ký khai sinh.xml"),
          RawName.of(Normalizer.normalize("Tờ khai đăng ký khai sinh.xml", Normalizer.Form.NFD)),
          RawName.of(new byte[] {'h', 'o', (byte) 0xFF, (byte) 0xE1, 'x'}),
          RawName.of(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}),
          RawName.of("dấu \"nháy\" \\ và\ttab\nxuống dòng"),
          RawName.of(" đầu và cuối "),
          RawName.of("a b c d\u2028\ufeff\u0001\u007f"),
          RawName.of("😀<&>.pdf"),
          RawName.of("?*[x]{y}%41~$HOME"),
          RawName.of("-rf"),
          RawName.of("...."),
          RawName.of("\ufffd"));

  private TestTrees() {}

  /** Copies a folder with times and rights; gives {@code to}. */
  public static Path copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes about)
              throws IOException {
            Files.createDirectory(to.resolve(from.relativize(dir)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes about)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
    return to;
  }

  /** Writes about {@code entries} entries below {@code root}; the same for the same seed. */
  public static void random(Path root, long seed, int entries) throws IOException {
    Random random = new Random(seed);
    List<Path> folders = new ArrayList<>(List.of(root));
    List<Path> files = new ArrayList<>();
    Files.createDirectories(root);
    for (int i = 0; i < entries; i++) {
      Path folder = folders.get(random.nextInt(folders.size()));
      Path path = name(random, i).in(folder);
      if (Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      int kind = random.nextInt(20);
      if (kind < 4) {
        folders.add(Files.createDirectory(path));
      } else if (kind == 4) {
        Files.createSymbolicLink(path, Path.of("../không có/ở đây <&>"));
      } else if (kind == 5 && !files.isEmpty()) {
        Files.createLink(path, files.get(random.nextInt(files.size())));
      } else if (kind == 6 && !files.isEmpty()) {
        Files.copy(files.get(random.nextInt(files.size())), path);
      } else {
        Files.write(path, content(random, kind));
        files.add(path);
      }
      touch(path, random);
    }
    for (Path folder : folders.reversed()) {
      Files.setLastModifiedTime(folder, time(random));
    }
  }

  /**
   * The trees from the root of a snapshot down to that of {@code source}, which is the last. Those
   * above it hold the times of folders that others write to meanwhile ({@code /tmp}).
   */
  static List<StorageId> down(Repository repository, StorageId root, Path source) {
    List<StorageId> trees = new ArrayList<>(List.of(root));
    for (Path step : source) {
      RawName name = RawName.of(step.toString());
      trees.add(
          TreeWalk.load(repository, trees.getLast()).stream()
              .filter(node -> node.name().equals(name))
              .findFirst()
              .flatMap(TreeNode::subtree)
              .orElseThrow());
    }
    return trees;
  }

  /** How many of {@code trees} the other has not. */
  static long more(List<StorageId> trees, List<StorageId> than) {
    return trees.stream().filter(tree -> !than.contains(tree)).count();
  }

  private static RawName name(Random random, int i) {
    return random.nextInt(3) == 0
        ? NAMES.get(random.nextInt(NAMES.size()))
        : RawName.of("H60." + i + ".json");
  }

  private static byte[] content(Random random, int kind) {
    int length =
        switch (kind) {
          case 7 -> 0;
          case 8 -> random.nextInt(4) > 0 ? 1000 : 9_000_000 + random.nextInt(9_000_000);
          case 9 -> 600_000 + random.nextInt(600_000);
          default -> random.nextInt(30_000);
        };
    byte[] content = new byte[length];
    if (kind % 2 == 0) {
      random.nextBytes(content);
    } else {
      byte[] text = "Nguyễn Văn An\tĐăng ký khai sinh\n".getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < length; i++) {
        content[i] = random.nextInt(50) == 0 ? (byte) random.nextInt(128) : text[i % text.length];
      }
    }
    return content;
  }

  private static void touch(Path path, Random random) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return;
    }
    Files.setLastModifiedTime(path, time(random));
    if (Files.isRegularFile(path)) {
      String[] modes = {"rw-r--r--", "rw-------", "r--r--r--", "rwxr-x---"};
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(modes[random.nextInt(modes.length)]));
    }
  }

  private static FileTime time(Random random) {
    return FileTime.from(
        Instant.ofEpochSecond(
            1_500_000_000L + random.nextInt(300_000_000), random.nextInt(1 << 29)));
  }

  /** Everything below {@code root}: path to type, mode, time, attributes, digest or target. */
  public static NavigableMap<String, String> describe(Path root) {
    NavigableMap<String, String> all = new TreeMap<>();
    try {
      describe(root, "", all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static void describe(Path folder, String display, NavigableMap<String, String> all)
      throws IOException {
    NodeReader reader = new NodeReader();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        RawName name = RawName.of(entry);
        TreeNode node = reader.read(entry, name);
        String path = display + "/" + name;
        NodeAttributes attributes = node.attributes();
        String about =
            "%s %o %d:%d"
                .formatted(
                    node.type(), attributes.permissions(), attributes.uid(), attributes.gid());
        switch (node.type()) {
          case DIR -> {
            all.put(path, about + " " + attributes.modified() + extended(entry));
            describe(entry, path, all);
          }
          case FILE ->
              all.put(
                  path,
                  about
                      + " "
                      + attributes.modified()
                      + " links "
                      + attributes.links()
                      + " "
                      + sha256(entry)
                      + extended(entry));
          default -> all.put(path, node.type() + " -> " + node.linkTarget());
        }
      }
    }
  }

  private static String extended(Path path) throws IOException {
    List<String> all =
        ExtendedAttributes.read(path).stream().map(ExtendedAttribute::toString).sorted().toList();
    return all.isEmpty() ? "" : " " + all;
  }

  public static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The folder below {@code target} where the tree of {@code source} was restored to. */
  public static Path restored(Path target, Path source) {
    return target.resolve(source.getRoot().relativize(source));
  }
}
