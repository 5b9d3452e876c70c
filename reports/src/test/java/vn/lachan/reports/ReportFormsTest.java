package vn.lachan.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.incidents.clock.ClockRule;
import vn.lachan.incidents.clock.LegalProfiles;

class ReportFormsTest {
  @TempDir Path folder;

  @Test
  void everyBuiltInFormIsRead() {
    assertThat(ReportForms.builtIn().rejected()).isEmpty();
    assertThat(ReportForms.builtIn().all()).hasSize(18);
  }

  @Test
  void aFormWithAnUnknownKeyIsRefusedWithItsLine() throws IOException {
    Files.writeString(folder.resolve("x.yml"), "id: x\nname: X\ncolour: red\n");
    assertThat(ReportForms.builtIn().with(folder).rejected())
        .singleElement()
        .asString()
        .endsWith("x.yml:3: unknown key: colour");
  }

  @Test
  void brokenYamlIsRefusedWithItsLine() throws IOException {
    Files.writeString(folder.resolve("x.yml"), "id: x\nname: [\n");
    assertThat(ReportForms.builtIn().with(folder).rejected())
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isEqualTo(3));
  }

  @Test
  void anUnknownBlockIsRefused() throws IOException {
    Files.writeString(
        folder.resolve("x.yml"),
        """
        id: x
        name: X
        basis: y
        subject: DRILL
        kind: BB
        from: 2026-01-01
        superior: a
        agency: b
        title: C
        blocks:
          - picture: logo
        """);
    assertThat(ReportForms.builtIn().with(folder).rejected())
        .singleElement()
        .asString()
        .endsWith("x.yml:11: unknown block: picture");
  }

  @Test
  void aFormIsUsedOnlyWhileInForce() {
    ReportForms forms = ReportForms.builtIn();
    ReportForm decree331 = forms.find("su-co-bao-cao").orElseThrow();
    assertThat(forms.about(ReportForm.Subject.INCIDENT, LocalDate.of(2026, 8, 19)))
        .contains(decree331);
    assertThat(forms.about(ReportForm.Subject.INCIDENT, LocalDate.of(2026, 8, 18)))
        .doesNotContain(decree331);
  }

  @Test
  void everyLegalClockNamesAFormOfItsProfile() {
    ReportForms forms = ReportForms.builtIn();
    for (String profile : List.of("vn-2017", "vn-2026")) {
      assertThat(LegalProfiles.bundled().find(profile).orElseThrow().clocks())
          .extracting(ClockRule::form)
          .allSatisfy(form ->
              assertThat(forms.find(form))
                  .hasValueSatisfying(known -> assertThat(known.isOf(profile)).isTrue()));
      assertThat(LegalProfiles.bundled().find(profile).orElseThrow().periodic())
          .isNotEmpty()
          .allSatisfy(duty ->
              assertThat(forms.find(duty.form()))
                  .hasValueSatisfying(
                      known -> assertThat(known.subject()).isEqualTo(ReportForm.Subject.PERIOD)));
    }
  }
}
