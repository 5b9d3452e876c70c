package vn.lachan.incidents;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Fresh databases with all migrations that are on the class path. */
public final class TestDatabase {
  private static final String MODE =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";

  /** Held so that its level stays: Flyway tells about every migration. */
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static @Nullable EmbeddedPostgres postgres;

  /** A new H2 database in memory. */
  public static DataSource h2() {
    return migrated(
        JdbcConnectionPool.create(
            "jdbc:h2:mem:t" + NUMBER.incrementAndGet() + ";DB_CLOSE_DELAY=-1" + MODE, "sa", ""));
  }

  /** The H2 database in {@code file}, made when it is not there. */
  public static JdbcConnectionPool h2(Path file) {
    JdbcConnectionPool pool =
        JdbcConnectionPool.create(
            "jdbc:h2:file:"
                + file.toAbsolutePath()
                + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0"
                + MODE,
            "sa",
            "");
    migrated(pool);
    return pool;
  }

  /** A new PostgreSQL database; the test is skipped with a message where no server can start. */
  public static synchronized DataSource postgres() {
    try {
      if (postgres == null) {
        postgres = EmbeddedPostgres.builder().start();
      }
      String name = "t" + NUMBER.incrementAndGet();
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create database " + name);
      }
      return migrated(postgres.getDatabase("postgres", name));
    } catch (IOException | IllegalStateException | SQLException e) {
      Assumptions.abort("PostgreSQL cannot start here: " + e);
      throw new AssertionError(e);
    }
  }

  private static <D extends DataSource> D migrated(D dataSource) {
    FLYWAY.setLevel(Level.SEVERE);
    Flyway.configure().dataSource(dataSource).locations("classpath:db/migration").load().migrate();
    return dataSource;
  }

  private TestDatabase() {}
}
