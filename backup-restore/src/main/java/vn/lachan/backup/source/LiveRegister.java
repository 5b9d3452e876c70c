package vn.lachan.backup.source;

import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What a live register says now, by the very query or program that was asked when it was backed up.
 * A query only reads, and neither may take long: a drill must not burden what it is about.
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

  /** Whether the plan says how the register of {@code source} is counted. */
  public static boolean isCounted(BackupSource source) {
    return switch (source) {
      case BackupSource.PostgresDump dump -> dump.register().isPresent();
      case BackupSource.Command command -> !command.registerCommand().isEmpty();
      default -> false;
    };
  }

  /**
   * Asks the register of {@code source}, which is counted.
   *
   * @param database which of its databases; a program knows by itself
   */
  public static Answer ask(BackupSource source, String database) {
    try {
      return new Count(
          switch (source) {
            case BackupSource.PostgresDump dump -> count(dump, database);
            case BackupSource.Command command -> new CommandDump(command).register(LONGEST);
            default -> throw new IllegalArgumentException("no register: " + source.describe());
          });
    } catch (SourceException e) {
      return new Unknown(String.valueOf(e.getMessage()));
    }
  }

  private static long count(BackupSource.PostgresDump source, String database) {
    String query = PostgresDumper.bare(source.register().orElseThrow());
    Duration longest =
        Stream.of(source.longest(), LONGEST).min(Comparator.naturalOrder()).orElseThrow();
    try (PsqlSession session =
        PostgresTools.of(source.server(), "psql", longest).session(database)) {
      session.ask("begin isolation level repeatable read read only");
      return session.number(query);
    }
  }
}
