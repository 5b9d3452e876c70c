package vn.lachan.backup.archive;

import java.util.Objects;

/**
 * One file that was not treated as it should be; the rest went on.
 *
 * @param path as {@link RawName#toString()} writes names, joined by slashes
 * @param detail in the words of the file system or of the repository
 */
public record FileProblem(String path, Kind kind, String detail) {

  /** What went wrong. */
  public enum Kind {
    /** It could not be read; it is not in the snapshot. */
    UNREADABLE,
    /** It changed while it was read; the snapshot holds what was read. */
    CHANGED_WHILE_READ,
    /** A source gave no whole dump; nothing of it is in the snapshot. */
    NOT_DUMPED,
    /** A folder of the plan is not there. */
    MISSING,
    /** A pattern of what alone is taken finds nothing in the folders. */
    UNMATCHED,
    /** The repository could not give back its content; it was not restored. */
    LOST,
    /** It could not be written. */
    UNWRITABLE,
    /** It was restored, but its owner, mode or time could not be set. */
    ATTRIBUTES,
    /** It is in the snapshot, but without extended attributes, which could not be read. */
    NO_ATTRIBUTES,
    /** It is kept, but its lock against removal could not be extended. */
    UNPROTECTED,
    /** A device, pipe or socket: kept in snapshots, not restored. */
    SPECIAL
  }

  public FileProblem {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(detail, "detail");
  }
}
