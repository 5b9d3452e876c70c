package vn.lachan.backup.repository;

/** The six kinds of files in a repository, with the folder that holds them. */
public enum FileKind {
  CONFIG(""),
  KEY("keys"),
  LOCK("locks"),
  INDEX("index"),
  SNAPSHOT("snapshots"),
  PACK("data");

  private final String folder;

  FileKind(String folder) {
    this.folder = folder;
  }

  /** Folder below the repository; empty for {@link #CONFIG}, which is a single file. */
  public String folder() {
    return folder;
  }
}
