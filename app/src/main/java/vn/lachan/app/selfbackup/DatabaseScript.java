package vn.lachan.app.selfbackup;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import vn.lachan.app.settings.OwnDatabase;
import vn.lachan.backup.source.PlatformDatabase;
import vn.lachan.backup.source.SourceException;

/**
 * The platform's H2 database as SQL, one statement a line or more, ended by a semicolon: what H2's
 * {@code SCRIPT} writes and {@code RUNSCRIPT} reads. One transaction of isolation SNAPSHOT, so all
 * tables are of one moment; nobody waits for it.
 */
public final class DatabaseScript implements PlatformDatabase {

  /** H2's isolation level SNAPSHOT; java.sql has no constant for it. */
  private static final int SNAPSHOT = 6;

  /** Gives a connection to the database of a data folder. */
  private interface Connections {
    Connection open(Path data) throws SQLException;
  }

  private final Connections connections;

  private DatabaseScript(Connections connections) {
    this.connections = connections;
  }

  /** That of the platform running in this process, whose data folder is {@code own}. */
  public static DatabaseScript running(DataSource database, Path own) {
    Path folder = own.toAbsolutePath().normalize();
    return new DatabaseScript(data -> {
      if (!data.toAbsolutePath().normalize().equals(folder)) {
        throw new SourceException("đây không phải thư mục dữ liệu của nền tảng này: " + data);
      }
      return database.getConnection();
    });
  }

  /** That of a platform that rests. */
  public static DatabaseScript resting() {
    return new DatabaseScript(data -> DriverManager.getConnection(url(data, true), "sa", ""));
  }

  private static String url(Path data, boolean mustExist) {
    return OwnDatabase.url(data) + (mustExist ? ";IFEXISTS=TRUE" : "");
  }

  @Override
  public void write(Path data, OutputStream to) throws IOException {
    try (Connection connection = connections.open(data)) {
      if (!connection.getMetaData().getDatabaseProductName().equals("H2")) {
        throw new SourceException(
            "cơ sở dữ liệu của nền tảng ở máy chủ khác; đặt database: server và thêm nguồn postgres");
      }
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(SNAPSHOT);
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SCRIPT")) {
        Writer writer =
            new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), 1 << 16);
        while (rows.next()) {
          writer.write(rows.getString(1));
          writer.write('\n');
        }
        writer.flush();
      }
      connection.rollback();
    } catch (SQLException e) {
      throw new SourceException(
          "không đọc được cơ sở dữ liệu của nền tảng (nếu nền tảng đang chạy thì để nó tự sao lưu): "
              + e.getMessage(),
          e);
    }
  }

  /** Makes the database of {@code data}, which has none, from {@code script}. */
  static void load(Path script, Path data) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(data, false), "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "RUNSCRIPT FROM '" + script.toAbsolutePath().toString().replace("'", "''") + "'");
    }
  }
}
