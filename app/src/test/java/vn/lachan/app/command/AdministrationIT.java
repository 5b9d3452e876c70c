package vn.lachan.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.app.Platform;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.security.Role;
import vn.lachan.audit.AuditFilter;
import vn.lachan.audit.AuditTrail;

/**
 * An administrator at the machine itself: people while the platform rests, health while it runs.
 */
class AdministrationIT {
  private static final Map<String, String> PASSWORD =
      Map.of("LACHAN_PASSWORD", "mat-khau-thu-nghiem-1");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  @Test
  void peopleAreLookedAfterWhileThePlatformRestsAndItsHealthIsAskedWhileItRuns()
      throws IOException {
    assertThat(users("add", "quan.tri", "--unit", "tinh", "--role", "quan_tri")).isZero();
    assertThat(users("add", "kiem.toan", "--unit", "tinh", "--role", "kiem_toan")).isZero();
    assertThat(users("disable", "kiem.toan")).isZero();
    assertThat(users("list", "--json")).isZero();
    assertThat(text(out).lines().filter(line -> line.startsWith("{")))
        .anyMatch(line -> line.contains("\"kiem.toan\"") && line.contains("\"enabled\":false"))
        .anyMatch(line -> line.contains("\"quan.tri\"") && line.contains("QUAN_TRI"))
        .noneMatch(line -> line.contains("argon2"));

    try (Platform.Running platform =
        Platform.start(folder, Map.of("server.port", "0"), List.of())) {
      assertThat(platform.setupLink()).as("there is an administrator").isEmpty();
      assertThat(platform.get(Accounts.class).find("quan.tri").orElseThrow().roles())
          .containsExactly(Role.QUAN_TRI);
      assertThat(platform.get(AuditTrail.class).read(AuditFilter.newest(100)))
          .anyMatch(record ->
              record.entry().action().equals("account.create")
                  && record.entry().actor().id().startsWith("os:"));
      assertThat(health("--address", platform.address(), "--data", folder.toString())).isZero();
      assertThat(text(out)).contains(platform.address() + ": hoạt động", "quy tắc đang chạy");
      assertThat(users("reset", "quan.tri")).as("the platform runs").isEqualTo(2);
      assertThat(text(err).strip().lines()).hasSize(1);
    }
    assertThat(health("--address", "https://localhost:1", "--data", folder.toString()))
        .isEqualTo(1);
    assertThat(text(err)).contains("không có trả lời từ https://localhost:1");
  }

  @Test
  void wrongWordsAreNamed() throws IOException {
    Files.createDirectories(folder);
    assertThat(users("add", "x.y", "--unit", "tinh", "--role", "vua")).isEqualTo(2);
    assertThat(text(err)).contains("không có vai trò vua");
    assertThat(users("unlock", "khong.co")).isEqualTo(1);
    assertThat(text(err)).contains("khong.co");
    assertThat(users("list", "--data", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(text(err)).contains("không có thư mục dữ liệu");
  }

  private int users(String... arguments) {
    List<String> all = new java.util.ArrayList<>(List.of(arguments));
    if (!all.contains("--data")) {
      all.addAll(List.of("--data", folder.toString()));
    }
    return new UsersCommand(PASSWORD).run(all, output());
  }

  private int health(String... arguments) {
    return new HealthCommand().run(List.of(arguments), output());
  }

  private Commands.Output output() {
    return new Commands.Output(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
