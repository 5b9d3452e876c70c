package vn.lachan.incidents.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegalProfilesTest {
  private static final List<String> GOOD =
      List.of(
          "id: x",
          "name: X",
          "from: '2026-01-01'",
          "until: ''",
          "zone: Asia/Ho_Chi_Minh",
          "clocks:",
          "  - id: A",
          "    name: A",
          "    start: DETECTED",
          "    limit: PT24H",
          "    addressee: B",
          "    when:",
          "      severity: [M1]",
          "    basis: C",
          "    form: D");

  @TempDir Path folder;

  @Test
  void choosesTheProfileInForceInVietnamsTime() {
    LegalProfiles profiles = LegalProfiles.bundled();

    assertThat(profiles.at(Instant.parse("2026-06-30T16:59:59Z")).id()).isEqualTo("vn-2017");
    assertThat(profiles.at(Instant.parse("2026-06-30T17:00:00Z")).id()).isEqualTo("vn-2026");
    assertThat(profiles.at(Instant.parse("2001-01-01T00:00:00Z")).id()).isEqualTo("vn-2017");
  }

  @Test
  void readsAFolder() throws IOException {
    Files.write(folder.resolve("x.yml"), GOOD);

    assertThat(LegalProfiles.read(folder).find("x").orElseThrow().clocks()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "9, '    start: SOON', 'start cannot be \"SOON\"'",
    "10, '    limit: 24', 'limit cannot be \"24\"'",
    "13, '      severity: [M9]', 'severity cannot be \"M9\"'",
    "13, '      seveity: [M1]', unknown key seveity",
    "5, 'zone: Mars', 'zone cannot be \"Mars\"'",
    "2, 'name: [', is not YAML",
    "15, '    formular: D', unknown key formular"
  })
  void refusesWhatItDoesNotUnderstandWithFileAndLine(int line, String text, String reason)
      throws IOException {
    List<String> lines = new java.util.ArrayList<>(GOOD);
    lines.set(line - 1, text);
    Path file = folder.resolve("x.yml");
    Files.write(file, lines);

    assertThatExceptionOfType(LegalProfileException.class)
        .isThrownBy(() -> LegalProfiles.read(folder))
        .withMessageContaining(reason)
        .withMessageContaining(file + ":")
        .satisfies(e -> {
          if (!reason.contains("YAML")) {
            assertThat(e.getMessage()).contains(file + ":" + line + ":");
          }
        });
  }
}
