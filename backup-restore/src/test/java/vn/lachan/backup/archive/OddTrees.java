package vn.lachan.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import vn.lachan.backup.repository.Chunker;

/** Entries that hardly ever occur in dossiers and must come back all the same. */
public final class OddTrees {

  private static final List<Integer> MODES =
      List.of(0, 0111, 0222, 0400, 0604, 0777, 01644, 02755, 04755, 06711, 07777);
  private static final List<Integer> LENGTHS =
      List.of(
          1,
          63,
          64,
          65,
          Chunker.SMALLEST - 65,
          Chunker.SMALLEST - 1,
          Chunker.SMALLEST,
          Chunker.SMALLEST + 1,
          2 * Chunker.SMALLEST,
          2 * Chunker.SMALLEST + 1);
  private static final List<Integer> LONG_LENGTHS =
      List.of(Chunker.LARGEST - 1, Chunker.LARGEST, Chunker.LARGEST + 1);

  private OddTrees() {}

  /** Writes them below {@code root}, which is made; the same for the same seed. */
  public static void write(Path root, long seed) throws IOException {
    Random random = new Random(seed);
    Files.createDirectories(root);
    for (int i = 0; i < 4; i++) {
      fill(root.resolve("độ dài " + i), pick(LENGTHS, random), random);
    }
    if (random.nextInt(8) == 0) {
      fill(root.resolve("độ dài lớn"), pick(LONG_LENGTHS, random), random);
    }
    Files.createFile(root.resolve("rỗng"));
    hole(root.resolve("lỗ"), random);
    links(root, random);
    fifo(root.resolve("fifo"));
    Files.createDirectories(root.resolve("thư mục rỗng"));
    Files.writeString(root.resolve("ệ".repeat(85)), "255 byte");
    Files.writeString(RawName.of(longRawName()).in(root), "255 byte không phải UTF-8");
    Path deep = root;
    for (int i = 0; i < 30; i++) {
      deep = Files.createDirectory(deep.resolve("sâu " + i));
    }
    Files.writeString(deep.resolve("đáy"), "đáy");
    modes(root, random);
    attributes(root, random);
    Path old = Files.writeString(root.resolve("trước 1970"), "cũ");
    make("touch", "-d", "1960-02-03T04:05:06.7Z", old.toString()); // Java makes 1970 of it
  }

  /** Where the file system has them; a list is given by number, to users nobody knows. */
  private static void attributes(Path root, Random random) throws IOException {
    Path folder = Files.createDirectory(root.resolve("thuộc tính"));
    Path file = Files.writeString(folder.resolve("tệp"), "có danh sách");
    AttributeCalls calls = AttributeCalls.ofThisMachine().orElse(null);
    if (calls == null) {
      return;
    }
    byte[] value = new byte[random.nextInt(300)];
    random.nextBytes(value);
    try {
      calls.set(file, new ExtendedAttribute("user.b", value));
      calls.set(file, new ExtendedAttribute("user.a", new byte[0]));
      byte[] list = AccessLists.forUser(70_000 + random.nextInt(9), random.nextInt(8));
      calls.set(file, new ExtendedAttribute(AccessLists.ACCESS, list));
      calls.set(folder, new ExtendedAttribute(AccessLists.DEFAULT, list));
    } catch (FileSystemException e) {
      assertThat(e.getReason()).endsWith("Operation not supported");
    }
  }

  private static int pick(List<Integer> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  private static byte[] longRawName() {
    byte[] name = new byte[255];
    for (int i = 0; i < name.length; i++) {
      name[i] = (byte) (i % 2 == 0 ? 0xFE : '\\');
    }
    return name;
  }

  private static void fill(Path file, int length, Random random) throws IOException {
    byte[] content = new byte[length];
    if (random.nextBoolean()) {
      random.nextBytes(content);
    }
    Files.write(file, content);
  }

  private static void hole(Path file, Random random) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
      channel.write(ByteBuffer.wrap(new byte[] {4, 5}), 700_000L + random.nextInt(1_500_000));
    }
  }

  private static void links(Path root, Random random) throws IOException {
    Files.createSymbolicLink(root.resolve("chỉ chính mình"), Path.of("chỉ chính mình"));
    Files.createSymbolicLink(root.resolve("vòng a"), Path.of("vòng b"));
    Files.createSymbolicLink(root.resolve("vòng b"), Path.of("vòng a"));
    Files.createSymbolicLink(root.resolve("lên trên"), Path.of(".."));
    Files.createSymbolicLink(root.resolve("treo"), Path.of("/không/có " + random.nextInt(10)));
    Path first = root.resolve("một tệp");
    fill(first, 1 + random.nextInt(3000), random);
    Path below = Files.createDirectories(root.resolve("tên khác"));
    Files.createLink(root.resolve("hai tên"), first);
    Files.createLink(below.resolve("ba tên"), first);
  }

  private static void modes(Path root, Random random) throws IOException {
    for (int i = 0; i < 4; i++) {
      Path file = Files.writeString(root.resolve("quyền " + i), "x".repeat(i));
      Files.setAttribute(file, "unix:mode", pick(MODES, random));
    }
    Path folder = Files.createDirectory(root.resolve("thư mục quyền"));
    Files.writeString(folder.resolve("tệp"), "trong");
    Files.setAttribute(folder, "unix:mode", List.of(01777, 02755, 0500).get(random.nextInt(3)));
  }

  /** Entries that are no files, and one of an owner beyond 2^31, where we may make them. */
  static void special(Path root) throws IOException {
    Files.createDirectories(root);
    fifo(root.resolve("fifo"));
    Path folder = Files.createTempDirectory("s"); // longer paths are no address of a socket
    try (ServerSocketChannel open = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      open.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
      Files.move(folder.resolve("s"), root.resolve("socket"));
    }
    Files.delete(folder);
    if (System.getProperty("user.name").equals("root")) {
      make("mknod", root.resolve("null").toString(), "c", "1", "3");
      make("mknod", root.resolve("loop").toString(), "b", "7", "300");
      Path nobody = Files.writeString(root.resolve("chủ lớn"), "4294967294");
      Files.setAttribute(nobody, "unix:uid", -2);
      Files.setAttribute(nobody, "unix:gid", -2);
    }
  }

  private static void fifo(Path path) throws IOException {
    make("mkfifo", path.toString());
  }

  private static void make(String... command) throws IOException {
    try {
      if (new ProcessBuilder(command).start().waitFor() != 0) {
        throw new IOException(String.join(" ", command));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** What is left of a description when pipes, which we keep but do not restore, are taken out. */
  public static NavigableMap<String, String> withoutPipes(NavigableMap<String, String> all) {
    all.values().removeIf(about -> about.startsWith("FIFO"));
    return all;
  }

  /** Removes some of the files directly below {@code folder}. */
  public static void removeSome(Path folder, Random random) throws IOException {
    try (var entries = Files.list(folder)) {
      for (Path entry : entries.sorted().toList()) {
        if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS) && random.nextInt(3) == 0) {
          Files.delete(entry);
        }
      }
    }
  }
}
