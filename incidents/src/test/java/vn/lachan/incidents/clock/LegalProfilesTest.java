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
          "    form: D",
          "periodic:",
          "  - id: E",
          "    name: E",
          "    span: YEAR",
          "    before: '12-20'",
          "    around: P60D",
          "    addressee: B",
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

  @ParameterizedTest
  @CsvSource({
    // The day in Vietnam begins at 17:00 of the day before in UTC.
    "2026-10-20T16:59:59Z, ''",
    "2026-10-20T17:00:00Z, BC-NAM-DV 2026 2026-12-19T17:00:00Z",
    "2026-10-25T17:00:00Z, BC-NAM-DV 2026 2026-12-19T17:00:00Z|BC-NAM 2026 2026-12-24T17:00:00Z",
    "2027-01-10T00:00:00Z, BC-NAM-DV 2026 2026-12-19T17:00:00Z|BC-NAM 2026 2026-12-24T17:00:00Z",
    "2027-03-01T00:00:00Z, ''",
    // The old law was still in force on the day it asked for; nothing of it is asked for after.
    "2026-07-15T00:00:00Z, BC-6T-2017 2026-H1 2026-06-19T17:00:00Z",
    "2026-12-10T00:00:00Z, BC-NAM-DV 2026 2026-12-19T17:00:00Z|BC-NAM 2026 2026-12-24T17:00:00Z"
  })
  void remindsOfTheDutiesOfTheCalendarUnderTheLawOfTheirDay(Instant moment, String wanted) {
    assertThat(
            LegalProfiles.bundled().termsAt(moment).stream()
                .map(term -> term.duty().id() + " " + term.period() + " " + term.dueAt()))
        .containsExactly(wanted.isEmpty() ? new String[0] : wanted.split("\\|", -1));
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
    "15, '    formular: D', unknown key formular",
    "19, '    span: MONTH', 'span cannot be \"MONTH\"'",
    "20, '    before: 20/12', 'before cannot be \"20/12\"'",
    "21, '    around: 60', 'around cannot be \"60\"'"
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
