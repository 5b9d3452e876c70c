package vn.lachan.backup.archive;

/** What an entry of a folder is. */
public enum NodeType {
  FILE("file", 0),
  DIR("dir", 1L << 31),
  SYMLINK("symlink", 1L << 27),
  DEV("dev", 1L << 26),
  CHARDEV("chardev", (1L << 26) | (1L << 21)),
  FIFO("fifo", 1L << 25),
  SOCKET("socket", 1L << 24),
  /** Something a later version may know. It is left alone. */
  UNKNOWN("irregular", 1L << 19);

  private final String word;
  private final long goMode;

  NodeType(String word, long goMode) {
    this.word = word;
    this.goMode = goMode;
  }

  String word() {
    return word;
  }

  /** The bits Go's {@code os.FileMode} uses for this type. */
  long goMode() {
    return goMode;
  }

  /** Whether restic writes down how many names an entry of this type has. */
  boolean saysLinks() {
    return switch (this) {
      case FILE, SYMLINK, DEV, CHARDEV -> true;
      case DIR, FIFO, SOCKET, UNKNOWN -> false;
    };
  }

  static NodeType ofWord(String word) {
    for (NodeType type : values()) {
      if (type.word.equals(word)) {
        return type;
      }
    }
    return UNKNOWN;
  }

  /** From the type bits of POSIX {@code st_mode}. */
  static NodeType ofStatMode(int mode) {
    return switch (mode & 0170000) {
      case 0100000 -> FILE;
      case 0040000 -> DIR;
      case 0120000 -> SYMLINK;
      case 0060000 -> DEV;
      case 0020000 -> CHARDEV;
      case 0010000 -> FIFO;
      case 0140000 -> SOCKET;
      default -> UNKNOWN;
    };
  }
}
