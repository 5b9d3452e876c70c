package vn.lachan.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;

class OwnDatabaseTest {
  @TempDir private Path folder;

  private Connection open() throws SQLException {
    return DriverManager.getConnection(OwnDatabase.url(folder), "sa", "");
  }

  @Test
  void aThreadThatIsInterruptedWhileItWritesDoesNotCloseTheDatabase() throws Exception {
    try (Connection others = open();
        Connection own = open();
        Statement statement = own.createStatement()) {
      statement.execute("create table t (n int)");
      for (int n = 0; n < 5; n++) {
        Thread.currentThread().interrupt();
        try {
          statement.execute("insert into t values (" + n + ")");
        } finally {
          assertThat(Thread.interrupted()).isTrue();
        }
      }
      try (Statement another = others.createStatement();
          ResultSet row = another.executeQuery("select count(*) from t")) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(5);
      }
    }
  }

  @Test
  void thePlatformOpensItByTheSameAddress() throws IOException {
    YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
    yaml.setResources(new ClassPathResource("application.yml"));
    Properties properties = Objects.requireNonNull(yaml.getObject());

    assertThat(
            properties
                .getProperty("spring.datasource.url")
                .replace("${lachan.data}", folder.toAbsolutePath().toString()))
        .isEqualTo(OwnDatabase.url(folder));
  }
}
