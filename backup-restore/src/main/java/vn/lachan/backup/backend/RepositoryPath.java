package vn.lachan.backup.backend;

import java.util.Optional;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.StorageId;

/**
 * What an address below a repository names: {@code config}, {@code data/}, {@code data/<id>}.
 *
 * @param name empty for a whole folder; {@code config} for the config
 */
public record RepositoryPath(FileKind kind, String name) {

  /** Reads {@code path}, without a slash before it; empty when there is nothing of that name. */
  public static Optional<RepositoryPath> parse(String path) {
    if (path.equals("config")) {
      return Optional.of(new RepositoryPath(FileKind.CONFIG, "config"));
    }
    int slash = path.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String name = path.substring(slash + 1);
    if (!name.isEmpty() && StorageId.parse(name).isEmpty()) {
      return Optional.empty();
    }
    for (FileKind kind : FileKind.values()) {
      if (kind != FileKind.CONFIG && kind.folder().equals(path.substring(0, slash))) {
        return Optional.of(new RepositoryPath(kind, name));
      }
    }
    return Optional.empty();
  }

  public boolean isFolder() {
    return name.isEmpty();
  }

  public boolean isLock() {
    return kind == FileKind.LOCK;
  }

  public boolean isSnapshot() {
    return kind == FileKind.SNAPSHOT;
  }

  public boolean isKey() {
    return kind == FileKind.KEY;
  }

  public boolean isPack() {
    return kind == FileKind.PACK;
  }

  /** Whether the name promises the SHA-256 of the content. */
  boolean isNamedByContent() {
    return kind != FileKind.CONFIG;
  }

  @Override
  public String toString() {
    return kind == FileKind.CONFIG ? "config" : kind.folder() + "/" + name;
  }
}
