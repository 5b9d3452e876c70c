package vn.lachan.backup.backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.LocalBackend;
import vn.lachan.backup.repository.StorageId;

/**
 * A repository that others send over the network, in a folder of this machine.
 *
 * <p>A file becomes visible only when it came whole and hashes to its name; it is durable before
 * {@link #save} returns; it is never overwritten. The same file sent again is taken for a
 * repetition. Nobody else may write into the folder meanwhile. Safe for several threads; failures
 * of the disk are {@link BackendException}s.
 */
public final class RepositoryFolder {

  /**
   * How much may be kept.
   *
   * @param quota bytes of all files together but locks, so that a full repository can be read
   * @param largestFile bytes of a pack, an index or a snapshot; other files 1 MiB at most
   * @param freeSpace bytes the disk must have left
   */
  public record Limits(long quota, long largestFile, long freeSpace) {
    public Limits {
      if (quota < 1 || largestFile < 1 || freeSpace < 0) {
        throw new IllegalArgumentException("limits of a repository are positive");
      }
    }
  }

  /** What became of a file that was sent. */
  public sealed interface Receipt {

    /** It is there now. */
    record Stored(long bytes) implements Receipt {}

    /** The same file was there already. */
    record Known() implements Receipt {}

    /** Another config is there already. */
    record Occupied() implements Receipt {}

    /** What came does not hash to the name. */
    record Mismatch() implements Receipt {}

    /** It is larger than {@code limit} bytes. */
    record TooLarge(long limit) implements Receipt {}

    /** The repository would hold more than {@code quota} bytes. */
    record OverQuota(long quota) implements Receipt {}

    /** The disk would have less than {@code left} bytes. */
    record DiskFull(long left) implements Receipt {}
  }

  private static final long SMALL = 1 << 20;
  private static final int SLICE = 64 * 1024;
  private static final int GATES = 64;

  private final Path root;
  private final Limits limits;
  private final LocalBackend files;
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong reserved = new AtomicLong();
  private final AtomicLong temporaries = new AtomicLong();
  private final Object[] gates = Stream.generate(Object::new).limit(GATES).toArray();

  /**
   * Looks at what is there.
   *
   * @param abandoned temporary files older than this are left from a process that died
   */
  public RepositoryFolder(Path root, Limits limits, Instant abandoned) {
    this.root = root;
    this.limits = limits;
    this.files = new LocalBackend(root);
    if (Files.isDirectory(root)) {
      files.removeAbandoned(abandoned);
      used.set(measure());
    }
  }

  private long measure() {
    try (var all = Files.walk(root, 3)) {
      long sum = 0;
      for (Path file : (Iterable<Path>) all::iterator) {
        if (Files.isRegularFile(file) && !file.startsWith(root.resolve("locks"))) {
          sum += Files.size(file);
        }
      }
      return sum;
    } catch (IOException | UncheckedIOException e) {
      throw new BackendException("cannot measure " + root + ": " + e.getMessage(), e);
    }
  }

  /** Bytes of all files but locks. */
  public long usedBytes() {
    return used.get();
  }

  public Limits limits() {
    return limits;
  }

  /** Makes the folders; nothing changes when they are there. Refused when there is a config. */
  public boolean create() {
    if (file(new RepositoryPath(FileKind.CONFIG, "config")).isPresent()) {
      return false;
    }
    files.create();
    return true;
  }

  /** Whether the folders are there. */
  public boolean isCreated() {
    return Files.isDirectory(root.resolve("locks"));
  }

  /** Where the file is; empty when it is not there. */
  public Optional<Path> file(RepositoryPath path) {
    Path file = place(path);
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  private Path place(RepositoryPath path) {
    return switch (path.kind()) {
      case CONFIG -> root.resolve("config");
      case PACK -> root.resolve("data").resolve(path.name().substring(0, 2)).resolve(path.name());
      case KEY, LOCK, INDEX, SNAPSHOT -> root.resolve(path.kind().folder()).resolve(path.name());
    };
  }

  /** The files of a folder, in the order of their names. */
  public List<Backend.StoredFile> list(RepositoryPath folder) {
    return files.list(folder.kind());
  }

  /**
   * Takes a file.
   *
   * @param announced bytes that will come, negative when unknown
   * @throws IOException when the body breaks off; nothing is kept then
   */
  public Receipt save(RepositoryPath path, InputStream body, long announced) throws IOException {
    long largest =
        switch (path.kind()) {
          case PACK, INDEX, SNAPSHOT -> limits.largestFile();
          case CONFIG, KEY, LOCK -> Math.min(SMALL, limits.largestFile());
        };
    if (announced > largest) {
      return new Receipt.TooLarge(largest);
    }
    boolean counts = !path.isLock();
    long room = announced < 0 ? largest : announced;
    if (root.toFile().getUsableSpace() - room < limits.freeSpace()) {
      return new Receipt.DiskFull(limits.freeSpace());
    }
    if (counts && used.get() + reserved.addAndGet(room) > limits.quota()) {
      reserved.addAndGet(-room);
      return new Receipt.OverQuota(limits.quota());
    }
    try {
      return arrive(path, body, largest, counts);
    } finally {
      if (counts) {
        reserved.addAndGet(-room);
      }
    }
  }

  private Receipt arrive(RepositoryPath path, InputStream body, long largest, boolean counts)
      throws IOException {
    Path target = place(path);
    Path temporary =
        target.resolveSibling(target.getFileName() + "-tmp-in-" + temporaries.incrementAndGet());
    MessageDigest digest = StorageId.newDigest();
    try {
      long length = receive(temporary, body, largest, digest);
      if (length < 0) {
        return new Receipt.TooLarge(largest);
      }
      if (path.isNamedByContent()
          && !HexFormat.of().formatHex(digest.digest()).equals(path.name())) {
        return new Receipt.Mismatch();
      }
      Receipt receipt = publish(path, temporary, target, length);
      if (counts && receipt instanceof Receipt.Stored) {
        used.addAndGet(length);
      }
      return receipt;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Writes what comes, forced to disk; negative when it is more than {@code largest}. */
  private static long receive(Path file, InputStream body, long largest, MessageDigest digest)
      throws IOException {
    long length = 0;
    try (FileChannel channel =
        FileChannel.open(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------")))) {
      byte[] slice = new byte[SLICE];
      for (int read = body.read(slice); read >= 0; read = body.read(slice)) {
        length += read;
        if (length > largest) {
          return -1;
        }
        digest.update(slice, 0, read);
        ByteBuffer rest = ByteBuffer.wrap(slice, 0, read);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      }
      channel.force(true);
    }
    return length;
  }

  private Receipt publish(RepositoryPath path, Path temporary, Path target, long length)
      throws IOException {
    synchronized (gates[Math.floorMod(path.hashCode(), GATES)]) {
      if (Files.exists(target)) {
        return path.isNamedByContent() ? new Receipt.Known() : new Receipt.Occupied();
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      force(target.resolveSibling("."));
      return new Receipt.Stored(length);
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Removes a file; false when it was not there. */
  public boolean remove(RepositoryPath path) {
    Path file = place(path);
    try {
      long length = Files.exists(file) ? Files.size(file) : 0;
      boolean removed = Files.deleteIfExists(file);
      if (removed && !path.isLock()) {
        used.addAndGet(-length);
      }
      return removed;
    } catch (IOException e) {
      throw new BackendException("cannot remove " + file + ": " + e.getMessage(), e);
    }
  }
}
