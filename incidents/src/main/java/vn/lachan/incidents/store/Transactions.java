package vn.lachan.incidents.store;

import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on the database, each piece in a transaction of its own.
 *
 * <p>A piece that writes is run again (at most {@value #ATTEMPTS} times) when it collided with
 * another one: two inserted the same key, or each waited for the other. It must therefore have no
 * effect outside the database before its last statement.
 *
 * <p>Instants are kept as {@code timestamp with time zone}, cut to microseconds on the way in, so
 * that H2 and PostgreSQL give back the same value. The character U+0000, which PostgreSQL keeps in
 * no text, becomes U+FFFD: what a machine answers may hold it.
 */
public final class Transactions {
  private static final int ATTEMPTS = 8;

  /** Unique key, serialization failure, deadlock, lock timeout. */
  private static final Set<String> COLLISIONS = Set.of("23505", "40001", "40P01", "HYT00", "90131");

  private final Jdbi jdbi;

  public Transactions(DataSource dataSource) {
    this.jdbi = Jdbi.create(dataSource);
    this.jdbi.registerArgument(new InstantArgumentFactory());
    this.jdbi.registerArgument(new TextArgumentFactory());
  }

  /** Runs {@code work}, which only reads. */
  public <T extends @Nullable Object> T read(Function<Handle, T> work) {
    return jdbi.withHandle(work::apply);
  }

  /** Runs {@code work} and commits; when it throws, nothing it wrote remains. */
  public <T extends @Nullable Object> T write(Function<Handle, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return jdbi.inTransaction(work::apply);
      } catch (JdbiException collision) {
        if (attempt == ATTEMPTS || !isCollision(collision) || !pause(attempt)) {
          throw collision;
        }
      }
    }
  }

  /** {@code instant} as the database will give it back. */
  public static Instant stored(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS);
  }

  private static boolean isCollision(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return COLLISIONS.contains(sql.getSQLState());
      }
    }
    return false;
  }

  private static boolean pause(int attempt) {
    try {
      Thread.sleep(Duration.ofMillis(7L * attempt * attempt));
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static final class TextArgumentFactory extends AbstractArgumentFactory<String> {
    private TextArgumentFactory() {
      super(Types.VARCHAR);
    }

    @Override
    protected Argument build(String value, ConfigRegistry config) {
      String text = value.replace('\0', '\uFFFD');
      return (position, statement, context) -> statement.setString(position, text);
    }
  }

  private static final class InstantArgumentFactory extends AbstractArgumentFactory<Instant> {
    private InstantArgumentFactory() {
      super(Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Instant value, ConfigRegistry config) {
      OffsetDateTime time = stored(value).atOffset(ZoneOffset.UTC);
      return (position, statement, context) -> statement.setObject(position, time);
    }
  }
}
