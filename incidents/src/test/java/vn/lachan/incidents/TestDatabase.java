package vn.lachan.incidents;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** Fresh databases with all migrations that are on the class path. */
public final class TestDatabase {
  private static final String MODE =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";

  /** Held so that its level stays: Flyway tells about every migration. */
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  private static final String TEMPLATE = "migrated";

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static @Nullable EmbeddedPostgres postgres;
  private static @Nullable DataSource emptied;

  /** A PostgreSQL database and where it is. */
  public record Postgres(String url, DataSource source) {}

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

  /**
   * A new PostgreSQL database on the one server of this process; the test is skipped with a message
   * where no server can start. The migrations run once: later databases are copies.
   */
  public static DataSource postgres() {
    return namedPostgres().source();
  }

  /** As {@link #postgres()}, with the address for other processes (user postgres). */
  public static synchronized Postgres namedPostgres() {
    try {
      if (postgres == null) {
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        execute(postgres, "create database " + TEMPLATE);
        migrated(postgres.getDatabase("postgres", TEMPLATE));
      }
      String name = "t" + NUMBER.incrementAndGet();
      execute(postgres, "create database " + name + " template " + TEMPLATE);
      PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
      source.setUrl(postgres.getJdbcUrl("postgres", name));
      source.setUser("postgres");
      return new Postgres(source.getUrl(), JdbcConnectionPool.create(source));
    } catch (IOException | IllegalStateException | SQLException e) {
      Assumptions.abort("PostgreSQL cannot start here: " + e);
      throw new AssertionError(e);
    }
  }

  /**
   * The same PostgreSQL database each time, emptied; for tests that run one after the other. Makes
   * and copies nothing, so it is quicker than {@link #postgres()}.
   */
  public static synchronized DataSource emptiedPostgres() {
    DataSource database = emptied;
    if (database == null) {
      database = postgres();
      emptied = database;
    }
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "select tablename from pg_tables where schemaname = 'public'"
                  + " and tablename <> 'flyway_schema_history'")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      statement.execute("truncate " + String.join(", ", tables) + " restart identity cascade");
      return database;
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be emptied", e);
    }
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static <D extends DataSource> D migrated(D dataSource) {
    FLYWAY.setLevel(Level.SEVERE);
    Flyway.configure().dataSource(dataSource).locations("classpath:db/migration").load().migrate();
    return dataSource;
  }

  private TestDatabase() {}
}
