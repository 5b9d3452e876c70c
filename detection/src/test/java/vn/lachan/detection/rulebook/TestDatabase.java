package vn.lachan.detection.rulebook;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
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

/** Fresh databases with the tables of this module. */
final class TestDatabase {
  /** Held so that its level stays: Flyway tells about every migration. */
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static @Nullable EmbeddedPostgres postgres;

  /** A new H2 database in memory. */
  static DataSource h2() {
    return migrated(
        JdbcConnectionPool.create(
            "jdbc:h2:mem:r"
                + NUMBER.incrementAndGet()
                + ";DB_CLOSE_DELAY=-1;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
            "sa",
            ""));
  }

  /** A new PostgreSQL database; the test is skipped with a message where no server can start. */
  static synchronized DataSource postgres() {
    try {
      if (postgres == null) {
        postgres = EmbeddedPostgres.builder().start();
      }
      String name = "r" + NUMBER.incrementAndGet();
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

  private static DataSource migrated(DataSource dataSource) {
    FLYWAY.setLevel(Level.SEVERE);
    Flyway.configure().dataSource(dataSource).locations("classpath:db/migration").load().migrate();
    return dataSource;
  }

  private TestDatabase() {}
}
