package vn.lachan.backup.source;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One dump in a snapshot and what was counted at the moment it shows.
 *
 * @param path in the snapshot, such as {@code /mot-cua-csdl/motcua.pgdump}
 * @param database its name; empty when the source has none
 * @param bytes length of the dump
 * @param sha256 of the dump, 64 digits
 * @param exitCode of the program that wrote it; one that is not allowed never gets this far
 * @param rows rows of each table, by {@code schema.table}; empty when they were not counted
 * @param constraints keys, uniques, foreign keys and checks; empty when they were not counted
 * @param register what the register said at that moment, such as the number of dossiers
 * @param newest the newest transaction by the declared query
 */
public record DumpRecord(
    String path,
    String database,
    long bytes,
    String sha256,
    int exitCode,
    Map<String, Long> rows,
    OptionalLong constraints,
    OptionalLong register,
    Optional<Instant> newest) {

  public DumpRecord {
    rows = Collections.unmodifiableMap(new TreeMap<>(rows));
    if (!path.startsWith("/") || bytes < 0) {
      throw new IllegalArgumentException("a dump has an absolute path and a length: " + path);
    }
  }

  /** Rows of all tables. */
  public long totalRows() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }
}
