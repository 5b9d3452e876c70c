package vn.lachan.collector.input;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The key of a row: the values of its key columns, in a form that is kept in a file and given back
 * to the data base as what it was. A value is a number, a time with or without an offset, or text.
 *
 * @param values one for each key column
 */
record JdbcKey(List<Object> values) {
  JdbcKey {
    values = List.copyOf(values);
  }

  /** The key of the row {@code row} stands on; a column without a value is an error. */
  static JdbcKey of(ResultSet row, List<String> columns) throws SQLException {
    List<Object> values = new ArrayList<>();
    for (String column : columns) {
      int index = row.findColumn(column);
      Object value = value(row, index);
      if (value == null) {
        throw new SQLException("key column " + column + " of a row has no value");
      }
      values.add(value);
    }
    return new JdbcKey(values);
  }

  private static @Nullable Object value(ResultSet row, int index) throws SQLException {
    return switch (JdbcColumn.of(row.getMetaData(), index)) {
      case NUMBER -> row.getBigDecimal(index);
      case INSTANT -> row.getObject(index, OffsetDateTime.class);
      case TIME -> row.getObject(index, LocalDateTime.class);
      case TRUTH, BYTES, TEXT -> row.getString(index);
    };
  }

  /** A line for each value. */
  List<String> toLines() {
    return values.stream()
        .map(value ->
            switch (value) {
              case BigDecimal number -> "number " + number.toPlainString();
              case OffsetDateTime time -> "instant " + time;
              case LocalDateTime time -> "time " + time;
              default -> "text " + escaped(value.toString());
            })
        .toList();
  }

  /**
   * What {@link #toLines} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static JdbcKey fromLines(List<String> lines) {
    List<Object> values = new ArrayList<>();
    for (String line : lines) {
      int blank = line.indexOf(' ');
      String rest = line.substring(blank + 1);
      switch (line.substring(0, Math.max(blank, 0))) {
        case "number" -> values.add(new BigDecimal(rest));
        case "instant" -> values.add(OffsetDateTime.parse(rest));
        case "time" -> values.add(LocalDateTime.parse(rest));
        case "text" -> values.add(rest.translateEscapes());
        default -> throw new IllegalArgumentException("not a value of a key: " + line);
      }
    }
    return new JdbcKey(values);
  }

  /** Names the row in its table; the same whenever it is read. */
  String name() {
    return values.stream()
        .map(
            value -> value instanceof BigDecimal number ? number.toPlainString() : value.toString())
        .map(text -> escaped(text).replace(",", "\\,"))
        .collect(Collectors.joining(","));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }
}
