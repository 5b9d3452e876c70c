package vn.lachan.collector.input;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A connection to a table that only grows, read by increasing key. For one thread.
 *
 * <p>The SQL is that of the standard, with {@code LIMIT} for MySQL and MariaDB, which do not know
 * {@code FETCH FIRST}.
 */
final class JdbcTable implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Runs what a driver does at its time limit in the thread that meets it. */
  private static final Executor HERE = Runnable::run;

  private final JdbcSettings settings;
  private final Connection connection;
  private final boolean knowsFetch;

  /**
   * A row.
   *
   * @param key its key
   * @param json its columns, names in lower case
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  record Row(JdbcKey key, byte[] json) {}

  private JdbcTable(JdbcSettings settings, Connection connection) {
    this.settings = settings;
    this.connection = connection;
    this.knowsFetch = !settings.url().matches("jdbc:(mysql|mariadb):.*");
  }

  /** Connects; reads the password anew each time, so that it can be changed. */
  static JdbcTable open(JdbcSettings settings) throws SQLException, IOException {
    Properties properties = new Properties();
    settings.user().ifPresent(user -> properties.setProperty("user", user));
    if (settings.passwordFile().isPresent()) {
      properties.setProperty(
          "password",
          Files.readString(settings.passwordFile().get(), StandardCharsets.UTF_8).strip());
    }
    Connection connection = DriverManager.getConnection(settings.url(), properties);
    try {
      connection.setReadOnly(true);
      connection.setNetworkTimeout(HERE, (int) settings.timeout().toMillis() * 2);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return new JdbcTable(settings, connection);
  }

  /** The greatest key there is now; empty while the table is. */
  Optional<JdbcKey> greatest() throws SQLException {
    String sql = "select " + columns("") + " from " + settings.table() + order(" desc") + first(1);
    try (PreparedStatement query = prepared(sql);
        ResultSet rows = query.executeQuery()) {
      return rows.next() ? Optional.of(JdbcKey.of(rows, settings.keys())) : Optional.empty();
    }
  }

  /** The next rows behind {@code after}, up to and with {@code to}, in the order of their keys. */
  List<Row> rows(Optional<JdbcKey> after, JdbcKey to) throws SQLException {
    String lower = after.isEmpty() ? "" : compared(">", false) + " and ";
    String sql =
        "select * from "
            + settings.table()
            + " where "
            + lower
            + compared("<", true)
            + order("")
            + first(settings.batchRows());
    List<Row> found = new ArrayList<>();
    try (PreparedStatement query = prepared(sql)) {
      int next = 1;
      if (after.isPresent()) {
        next = bind(query, next, after.get());
      }
      bind(query, next, to);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(new Row(JdbcKey.of(rows, settings.keys()), json(rows)));
        }
      }
    }
    return found;
  }

  private PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement query = connection.prepareStatement(sql);
    query.setQueryTimeout((int) Math.max(1, settings.timeout().toSeconds()));
    query.setMaxRows(settings.batchRows());
    return query;
  }

  private String columns(String direction) {
    return settings.keys().stream().map(key -> key + direction).collect(Collectors.joining(", "));
  }

  private String order(String direction) {
    return " order by " + columns(direction);
  }

  private String first(int count) {
    return knowsFetch ? " offset 0 rows fetch next " + count + " rows only" : " limit " + count;
  }

  /** {@code (a > ?) or (a = ? and b > ?) ...}: the order of several columns, for every dialect. */
  private String compared(String sign, boolean orEqual) {
    List<String> keys = settings.keys();
    String cases =
        IntStream.range(0, keys.size())
            .mapToObj(last -> {
              String equal =
                  keys.subList(0, last).stream()
                      .map(key -> key + " = ? and ")
                      .collect(Collectors.joining());
              boolean closes = orEqual && last == keys.size() - 1;
              return "(" + equal + keys.get(last) + " " + sign + (closes ? "=" : "") + " ?)";
            })
            .collect(Collectors.joining(" or "));
    return "(" + cases + ")";
  }

  private static int bind(PreparedStatement query, int first, JdbcKey key) throws SQLException {
    int next = first;
    for (int last = 0; last < key.values().size(); last++) {
      for (Object value : key.values().subList(0, last + 1)) {
        query.setObject(next++, value);
      }
    }
    return next;
  }

  private static byte[] json(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    ObjectNode json = JSON.createObjectNode();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String name = columns.getColumnLabel(i).toLowerCase(Locale.ROOT);
      put(json, name, row, i, JdbcColumn.of(columns, i));
    }
    return JSON.writeValueAsBytes(json);
  }

  private static void put(ObjectNode json, String name, ResultSet row, int index, JdbcColumn column)
      throws SQLException {
    switch (column) {
      case NUMBER -> {
        @Nullable BigDecimal number = row.getBigDecimal(index);
        json.put(name, number);
      }
      case TRUTH -> {
        boolean value = row.getBoolean(index);
        json.put(name, row.wasNull() ? null : Boolean.valueOf(value));
      }
      case INSTANT -> json.put(name, time(row, index, OffsetDateTime.class));
      case TIME -> json.put(name, time(row, index, LocalDateTime.class));
      case BYTES -> {
        byte @Nullable [] bytes = row.getBytes(index);
        json.put(name, bytes == null ? null : Base64.getEncoder().encodeToString(bytes));
      }
      case TEXT -> json.put(name, row.getString(index));
    }
  }

  private static @Nullable String time(ResultSet row, int index, Class<?> type)
      throws SQLException {
    Object time = row.getObject(index, type);
    return time == null ? null : time.toString();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
