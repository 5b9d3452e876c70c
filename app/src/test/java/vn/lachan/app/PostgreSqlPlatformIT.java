package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.app.security.Role;

/** The same platform on PostgreSQL: one set of migrations, chosen by settings alone. */
class PostgreSqlPlatformIT {
  @TempDir Path folder;

  @Test
  void raisesAnAlertAndKeepsItInPostgreSql() throws Exception {
    try (EmbeddedPostgres server = server();
        TestPlatform platform = TestPlatform.start(folder, settings(server))) {
      platform.account("phan.tich", "ca-tinh", Role.PHAN_TICH);
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 12; i++) {
        lines.append(
            """
            {"thoi_gian":"%s","ma_su_kien":"pg-%d","hanh_dong":"dang_nhap","ket_qua":"that_bai",\
            "tai_khoan":"cb.%d","loai_chu_the":"can_bo","ma_don_vi":"00721","cap":"xa",\
            "phien":"p%d","ip":"203.0.113.9","cong_nguon":%d,"trinh_duyet":"x"}
            """
                .formatted(
                    java.time.OffsetDateTime.now(java.time.Clock.systemUTC()), i, i, i, 40000 + i));
      }
      assertThat(platform.send("dvc.motcua", lines.toString()).statusCode()).isEqualTo(200);
      platform.awaitQuiet();
      var alerts = platform.signedIn("phan.tich").json("/api/alerts");
      try (Connection connection = platform.get(DataSource.class).getConnection();
          ResultSet answer =
              connection
                  .createStatement()
                  .executeQuery("show idle_in_transaction_session_timeout")) {
        assertThat(answer.next()).isTrue();
        assertThat(answer.getString(1)).isEqualTo("30s");
      }
      assertThat(alerts.get("items").values())
          .anyMatch(alert -> alert.get("title").asString().contains("Dò mật khẩu"));
    }
  }

  private static Map<String, String> settings(EmbeddedPostgres server) {
    return Map.of(
        "spring.datasource.url", server.getJdbcUrl("postgres", "postgres"),
        "spring.datasource.username", "postgres",
        "spring.quartz.properties.org.quartz.jobStore.driverDelegateClass",
            "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
  }

  private static EmbeddedPostgres server() {
    try {
      return EmbeddedPostgres.start();
    } catch (IOException | IllegalStateException e) {
      return Assumptions.abort("PostgreSQL cannot be started here: " + e.getMessage());
    }
  }
}
