package vn.lachan.detection.rulebook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs work on the database, each piece in a transaction of its own. Instants are cut to
 * microseconds, so that H2 and PostgreSQL give back the same value.
 */
final class Database {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<List<String>> LIST = new TypeReference<>() {};

  private final Jdbi jdbi;

  Database(DataSource dataSource) {
    this.jdbi = Jdbi.create(dataSource);
  }

  <T> T read(Function<Handle, T> work) {
    return jdbi.withHandle(work::apply);
  }

  /** Commits when {@code work} returns; when it throws, nothing it wrote remains. */
  void write(Consumer<Handle> work) {
    jdbi.useTransaction(work::accept);
  }

  static OffsetDateTime stored(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(timeOrNull(row, column), column);
  }

  static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  static @Nullable Integer intOrNull(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  static String json(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static List<String> list(String json) {
    return MAPPER.readValue(json, LIST);
  }

  static <T> T read(String json, Class<T> type) {
    return MAPPER.readValue(json, type);
  }
}
