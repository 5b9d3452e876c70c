package vn.lachan.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Names and places of the files of a trail. */
record TrailFolder(Path path) {
  static final String CHECKPOINTS = "checkpoints.ndjson";
  static final String PUBLIC_KEY = "audit-key.pub.pem";
  static final String PRIVATE_KEY = "audit-key.pem";
  static final String KEYS = "keys";
  static final String LOCK = "trail.lock";

  private static final Pattern SEGMENT = Pattern.compile("audit-(\\d{19})\\.ndjson");

  /**
   * A file with a run of records.
   *
   * @param name its name
   * @param first number of its first record, or of the record that will be first
   */
  record Segment(String name, long first) {

    static Segment startingAt(long first) {
      return new Segment(String.format(Locale.ROOT, "audit-%019d.ndjson", first), first);
    }
  }

  /** The segments among {@code names}, in the order of their records. */
  static List<Segment> segments(Stream<String> names) {
    return names
        .map(SEGMENT::matcher)
        .filter(Matcher::matches)
        .map(matcher -> new Segment(matcher.group(), Long.parseLong(matcher.group(1))))
        .sorted(Comparator.comparingLong(Segment::first))
        .toList();
  }

  List<Segment> segments() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return segments(files.map(file -> file.getFileName().toString()));
    }
  }

  Path file(Segment segment) {
    return path.resolve(segment.name());
  }

  Path checkpoints() {
    return path.resolve(CHECKPOINTS);
  }

  /**
   * Keeps other processes out until the result is closed.
   *
   * @throws IOException when somebody holds the folder already
   */
  RandomAccessFile lock() throws IOException {
    Path file = path.resolve(LOCK);
    RandomAccessFile lockFile = new RandomAccessFile(file.toFile(), "rw");
    try {
      FileLock held = lockFile.getChannel().tryLock();
      if (held == null) {
        throw new IOException("another process holds " + file);
      }
      return lockFile;
    } catch (OverlappingFileLockException e) {
      lockFile.close();
      throw new IOException("this process holds " + file + " already", e);
    } catch (IOException e) {
      lockFile.close();
      throw e;
    }
  }

  /** Makes an empty file that only its owner may read; does nothing when it is there. */
  void create(Path file) throws IOException {
    try {
      Files.createFile(file, permissions(file, "rw-------"));
    } catch (FileAlreadyExistsException e) {
      return;
    }
    sync(path);
  }

  static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
        Files.createDirectory(folder, permissions(parent, "rwx------"));
        sync(parent);
      }
    }
  }

  /** Writes a file so that it is there whole or not at all. */
  static void writeWhole(Path file, byte[] bytes, boolean readableByAll) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.deleteIfExists(draft);
    Files.createFile(draft, permissions(draft, readableByAll ? "rw-r--r--" : "rw-------"));
    try (RawFile raw = RawFile.onDisk(draft)) {
      raw.write(0, bytes);
      raw.sync();
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      sync(parent);
    }
  }

  private static FileAttribute<?>[] permissions(Path near, String mode) {
    return near.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  /** Makes new names in {@code folder} durable, also for a thread that was interrupted. */
  static void sync(Path folder) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
