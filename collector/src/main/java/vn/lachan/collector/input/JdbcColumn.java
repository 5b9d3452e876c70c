package vn.lachan.collector.input;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.regex.Pattern;

/** What a column holds, whatever number its driver gives to the type. */
enum JdbcColumn {
  NUMBER,
  TRUTH,
  /** A time with an offset: an instant. */
  INSTANT,
  /** A time without an offset: what a clock of the data base's zone shows. */
  TIME,
  BYTES,
  TEXT;

  /** PostgreSQL, SQL Server, Oracle and the standard; drivers report some as plain time stamps. */
  private static final Pattern WITH_OFFSET =
      Pattern.compile("(?i)timestamptz|datetimeoffset|timestamp.*with.*time zone");

  static JdbcColumn of(ResultSetMetaData columns, int index) throws SQLException {
    if (WITH_OFFSET.matcher(columns.getColumnTypeName(index)).matches()) {
      return INSTANT;
    }
    return switch (columns.getColumnType(index)) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.NUMERIC,
          Types.DECIMAL ->
          NUMBER;
      case Types.BIT, Types.BOOLEAN -> TRUTH;
      case Types.TIMESTAMP_WITH_TIMEZONE -> INSTANT;
      case Types.TIMESTAMP -> TIME;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> BYTES;
      default -> TEXT;
    };
  }
}
