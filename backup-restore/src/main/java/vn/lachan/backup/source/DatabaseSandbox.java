package vn.lachan.backup.source;

import java.io.InputStream;
import java.util.Optional;

/**
 * A scratch database server that nothing else uses: dumps are restored into it and counted.
 *
 * <p>Nothing reaches the live database. Everything in it is gone after {@link #close()}, which may
 * be called twice. For one thread.
 */
public interface DatabaseSandbox extends AutoCloseable {

  /**
   * Restores {@code dump} into a fresh database of its own and counts what came back.
   *
   * @param name names the database; any text
   * @param dump content of the dump, read to its end, not closed
   * @param newestSql a query that gives one timestamp, the newest transaction
   * @param registerSql a query that gives one number, of dossiers
   * @return what came back; problems with the dump are in it, never thrown
   * @throws SourceException when the sandbox itself does not work
   */
  RestoredDatabase restore(
      String name, InputStream dump, Optional<String> newestSql, Optional<String> registerSql);

  /** For people: which server and version. */
  String describe();

  @Override
  void close();
}
