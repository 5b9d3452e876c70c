package vn.lachan.backup.source;

import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What the register of a live database says now, by the very query that was asked when it was
 * backed up. It only reads, and not for long: a drill must not burden what it is about.
 */
public final class LiveRegister {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private LiveRegister() {}

  /** What came of asking. */
  public sealed interface Answer {}

  /** So many dossiers. */
  public record Count(long dossiers) implements Answer {}

  /**
   * It could not be asked.
   *
   * @param reason in Vietnamese, with the words of the programs
   */
  public record Unknown(String reason) implements Answer {}

  /** Asks {@code database} of {@code source}, which has a query for its register. */
  public static Answer ask(BackupSource.PostgresDump source, String database) {
    String query = PostgresDumper.bare(source.register().orElseThrow());
    Duration longest =
        Stream.of(source.longest(), LONGEST).min(Comparator.naturalOrder()).orElseThrow();
    try (PsqlSession session =
        PostgresTools.of(source.server(), "psql", longest).session(database)) {
      session.ask("begin isolation level repeatable read read only");
      return new Count(session.number(query));
    } catch (SourceException e) {
      return new Unknown(String.valueOf(e.getMessage()));
    }
  }
}
