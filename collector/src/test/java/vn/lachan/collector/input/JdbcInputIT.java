package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.RawLog;

/** Audit tables of a real PostgreSQL. */
class JdbcInputIT {
  private static EmbeddedPostgres server;

  @TempDir Path folder;
  private final MemoryIntake intake = new MemoryIntake();

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void makeTheTables() throws SQLException {
    sql(
        """
        drop schema if exists mc cascade;
        create schema mc;
        create table mc.nhat_ky (
          id bigserial primary key, luc timestamptz, tai_khoan text, thanh_cong boolean,
          so_luong numeric(12,2), ghi_chu text, anh bytea);
        create table mc.theo_gio (luc timestamp(6), so int, viec text, primary key (luc, so));
        """);
  }

  private static String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  private static void sql(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private JdbcSettings settings(String table, String... keys) {
    return JdbcSettings.of("nhat-ky", folder, url(), table, List.of(keys))
        .withDelays(Duration.ofMillis(50), Duration.ofMillis(300), Duration.ofMillis(50));
  }

  private JdbcInput started(JdbcSettings settings) {
    JdbcInput input = new JdbcInput(settings, "mot-cua-csdl", intake, Clock.systemUTC());
    input.start();
    return input;
  }

  private static void rows(int from, int to) throws SQLException {
    sql(
        "insert into mc.nhat_ky (tai_khoan, ghi_chu) select 'cb' || i, 'dòng ' || i"
            + " from generate_series(%d, %d) i".formatted(from, to));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(10);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void readsRowsAsJsonInTheOrderOfTheirKeys() throws Exception {
    sql(
        """
        insert into mc.nhat_ky (luc, tai_khoan, thanh_cong, so_luong, ghi_chu, anh)
        values ('2026-11-22 10:00:00.123+07', 'nguyễn.văn.a', true, 12.50, null, '\\x0102')
        """);
    rows(2, 2_500);
    try (JdbcInput input = started(settings("mc.nhat_ky", "id"))) {
      intake.await(2_500);
      assertThat(intake.texts().getFirst())
          .isEqualTo(
              "{\"id\":1,\"luc\":\"2026-11-22T03:00:00.123Z\",\"tai_khoan\":\"nguyễn.văn.a\","
                  + "\"thanh_cong\":true,\"so_luong\":12.50,\"ghi_chu\":null,\"anh\":\"AQI=\"}");
      assertThat(intake.all())
          .extracting(RawLog::position)
          .hasSize(2_500)
          .startsWith("mc.nhat_ky:1", "mc.nhat_ky:2")
          .doesNotHaveDuplicates();
      assertThat(intake.all()).allMatch(log -> log.source().equals("mot-cua-csdl"));
      assertThat(input.health().received()).isEqualTo(2_500);
      rows(2_501, 2_501);
      assertThat(intake.await(2_501).getLast()).contains("dòng 2501");
    }
  }

  @Test
  void goesOnWhereItWasAndReadsAgainWhatWasNotSafe() throws Exception {
    rows(1, 10);
    try (JdbcInput _ = started(settings("mc.nhat_ky", "id"))) {
      intake.await(10);
      await(() -> Files.exists(folder.resolve("nhat-ky.position")));
    }
    Path position = folder.resolve("nhat-ky.position");
    assertThat(Files.readString(position)).isEqualTo("lachan-jdbc-position 1\nnumber 10\n");

    intake.slowDisk(true);
    rows(11, 15);
    try (JdbcInput _ = started(settings("mc.nhat_ky", "id"))) {
      intake.await(15);
      assertThat(Files.readString(position)).contains("number 10");
    }
    intake.slowDisk(false);
    try (JdbcInput _ = started(settings("mc.nhat_ky", "id"))) {
      intake.await(20);
      List<String> positions = intake.all().stream().map(RawLog::position).toList();
      assertThat(positions.subList(15, 20)).isEqualTo(positions.subList(10, 15));
    }
  }

  @Test
  void missesNoRowOfATransactionThatEndsLater() throws Exception {
    try (Connection slow = DriverManager.getConnection(url());
        Statement statement = slow.createStatement();
        JdbcInput _ =
            started(
                settings("mc.nhat_ky", "id")
                    .withDelays(
                        Duration.ofMillis(20), Duration.ofSeconds(2), Duration.ofMillis(50)))) {
      slow.setAutoCommit(false);
      statement.execute("insert into mc.nhat_ky (ghi_chu) values ('lấy số trước, xong sau')");
      rows(2, 3);
      Thread.sleep(300);
      assertThat(intake.all()).isEmpty();
      slow.commit();
      assertThat(intake.await(3).getFirst()).contains("lấy số trước");
    }
  }

  @Test
  void readsATableOrderedByATimeAndANumber() throws Exception {
    sql(
        """
        insert into mc.theo_gio select timestamp '2026-11-22 10:00:00' + (i / 700) * interval '1 second',
          i, 'việc ' || i from generate_series(1, 2100) i
        """);
    try (JdbcInput _ = started(settings("mc.theo_gio", "luc", "so"))) {
      intake.await(2_100);
      assertThat(intake.all()).extracting(RawLog::position).doesNotHaveDuplicates().hasSize(2_100);
      assertThat(intake.texts().getLast()).contains("việc 2100");
      await(() -> Files.exists(folder.resolve("nhat-ky.position")));
    }
  }

  @Test
  void mayBeginWithWhatComesNow() throws Exception {
    rows(1, 100);
    try (JdbcInput _ = started(settings("mc.nhat_ky", "id").withFromStart(false))) {
      await(() -> Files.exists(folder.resolve("nhat-ky.position")));
      rows(101, 102);
      assertThat(intake.await(2).getFirst()).contains("dòng 101");
    }
  }

  @Test
  void whatComesIntoAnEmptyTableWhileItIsAwayIsReadToo() throws Exception {
    sql("create table mc.trong (id int primary key)");
    JdbcSettings fromNow = settings("mc.trong", "id").withFromStart(false);
    try (JdbcInput _ = started(fromNow)) {
      await(() -> Files.exists(folder.resolve("nhat-ky.position")));
    }
    sql("insert into mc.trong values (1)");
    try (JdbcInput _ = started(fromNow)) {
      assertThat(intake.await(1)).containsExactly("{\"id\":1}");
    }
  }

  @Test
  void saysWhyItCannotReadAndGoesOnWhenItCan() throws Exception {
    JdbcSettings missing = settings("mc.chua_co", "id");
    try (JdbcInput input = started(missing)) {
      await(() -> input.health().state() == InputHealth.State.FAILING);
      assertThat(input.health().problem()).contains("mc.chua_co");
      sql("create table mc.chua_co (id int primary key)");
      sql("insert into mc.chua_co values (7)");
      assertThat(intake.await(1)).containsExactly("{\"id\":7}");
      await(() -> input.health().state() == InputHealth.State.RUNNING);
      // The server hangs up on everybody, as it does when it is restarted.
      sql(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where pid <> pg_backend_pid() and backend_type = 'client backend'");
      sql("insert into mc.chua_co values (8)");
      assertThat(intake.await(2)).endsWith("{\"id\":8}");
    }
  }

  @Test
  void needsOnlyTheRightToReadAndAPasswordInAFile() throws Exception {
    sql(
        """
        drop role if exists doc_nhat_ky;
        create role doc_nhat_ky login password 'mat khau';
        grant usage on schema mc to doc_nhat_ky; grant select on mc.nhat_ky to doc_nhat_ky;
        """);
    rows(1, 1);
    Path password = Files.writeString(folder.resolve("mat-khau"), "mat khau\n");
    JdbcSettings reader =
        JdbcSettings.of(
                "doc",
                folder,
                "jdbc:postgresql://localhost:%d/postgres".formatted(server.getPort()),
                "mc.nhat_ky",
                List.of("id"))
            .withUser("doc_nhat_ky", password)
            .withDelays(Duration.ofMillis(50), Duration.ZERO, Duration.ofMillis(50));
    try (JdbcInput _ = started(reader)) {
      intake.await(1);
    }
  }

  @Test
  void takesNothingButNamesOfTablesAndColumns() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("mc.nhat_ky; drop table x", "id"))
        .withMessageContaining("not the name of a table");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("mc.nhat_ky", "id desc"))
        .withMessageContaining("keys");
    assertThatIllegalArgumentException().isThrownBy(() -> settings("mc.nhat_ky"));
  }
}
