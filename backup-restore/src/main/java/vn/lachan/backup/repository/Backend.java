package vn.lachan.backup.repository;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the files of a repository.
 *
 * <p>Implementations must comply with the following:
 *
 * <ul>
 *   <li>a saved file is there whole or not at all, whatever happens while it is written;
 *   <li>{@link #save} returns only after the file would survive a crash of the machine;
 *   <li>an existing file is never overwritten;
 *   <li>{@link #list} either names every file of the kind or fails: an error is never an empty
 *       list;
 *   <li>every method may be called by several threads at once.
 * </ul>
 *
 * <p>All methods throw {@link BackendException}, which names the file.
 */
public interface Backend extends AutoCloseable {

  /** One file: its name within its kind and its length in bytes. */
  record StoredFile(String name, long length) {}

  /** Where this is, for messages. Never holds a secret. */
  String location();

  /** Prepares an empty place. Fails when a repository is there already. */
  void create();

  /** Whether the file exists. The name of {@link FileKind#CONFIG} is ignored. */
  boolean exists(FileKind kind, String name);

  /** Stores {@code content} under {@code name}. */
  void save(FileKind kind, String name, byte[] content);

  /** Stores the first {@code length} bytes of {@code content} under {@code name}. */
  default void save(FileKind kind, String name, byte[] content, int length) {
    save(kind, name, Arrays.copyOf(content, length));
  }

  /** Returns the whole file. */
  byte[] load(FileKind kind, String name);

  /** Returns exactly {@code length} bytes from {@code offset}; fails when the file is shorter. */
  byte[] load(FileKind kind, String name, long offset, int length);

  /** Writes exactly {@code length} bytes from {@code offset} into {@code to}; else fails. */
  default void loadInto(
      FileKind kind, String name, long offset, byte[] to, int toOffset, int length) {
    byte[] content = load(kind, name, offset, length);
    if (content.length != length) {
      throw new BackendException(
          "%s/%s: %d bytes instead of %d from byte %d"
              .formatted(kind.folder(), name, content.length, length, offset),
          null);
    }
    System.arraycopy(content, 0, to, toOffset, length);
  }

  /** Returns the files of {@code kind} in the order of their names; strange files are left out. */
  List<StoredFile> list(FileKind kind);

  /**
   * When the place itself says that the file was stored; empty when it does not tell. Unlike times
   * inside documents, a writer cannot choose it.
   */
  default Optional<Instant> storedAt(FileKind kind, String name) {
    return Optional.empty();
  }

  /** Removes the file; a file that is not there is no failure. */
  void remove(FileKind kind, String name);

  /**
   * Removes what killed writers left before {@code limit} and returns how many files that were.
   * Nothing is done where the place itself clears up after them.
   */
  default int removeAbandoned(Instant limit) {
    return 0;
  }

  /** The lock that keeps files from being removed, where this place has one switched on. */
  default Optional<ObjectLock> objectLock() {
    return Optional.empty();
  }

  @Override
  void close();
}
