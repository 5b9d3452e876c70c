package vn.lachan.backup.repository;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A repository in a folder of this machine.
 *
 * <p>A file is written under a temporary name, forced to disk, renamed, and its folder is forced to
 * disk. A killed writer leaves files named {@code …-tmp-…}, which no reader sees and which {@link
 * #removeAbandoned} takes away. Large files do not go through the system's cache of files, where
 * the file system allows it. Files are readable by their owner alone (0400), folders 0700. Needs a
 * POSIX file system.
 */
public final class LocalBackend implements Backend {

  private static final String TEMPORARY = "-tmp-";
  private static final int SLICE = 1 << 20;
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path root;
  private final AtomicLong temporaries = new AtomicLong();
  private final UncachedWriting uncached = new UncachedWriting();
  private final String run =
      Long.toHexString(ProcessHandle.current().pid()) + "-" + Long.toHexString(System.nanoTime());

  public LocalBackend(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public void create() {
    OtherTool.of(root)
        .ifPresent(tool -> {
          throw new BackendException(
              "a repository of " + tool + " is already there: " + root, null);
        });
    try {
      if (Files.exists(file(FileKind.CONFIG, ""))) {
        throw new BackendException("a repository is already there: " + root, null);
      }
      Files.createDirectories(root, PRIVATE_FOLDER);
      for (FileKind kind : FileKind.values()) {
        if (kind != FileKind.CONFIG) {
          Files.createDirectories(root.resolve(kind.folder()), PRIVATE_FOLDER);
        }
      }
      for (int i = 0; i < 256; i++) {
        Files.createDirectories(
            root.resolve(FileKind.PACK.folder()).resolve("%02x".formatted(i)), PRIVATE_FOLDER);
      }
      force(root.resolve(FileKind.PACK.folder()));
      force(root);
    } catch (IOException e) {
      throw new BackendException("cannot create a repository in " + root + ": " + reason(e), e);
    }
  }

  @Override
  public boolean exists(FileKind kind, String name) {
    return Files.exists(file(kind, name));
  }

  @Override
  public void save(FileKind kind, String name, byte[] content) {
    save(kind, name, content, content.length);
  }

  @Override
  public void save(FileKind kind, String name, byte[] content, int length) {
    Path target = file(kind, name);
    Path folder = folderOf(target);
    Path temporary =
        folder.resolve(
            target.getFileName() + TEMPORARY + run + "-" + temporaries.incrementAndGet());
    try {
      if (Files.exists(target)) {
        throw new BackendException("will not overwrite " + target, null);
      }
      makeFolder(folder);
      if (!uncached.write(temporary, content, length, PRIVATE_FILE)) {
        write(temporary, ByteBuffer.wrap(content, 0, length));
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      force(folder);
    } catch (IOException e) {
      throw new BackendException("cannot write " + target + ": " + reason(e), giveUp(temporary, e));
    }
  }

  private static IOException giveUp(Path temporary, IOException failure) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }

  private static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, PRIVATE_FOLDER);
      force(folderOf(folder));
    }
  }

  private static void write(Path file, ByteBuffer rest) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PRIVATE_FILE)) {
      int end = rest.limit();
      while (rest.position() < end) {
        rest.limit(Math.min(end, rest.position() + SLICE));
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public byte[] load(FileKind kind, String name) {
    Path file = file(kind, name);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new BackendException("cannot read " + file + ": " + reason(e), e);
    }
  }

  @Override
  public byte[] load(FileKind kind, String name, long offset, int length) {
    byte[] content = new byte[length];
    loadInto(kind, name, offset, content, 0, length);
    return content;
  }

  @Override
  public void loadInto(
      FileKind kind, String name, long offset, byte[] to, int toOffset, int length) {
    Path file = file(kind, name);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int done = 0;
      while (done < length) {
        // Slices, because the JDK keeps a direct buffer as large as the largest read.
        int slice = Math.min(SLICE, length - done);
        int read = channel.read(ByteBuffer.wrap(to, toOffset + done, slice), offset + done);
        if (read < 0) {
          throw new EOFException("ends at " + (offset + done));
        }
        done += read;
      }
    } catch (IOException e) {
      throw new BackendException("cannot read " + file + ": " + reason(e), e);
    }
  }

  @Override
  public List<StoredFile> list(FileKind kind) {
    List<StoredFile> files = new ArrayList<>();
    Path folder = root.resolve(kind.folder());
    try {
      switch (kind) {
        case CONFIG -> {
          Path config = file(kind, "");
          if (Files.exists(config)) {
            files.add(new StoredFile("config", Files.size(config)));
          }
        }
        case PACK -> {
          try (DirectoryStream<Path> groups = Files.newDirectoryStream(folder)) {
            for (Path group : groups) {
              if (Files.isDirectory(group)) {
                list(group, files);
              }
            }
          }
        }
        case KEY, LOCK, INDEX, SNAPSHOT -> list(folder, files);
      }
    } catch (NoSuchFileException e) {
      String what = OtherTool.of(root).map(tool -> "; there is one of " + tool).orElse("");
      throw new BackendException(
          "no restic repository in " + root + what + " (no folder " + kind.folder() + ")", e);
    } catch (IOException e) {
      throw new BackendException("cannot list " + folder + ": " + reason(e), e);
    }
    files.sort(Comparator.comparing(StoredFile::name));
    return files;
  }

  private static void list(Path folder, List<StoredFile> files) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = nameOf(entry);
        if (StorageId.parse(name).isPresent()) {
          files.add(new StoredFile(name, Files.size(entry)));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  @Override
  public Optional<Instant> storedAt(FileKind kind, String name) {
    Path file = file(kind, name);
    try {
      return Optional.of(Files.getLastModifiedTime(file).toInstant());
    } catch (IOException e) {
      throw new BackendException("cannot read the time of " + file + ": " + reason(e), e);
    }
  }

  @Override
  public void remove(FileKind kind, String name) {
    Path file = file(kind, name);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new BackendException("cannot remove " + file + ": " + reason(e), e);
    }
  }

  /**
   * Removes temporary files last touched before {@code limit}, which killed writers left behind,
   * and returns how many. Only files with the temporary name are looked at.
   */
  @Override
  public int removeAbandoned(Instant limit) {
    int removed = 0;
    try (var files = Files.walk(root, 3)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (nameOf(file).contains(TEMPORARY)
            && Files.isRegularFile(file)
            && Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
          Files.deleteIfExists(file);
          removed++;
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new BackendException("cannot sweep " + root + ": " + e.getMessage(), e);
    }
    return removed;
  }

  private Path file(FileKind kind, String name) {
    return switch (kind) {
      case CONFIG -> root.resolve("config");
      case PACK -> root.resolve(kind.folder()).resolve(name.substring(0, 2)).resolve(name);
      case KEY, LOCK, INDEX, SNAPSHOT -> root.resolve(kind.folder()).resolve(name);
    };
  }

  private static Path folderOf(Path file) {
    Path folder = file.getParent();
    if (folder == null) {
      throw new IllegalArgumentException("no folder above " + file);
    }
    return folder;
  }

  private static String nameOf(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : name.toString();
  }

  /** The file system's own words; the path alone, which some exceptions give, explains nothing. */
  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + " " + e.getMessage();
  }

  @Override
  public void close() {}
}
