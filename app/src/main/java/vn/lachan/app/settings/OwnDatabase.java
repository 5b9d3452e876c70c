package vn.lachan.app.settings;

import java.nio.file.Path;

/**
 * The database that the platform keeps in its data folder when no server is set: H2 in a file.
 *
 * <p>Opened through H2's file access {@code async:}. The usual one closes the file under the whole
 * database when a thread is interrupted while it writes, as one is when a deadline passes or the
 * platform stops. ADR 010 says what a commit promises.
 */
public final class OwnDatabase {
  private static final String SETTINGS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
          + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0";

  private OwnDatabase() {}

  /** The JDBC address of the database in {@code data}; the user is {@code sa} without password. */
  public static String url(Path data) {
    return "jdbc:h2:async:" + data.toAbsolutePath().resolve("db").resolve("lachan") + SETTINGS;
  }
}
