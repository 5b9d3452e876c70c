package vn.lachan.backup.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.BackupRepository;
import vn.lachan.backup.CheckTest;
import vn.lachan.backup.CopyOutcome;
import vn.lachan.backup.Fixture;
import vn.lachan.backup.RepositoryCopy;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.plan.DrillSample;

/** Drills from two repositories, published before, stopped and gone on with, judged by restic. */
class DrillTargetsTest {

  private static final Path RESTIC = Path.of("/usr/bin/restic");
  private static final DrillSample SAMPLE =
      new DrillSample("meta.json", DrillSample.Extent.SAMPLE, 10, 2, 0, Optional.empty());

  @TempDir Path folder;
  private Fixture fixture;
  private Path scratch;
  private BackupTarget second;

  @BeforeEach
  void prepare() {
    fixture = new Fixture(folder);
    scratch = folder.resolve("thử");
    second = new BackupTarget(folder.resolve("kho 2"), folder.resolve("password-2"));
    for (int i = 0; i < 60; i++) {
      String dossier = "xã " + i % 3 + "/H60." + i;
      fixture.dossier(dossier + "/meta.json", "{\"maHoSo\":\"H60." + i + "\"}");
      fixture.dossier(dossier + "/giấy tờ [1].pdf", "%PDF-1.7 " + "x".repeat(i * 10));
      fixture.dossier(
          dossier + "/nhat-ky.json",
          "{\"t\":\"2026-10-01T12:%02d:00+07:00\"}\n{\"t\":\"hỏng\"}\n".formatted(i));
    }
  }

  private BackupPlan plan(DrillSample sample) {
    return DrillFixture.and(DrillFixture.with(fixture.plan, sample), second);
  }

  private void copy() {
    BackupRepository to = new BackupRepository(second, Fixture.SETTINGS, fixture.clock);
    if (!Files.exists(folder.resolve("kho 2"))) {
      assertThat(to.create(true)).isEmpty();
    }
    assertThat(
            new RepositoryCopy(fixture.audit::add, Fixture.SETTINGS)
                .copy(fixture.place(), to, List.of(), false, Fixture.OPERATOR))
        .isInstanceOf(CopyOutcome.Copied.class);
  }

  private RestoreDrill drill(DrillTools tools) {
    return new RestoreDrill(
        fixture.history,
        fixture.drills,
        fixture.audit::add,
        Fixture.SETTINGS,
        fixture.clock,
        tools);
  }

  private DrillResult drill(BackupPlan plan) {
    return drill(DrillTools.NONE)
        .run(plan, DrillOrder.LATEST, scratch, Fixture.OPERATOR, DrillListener.NONE);
  }

  @Test
  void publishesBeforeItRestoresAndAnyoneCanDrawTheSampleAgain() {
    BackupOutcome.Completed run = fixture.backup();
    copy();
    List<String> order = new ArrayList<>();
    DrillListener listener =
        progress -> {
          if (progress.phase() == DrillProgress.Phase.RESTORE) {
            order.add("restore " + fixture.drills.published().size());
          }
        };

    DrillResult result =
        drill(DrillTools.NONE)
            .run(plan(SAMPLE), DrillOrder.LATEST, scratch, Fixture.OPERATOR, listener);

    assertThat(result).as("%s", result).isInstanceOf(DrillResult.Passed.class);
    assertThat(order).startsWith("restore 1");
    DrillPlan published = new FileDrillHistory(fixture.historyFolder).published().getFirst();
    assertThat(result.report().proof().planDigest()).isEqualTo(published.digest());
    assertThat(published.units()).hasSizeBetween(6, 7);
    assertThat(published.files()).isEqualTo(3L * published.units().size());
    assertThat(
            published.doubt(fixture.history.manifest(run.snapshot(), run.manifest()).orElseThrow()))
        .isEmpty();
    assertThat(fixture.audit)
        .filteredOn(entry -> entry.action().equals("drill.publish"))
        .singleElement()
        .satisfies(entry ->
            assertThat(entry.detail())
                .containsEntry("plan", published.digest())
                .containsEntry("seed", published.seed()));
    assertThat(fixture.audit.stream().map(AuditEntry::action))
        .containsSubsequence("drill.start", "drill.publish", "drill.finish");
  }

  @Test
  void restoresFromEachTargetAndFindsACopyByItsOrigin() {
    fixture.backup();
    copy();

    DrillResult result = drill(plan(SAMPLE));

    assertThat(result).isInstanceOf(DrillResult.Passed.class);
    List<DrillProof.Target> targets = result.report().proof().targets();
    assertThat(targets).hasSize(2);
    assertThat(targets.get(1).snapshot()).isNotEqualTo(targets.get(0).snapshot()).hasSize(64);
    assertThat(targets)
        .allSatisfy(target -> {
          assertThat(target.problems()).isEmpty();
          assertThat(target.files()).isEqualTo(result.report().files());
          RecoveryMeasures measures = target.measures();
          assertThat(measures.first()).isNotNull().isLessThanOrEqualTo(measures.most());
          assertThat(measures.most()).isLessThanOrEqualTo(measures.all());
          assertThat(measures.whole()).as("estimated for all 60").isGreaterThan(measures.all());
        });
  }

  @Test
  void namesTheTargetThatIsDamagedAndTheOneThatIsGone() throws Exception {
    fixture.backup();
    copy();
    CheckTest.flipInLargestPack(folder.resolve("kho 2"));
    BackupTarget gone = new BackupTarget(folder.resolve("kho 3"), folder.resolve("password-2"));

    DrillResult result =
        drill(
            DrillFixture.and(
                plan(new DrillSample("", DrillSample.Extent.ALL, 5, 3, 0, Optional.empty())),
                gone));

    assertThat(result).isInstanceOf(DrillResult.Failed.class);
    List<DrillProof.Target> targets = result.report().proof().targets();
    assertThat(targets.get(0).problems()).isEmpty();
    assertThat(targets.get(1).missing()).isPositive();
    assertThat(targets.get(2).files()).isZero();
    assertThat(((DrillResult.Failed) result).reasons())
        .anyMatch(r -> r.startsWith("Đích 2 ("))
        .anyMatch(r -> r.startsWith("Đích 3 (") && r.contains("Không đọc"))
        .noneMatch(r -> r.startsWith("Đích 1 ("));
  }

  @Test
  void goesOnWhereItWasStoppedAndKeepsWhatWasRestored() {
    fixture.backup();
    copy();
    BackupPlan plan = plan(SAMPLE);
    DrillListener stop =
        progress -> {
          if (progress.phase() == DrillProgress.Phase.COMPARE && progress.target() == 2) {
            Thread.currentThread().interrupt();
          }
        };
    assertThatThrownBy(() ->
            drill(DrillTools.NONE).run(plan, DrillOrder.LATEST, scratch, Fixture.OPERATOR, stop))
        .isInstanceOf(DrillInterruptedException.class);
    assertThat(Thread.interrupted()).as("the flag is restored").isTrue();
    DrillPlan open = fixture.drills.unfinished().getFirst();
    fixture.now.updateAndGet(t -> t.plus(Duration.ofHours(2)));

    List<DrillProgress> heard = new ArrayList<>();
    Optional<DrillResult> result =
        drill(DrillTools.NONE).resume(plan, open.id(), Fixture.OPERATOR, heard::add);

    assertThat(result).get().isInstanceOf(DrillResult.Passed.class);
    DrillReport report = result.orElseThrow().report();
    assertThat(report.id()).isEqualTo(open.id());
    assertThat(report.proof().planDigest()).isEqualTo(open.digest());
    assertThat(report.proof().pauses()).isEqualTo(1);
    assertThat(report.recoveryTime()).isLessThan(Duration.ofHours(1));
    assertThat(heard)
        .filteredOn(p -> p.phase() == DrillProgress.Phase.RESTORE)
        .extracting(DrillProgress::target)
        .as("the first target is not restored again")
        .containsOnly(2);
    assertThat(fixture.drills.unfinished()).isEmpty();
    assertThat(fixture.audit)
        .extracting(AuditEntry::action)
        .containsSubsequence("drill.publish", "drill.stop", "drill.resume", "drill.finish");
  }

  @Test
  void restoresTheSameWithStockRestic() {
    assumeTrue(Files.isExecutable(RESTIC), "restic is not installed (apt-get install restic)");
    fixture.backup();
    copy();
    DrillTools tools =
        new DrillTools(
            Optional.empty(),
            Optional.of(RESTIC),
            Duration.ofMinutes(2),
            Optional.empty(),
            Optional.empty());

    DrillResult result =
        drill(tools)
            .run(plan(SAMPLE), DrillOrder.LATEST, scratch, Fixture.OPERATOR, DrillListener.NONE);

    assertThat(result).as("%s", result).isInstanceOf(DrillResult.Passed.class);
    assertThat(result.report().proof().targets())
        .hasSize(2)
        .allSatisfy(target -> {
          assertThat(target.restic().verdict()).isEqualTo(DrillProof.Verdict.PASSED);
          assertThat(target.restic().files()).isEqualTo(result.report().files());
          assertThat(target.restic().version()).startsWith("restic ");
        });
  }

  @Test
  void saysThatResticIsAbsent() {
    fixture.backup();
    DrillTools tools =
        new DrillTools(
            Optional.empty(),
            Optional.of(folder.resolve("không có")),
            Duration.ofMinutes(2),
            Optional.empty(),
            Optional.empty());

    DrillResult result =
        drill(tools)
            .run(fixture.plan, DrillOrder.LATEST, scratch, Fixture.OPERATOR, DrillListener.NONE);

    DrillProof.Restic restic = result.report().proof().targets().getFirst().restic();
    assertThat(restic.verdict()).isEqualTo(DrillProof.Verdict.SKIPPED);
    assertThat(restic.why()).contains("không có chương trình");
    assertThat(result).isInstanceOf(DrillResult.Passed.class);
  }

  @Test
  void measuresTheRecoveryPointByTheDeclaredLog() {
    fixture.backup(); // 2026-10-01T08:00Z; the newest entry is of 12:59+07:00
    DrillSample declared =
        new DrillSample(
            "meta.json",
            DrillSample.Extent.ALL,
            5,
            3,
            0,
            Optional.of(new DrillSample.TransactionLog("nhat-ky.json", "t")));
    fixture.now.updateAndGet(t -> t.plus(Duration.ofMinutes(30)));

    DrillResult result = drill(DrillFixture.with(fixture.plan, declared));

    assertThat(result.report().proof().recoveryPoint().newest()).isEqualTo("2026-10-01T05:59:00Z");
    assertThat(result.report().recoveryPoint()).isEqualTo(Duration.ofMinutes(151));
  }

  @Test
  void showsWhereAPublishedPlanIsMissingOrChanged() throws Exception {
    fixture.backup();
    for (int i = 0; i < 3; i++) {
      fixture.now.updateAndGet(t -> t.plusSeconds(60));
      assertThat(drill(fixture.plan)).isInstanceOf(DrillResult.Passed.class);
    }
    assertThat(fixture.drills.doubts()).isEmpty();
    Path plans = fixture.historyFolder.resolve("drill-plans.ndjson");
    List<String> lines = Files.readAllLines(plans);

    Files.write(plans, List.of(lines.get(0), lines.get(2)));
    assertThat(fixture.drills.doubts()).singleElement().asString().contains("giữa số 1 và 3");
    Files.write(plans, List.of(lines.get(0), lines.get(1).replace("mot-cua", "mot-CUA")));
    assertThat(fixture.drills.doubts()).singleElement().asString().contains("bị sửa");
  }
}
