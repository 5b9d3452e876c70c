package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.lachan.collector.RawLog;

/**
 * The statements for each data base we name. Oracle, SQL Server and MySQL cannot be had here: H2
 * reads the statements in its mode for each, and their form is what the makers' manuals demand. A
 * driver of the test stands under the real URLs.
 */
class JdbcDialectsTest {
  private static final List<String> STATEMENTS = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path folder;
  private final Driver driver = new StandIn();

  /** Answers to the URLs of others with H2 in the mode for each, and notes what is asked. */
  private static final class StandIn implements Driver {
    private static final String URL = "jdbc:(oracle:thin|sqlserver|mysql|mariadb|postgresql):.*";

    @Override
    public boolean acceptsURL(String url) {
      return url.matches(URL) && url.contains("thu-nghiem");
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
      if (!acceptsURL(url)) {
        return null;
      }
      String mode = url.substring(url.indexOf("mode=") + 5);
      Connection real = DriverManager.getConnection(h2(mode));
      return (Connection)
          Proxy.newProxyInstance(
              StandIn.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (_, method, arguments) -> {
                if (method.getName().equals("prepareStatement")) {
                  STATEMENTS.add((String) arguments[0]);
                }
                try {
                  return method.invoke(real, arguments);
                } catch (java.lang.reflect.InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
      return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
      return 1;
    }

    @Override
    public int getMinorVersion() {
      return 0;
    }

    @Override
    public boolean jdbcCompliant() {
      return false;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }
  }

  private static String h2(String mode) {
    return "jdbc:h2:mem:phuong-ngu-" + mode + ";MODE=" + mode + ";DB_CLOSE_DELAY=-1";
  }

  @BeforeEach
  void register() throws SQLException {
    DriverManager.registerDriver(driver);
    STATEMENTS.clear();
  }

  @AfterEach
  void deregister() throws SQLException {
    DriverManager.deregisterDriver(driver);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:oracle:thin:@//thu-nghiem:1521/mc?mode=Oracle, 'number(18)', 'varchar2(200)', fetch",
    "jdbc:sqlserver://thu-nghiem;databaseName=mc;mode=MSSQLServer, bigint, nvarchar(200), fetch",
    "jdbc:mysql://thu-nghiem/mc?mode=MySQL, bigint, varchar(200), limit",
    "jdbc:mariadb://thu-nghiem/mc?mode=MariaDB, bigint, varchar(200), limit",
    "jdbc:postgresql://thu-nghiem/mc?mode=PostgreSQL, bigint, varchar(200), fetch"
  })
  void readsEveryRowOnceInOrder(String url, String number, String text, String form)
      throws Exception {
    String mode = url.substring(url.indexOf("mode=") + 5);
    try (Connection connection = DriverManager.getConnection(h2(mode))) {
      fill(connection, number, text);
    }
    MemoryIntake intake = new MemoryIntake();
    JdbcSettings of =
        JdbcSettings.of("nk", folder, url, "nhat_ky", List.of("ngay", "id"))
            .withDelays(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(50));
    JdbcSettings settings =
        new JdbcSettings(
            of.name(),
            of.stateFolder(),
            of.url(),
            of.user(),
            of.passwordFile(),
            of.table(),
            of.keys(),
            of.pollInterval(),
            of.settle(),
            of.fromStart(),
            4,
            of.maxRowBytes(),
            of.timeout(),
            of.retryInterval());
    try (JdbcInput input = new JdbcInput(settings, "nk", intake, Clock.systemUTC())) {
      input.start();
      assertThat(intake.await(25)).as(input.health().problem()).hasSize(25);
    }
    List<String> rows = new ArrayList<>();
    for (RawLog row : intake.all()) {
      rows.add(new String(row.bytes(), StandardCharsets.UTF_8));
    }
    for (int i = 0; i < 25; i++) {
      assertThat(rows.get(i)).contains("\"id\":" + i + ",", "\"viec\":\"việc " + i + "\"");
    }
    assertThat(STATEMENTS).isNotEmpty().allMatch(sql -> sql.contains(" order by ngay"));
    if (form.equals("fetch")) {
      assertThat(STATEMENTS)
          .allMatch(sql -> sql.matches(".* offset 0 rows fetch next \\d+ rows only"));
    } else {
      assertThat(STATEMENTS).allMatch(sql -> sql.matches(".* limit \\d+"));
    }
  }

  private static void fill(Connection connection, String number, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create table nhat_ky (ngay " + number + ", id " + number + ", viec " + text + ")");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("insert into nhat_ky values (?, ?, ?)")) {
      for (int i = 24; i >= 0; i--) {
        insert.setLong(1, 20261101 + i / 10);
        insert.setLong(2, i);
        insert.setString(3, "việc " + i);
        insert.executeUpdate();
      }
    }
  }
}
