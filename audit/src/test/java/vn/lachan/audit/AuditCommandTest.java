package vn.lachan.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditCommandTest {
  @TempDir Path temp;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path zip;

  @BeforeEach
  void exportATrail() {
    zip = temp.resolve("nhat-ky.zip");
    try (FileAuditTrail trail =
        FileAuditTrail.open(
            temp.resolve("trail"), FileAuditTrail.Settings.DEFAULTS, AuditTrailContract.CLOCK)) {
      trail.append(TestEntries.LOGIN);
      AuditExport.write(trail, zip);
    }
  }

  private int run(String... args) {
    return new AuditCommand()
        .run(
            List.of(args),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  void saysThatAnExportIsIntact() {
    String key = temp.resolve("trail/keys/audit-key.pub.pem").toString();
    assertThat(run("verify", zip.toString(), "--key", key)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("NGUYÊN VẸN", "Số bản ghi: 1", "do người kiểm tra đưa vào");
    assertThat(err.size()).isZero();
  }

  @Test
  void saysWhatIsBrokenAsOneLineOfJson() throws Exception {
    Path folder = temp.resolve("trail");
    Path segment = folder.resolve("audit-0000000000000000001.ndjson");
    Files.writeString(segment, Files.readString(segment).replace("session.open", "session.shut"));

    assertThat(run("verify", folder.toString(), "--json")).isEqualTo(1);
    JsonNode json = JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
    assertThat(json.path("intact").asBoolean()).isFalse();
    assertThat(json.path("findings").path(0).path("line").asInt()).isEqualTo(1);
  }

  @Test
  void answersWrongUsageWithOneLine() {
    for (String[] args :
        new String[][] {
          {},
          {"open"},
          {"verify"},
          {"verify", "a", "b"},
          {"verify", "--keys", "a"},
          {"verify", temp.resolve("none").toString()},
          {"verify", "a\0b"},
          {"verify", zip.toString(), "--key", zip.toString()}
        }) {
      err.reset();
      assertThat(run(args)).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    }
  }
}
