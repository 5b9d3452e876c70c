package vn.lachan.backup.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.lachan.backup.BackupManifest;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.plan.DrillSample;
import vn.lachan.backup.repository.Sha256;

class StratifiedSampleTest {

  private static final Instant AT = Instant.parse("2026-10-01T01:00:00Z");
  private static final DrillSample RULE =
      new DrillSample("meta.json", DrillSample.Extent.SAMPLE, 10, 2, 0, Optional.empty());

  private static ManifestEntry file(String path, long size) {
    return new ManifestEntry(path, size, AT, Sha256.of(path.getBytes(StandardCharsets.UTF_8)), "");
  }

  /** Communes with 40, 15 and 1 dossiers, some with scans, and two loose files. */
  private static BackupManifest manifest() {
    List<ManifestEntry> entries = new ArrayList<>();
    String[] communes = {"Minh Xuân", "Na Hang", "Yên Sơn"};
    int[] sizes = {40, 15, 1};
    for (int c = 0; c < communes.length; c++) {
      for (int i = 0; i < sizes[c]; i++) {
        String dossier = "/ho-so/" + communes[c] + "/H60." + i;
        entries.add(file(dossier + "/meta.json", 500));
        entries.add(file(dossier + "/con/to-khai.xml", 900));
        if (i % 2 == 0) {
          entries.add(file(dossier + "/giay-to.pdf", 2_000_000));
        }
      }
    }
    entries.add(file("/csdl/mot-cua.sql", 20_000_000));
    entries.add(file("/csdl/nho.sql", 20));
    return new BackupManifest("ab".repeat(32), "mot-cua", AT, entries);
  }

  @Test
  void drawsTheSameFromTheSameSeedAndAnotherFromAnother() {
    StratifiedSample once = StratifiedSample.draw(manifest(), RULE, "00ff");

    assertThat(StratifiedSample.draw(manifest(), RULE, "00ff")).isEqualTo(once);
    assertThat(StratifiedSample.draw(manifest(), RULE, "00fe").units()).isNotEqualTo(once.units());
    assertThat(once.digest()).hasSize(64);
  }

  @Test
  void takesFromEveryStratumAtLeastSoManyAndAShareOfLargeOnes() {
    StratifiedSample sample = StratifiedSample.draw(manifest(), RULE, "7");

    assertThat(sample.strata())
        .extracting(DrillPlan.Stratum::name)
        .contains(
            "Minh Xuân · hồ sơ có PDF · 1–10 MB",
            "Minh Xuân · hồ sơ không có PDF · < 1 MB",
            "Yên Sơn · hồ sơ có PDF · 1–10 MB",
            "csdl · tệp sql · ≥ 10 MB",
            "csdl · tệp sql · < 1 MB");
    assertThat(sample.strata())
        .allSatisfy(stratum ->
            assertThat(stratum.drawn())
                .isBetween(Math.min(stratum.population(), 2), Math.min(stratum.population(), 3)));
    assertThat(sample.units()).isSortedAccordingTo((a, b) -> a.path().compareTo(b.path()));
  }

  @Test
  void keepsAllFilesOfADossierTogether() {
    StratifiedSample sample = StratifiedSample.draw(manifest(), RULE, "7");

    assertThat(sample.units())
        .filteredOn(StratifiedSample.Unit::dossier)
        .isNotEmpty()
        .allSatisfy(unit ->
            assertThat(unit.entries())
                .hasSizeBetween(2, 3)
                .allMatch(entry -> entry.path().startsWith(unit.path() + "/")));
  }

  @Test
  void alwaysHasTheUnitWithTheNewestFile() {
    BackupManifest manifest = manifest();
    List<ManifestEntry> entries = new ArrayList<>(manifest.entries());
    entries.add(
        new ManifestEntry(
            "/ho-so/Minh Xuân/H60.17/nhat-ky.json", 5, AT.plusSeconds(9), "cd".repeat(32), ""));
    BackupManifest with = new BackupManifest(manifest.snapshot(), "mot-cua", AT, entries);

    for (int seed = 0; seed < 20; seed++) {
      assertThat(StratifiedSample.draw(with, RULE, "" + seed).units())
          .extracting(StratifiedSample.Unit::path)
          .contains("/ho-so/Minh Xuân/H60.17");
    }
  }

  @Test
  void takesEverythingFromASmallPlanAndWhenAsked() {
    assertThat(StratifiedSample.draw(manifest(), RULE.whole(), "7").entries())
        .hasSize(manifest().entries().size());
    assertThat(StratifiedSample.draw(manifest(), DrillSample.DEFAULT, "7").units())
        .as("without a marker each file is a unit")
        .hasSize(manifest().entries().size());
  }

  /** Each unit of a stratum is drawn about as often as any other. */
  @Test
  void favoursNoDossier() {
    int[] drawn = new int[40];
    for (int seed = 0; seed < 400; seed++) {
      for (StratifiedSample.Unit unit :
          StratifiedSample.draw(manifest(), RULE, "s" + seed).units()) {
        if (unit.path().startsWith("/ho-so/Minh Xuân/H60.")) {
          drawn[Integer.parseInt(unit.path().substring(unit.path().lastIndexOf('.') + 1))]++;
        }
      }
    }

    // 2 of 20 in each of two strata, 400 times: 40 expected, 6 standard deviation
    for (int count : drawn) {
      assertThat(count).isBetween(15, 70);
    }
  }
}
