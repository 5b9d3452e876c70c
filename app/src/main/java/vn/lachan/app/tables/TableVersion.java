package vn.lachan.app.tables;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a table.
 *
 * @param table name of its file
 * @param version 0 for what came with the settings or the program, then counting up
 * @param at when it was put in force; null for version 0
 * @param author account that did it; empty for version 0
 * @param digest SHA-256 of the content, hexadecimal
 * @param bytes size; 0 when the table is not there
 * @param rows lines with data, or networks; 0 where nobody counts
 * @param note why
 * @param kept whether the content is still there
 */
public record TableVersion(
    String table,
    int version,
    @Nullable Instant at,
    String author,
    String digest,
    long bytes,
    int rows,
    Origin origin,
    String note,
    boolean kept) {

  /** Where a version came from. */
  public enum Origin {
    /** It came with the settings or the program. */
    BASE,
    /** Somebody replaced it. */
    REPLACED,
    /** Somebody went back to an earlier version. */
    ROLLED_BACK
  }
}
