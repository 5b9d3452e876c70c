package vn.lachan.backup.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.Fixture;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.DrillSample;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.SignedDossiers;

/** Drills of signed dossiers: every control is caught, and real damage is not missed. */
class DrillControlTest {

  @TempDir Path folder;
  private Fixture fixture;
  private Path scratch;

  @BeforeEach
  void prepare() {
    fixture = new Fixture(folder);
    scratch = folder.resolve("thử");
  }

  private BackupPlan plan() {
    return DrillFixture.with(
        fixture.plan,
        new DrillSample("meta.json", DrillSample.Extent.ALL, 5, 3, 0, Optional.empty()));
  }

  private DrillResult drill() {
    DossierSignatures signatures =
        new CheckedSignatures(
            SignedDossiers.writeTrust(folder.resolve("tin-cay")),
            SignatureSettings.DEFAULT,
            Clock.fixed(SignedDossiers.NOW, ZoneOffset.UTC));
    DrillTools tools =
        new DrillTools(
            Optional.of(signatures),
            Optional.empty(),
            Duration.ofMinutes(1),
            Optional.empty(),
            Optional.empty());
    return new RestoreDrill(
            fixture.history,
            fixture.drills,
            fixture.audit::add,
            Fixture.SETTINGS,
            fixture.clock,
            tools)
        .run(plan(), DrillOrder.LATEST, scratch, Fixture.OPERATOR, DrillListener.NONE);
  }

  private static Optional<DrillProof.Control> control(DrillResult result, String kind) {
    return result.report().proof().controls().stream()
        .filter(control -> control.kind().equals(kind))
        .findFirst();
  }

  @Test
  void catchesEveryControlAndCountsSignaturesByFamilyAndSigner() throws Exception {
    SignedDossiers.write(fixture.source, 3);
    Files.writeString(fixture.source.resolve("mot-cua.sql"), "1\n2\n");
    fixture.backup();
    Files.writeString(fixture.source.resolve("mot-cua.sql"), "1\n2\n3\n");
    fixture.now.updateAndGet(t -> t.plus(Duration.ofHours(1)));
    fixture.backup();

    DrillResult result = drill();

    assertThat(result).as("%s", result).isInstanceOf(DrillResult.Passed.class);
    DrillProof proof = result.report().proof();
    assertThat(proof.controls())
        .as("%s", proof.controls())
        .hasSize(4)
        .allMatch(control -> control.caught() == DrillProof.Caught.CAUGHT);
    assertThat(control(result, "signature").orElseThrow().how()).contains("chữ ký, phải có");
    assertThat(control(result, "swap").orElseThrow().how()).contains("danh mục của hồ sơ");
    assertThat(control(result, "stale").orElseThrow().subject()).endsWith("/mot-cua.sql");
    DrillProof.Signatures signatures = proof.signatures();
    assertThat(signatures.checked()).isTrue();
    assertThat(signatures.all()).isEqualTo(12);
    assertThat(signatures.valid()).isEqualTo(12);
    assertThat(signatures.expected()).as("by the dossiers' own registers").isEqualTo(12);
    assertThat(signatures.byFamily()).containsKeys("chuyên dùng công vụ", "công cộng");
    assertThat(signatures.bySigner().values()).extracting(DrillProof.Tally::valid).containsOnly(3);
  }

  @Test
  void failsWhenADossierLostASignatureBeforeItWasBackedUp() throws Exception {
    SignedDossiers.write(fixture.source, 2);
    Files.delete(fixture.source.resolve("H60.0000002/nhat-ky.json.p7s"));
    SignatureRemoval.remove(fixture.source.resolve("H60.0000001/ket-qua.pdf"));
    fixture.backup();

    DrillResult result = drill();

    assertThat(result).isInstanceOf(DrillResult.Failed.class);
    assertThat(result.report().proof().signatures().problems())
        .anyMatch(p -> p.contains("H60.0000001/ket-qua.pdf: còn 0 chữ ký, phải có 2"));
    assertThat(((DrillResult.Failed) result).reasons())
        .anyMatch(r -> r.contains("ket-qua.pdf: khác với danh mục của chính hồ sơ"));
  }

  @Test
  void failsWhenASignedFileWasChanged() throws Exception {
    SignedDossiers.write(fixture.source, 1);
    Path form = fixture.source.resolve("H60.0000001/to-khai.xml");
    Files.writeString(form, Files.readString(form).replace("khai sinh", "khai tử"));
    fixture.backup();

    DrillResult result = drill();

    assertThat(result).isInstanceOf(DrillResult.Failed.class);
    assertThat(result.report().proof().signatures().invalid()).isEqualTo(1);
    assertThat(result.report().proof().signatures().problems())
        .anyMatch(p -> p.contains("to-khai.xml: chữ ký XAdES"));
  }

  @Test
  void saysWhyAControlDoesNotApply() {
    fixture.dossier("a.json", "một");
    fixture.backup();

    DrillResult result = fixture.drill(scratch);

    assertThat(result).isInstanceOf(DrillResult.Passed.class);
    List<DrillProof.Control> controls = result.report().proof().controls();
    assertThat(controls)
        .filteredOn(control -> control.caught() == DrillProof.Caught.NOT_APPLICABLE)
        .extracting(DrillProof.Control::kind)
        .containsExactly("signature", "swap", "stale");
    assertThat(controls).allMatch(control -> !control.how().isEmpty());
    assertThat(result.report().proof().signatures().checked()).isFalse();
    assertThat(result.report().proof().signatures().why()).isNotEmpty();
  }
}
