package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.drill.RestoreDrill;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.plan.RecoveryObjective;
import vn.lachan.backup.source.BackupSource;

/** A plan that takes of its folders only what patterns match. */
class IncludesTest {

  @TempDir Path folder;
  private Fixture fixture;
  private Path other;

  @BeforeEach
  void prepare() throws IOException {
    fixture = new Fixture(folder);
    other = Files.createDirectories(folder.resolve("khác"));
    Files.writeString(other.resolve("x.log"), "nhật ký");
    fixture.dossier("2026/11/a.pdf", "đơn");
    fixture.dossier("2026/11/a.pdf.tmp", "dở");
    fixture.dossier("2026/11/nháp.txt", "nháp");
    fixture.dossier("2026/12/nháp.txt", "nháp");
    fixture.dossier("2025/b.pdf", "đơn cũ");
    fixture.dossier("cấu hình/app.yml", "khoá: giá trị");
    Files.createDirectories(fixture.source.resolve("rỗng"));
  }

  private BackupPlan plan(BackupSource... sources) {
    return new BackupPlan(
        "chon",
        "Chọn",
        "",
        "H60",
        List.of(sources),
        List.of(new BackupTarget(fixture.location, fixture.passwordFile)),
        "",
        "",
        new RecoveryObjective(Duration.ofHours(24), Duration.ofHours(4)));
  }

  private BackupSource dossiers(String... includes) {
    return new BackupSource.Folders(
        List.of(fixture.source), List.of("*.tmp", "2025"), List.of(includes));
  }

  private BackupOutcome.Completed run(BackupPlan plan) {
    fixture.now.updateAndGet(t -> t.plus(Duration.ofHours(1)));
    return (BackupOutcome.Completed)
        new Backup(fixture.history, fixture.audit::add, Fixture.SETTINGS, fixture.clock)
            .run(plan, Fixture.OPERATOR);
  }

  private List<String> restored(BackupOutcome.Completed run, String name) throws IOException {
    Path target = folder.resolve(name);
    fixture.restore(run.snapshot(), target);
    Path root = TestTrees.restored(target, folder.toRealPath());
    try (var all = Files.walk(root)) {
      return all.filter(p -> !p.equals(root))
          .map(p -> root.relativize(p).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void takesOnlyWhatMatchesAndTheFoldersOnTheWay() throws IOException {
    BackupOutcome.Completed run = run(plan(dossiers("*.pdf", "cấu hình")));

    assertThat(run.isIncomplete()).isFalse();
    assertThat(restored(run, "về"))
        .containsExactly(
            "ho-so",
            "ho-so/2026",
            "ho-so/2026/11",
            "ho-so/2026/11/a.pdf",
            "ho-so/cấu hình",
            "ho-so/cấu hình/app.yml");
    assertThat(run.files()).isEqualTo(2);
    assertThat(fixture.check(true).isClean()).isTrue();
  }

  @Test
  void leavesOtherSourcesWhole() throws IOException {
    BackupOutcome.Completed run =
        run(
            plan(
                dossiers("/**/app.yml"),
                new BackupSource.Folders(List.of(other), List.of()),
                new BackupSource.Folders(List.of(fixture.source.resolve("2026/12")), List.of())));

    assertThat(restored(run, "về"))
        .containsExactly(
            "ho-so",
            "ho-so/2026",
            "ho-so/2026/12",
            "ho-so/2026/12/nháp.txt",
            "ho-so/cấu hình",
            "ho-so/cấu hình/app.yml",
            "khác",
            "khác/x.log");
  }

  @Test
  void saysWhichPatternFoundNothing() {
    BackupOutcome.Completed run = run(plan(dossiers("*.pdf", "*.docx", "2025")));

    assertThat(run.isIncomplete()).isTrue();
    assertThat(run.troubles())
        .extracting(FileTrouble::path, FileTrouble::reason)
        .containsExactly(
            tuple("*.docx", "mẫu này không khớp tệp nào trong các thư mục nguồn: include"),
            tuple("2025", "mẫu này không khớp tệp nào trong các thư mục nguồn: include"));
  }

  @Test
  void theManifestAndTheDrillKnowOfIt() {
    BackupPlan plan = plan(dossiers("*.pdf"));
    BackupOutcome.Completed run = run(plan);

    BackupManifest manifest =
        fixture.history.manifest(run.snapshot(), run.manifest()).orElseThrow();
    DrillResult drill =
        new RestoreDrill(
                fixture.history,
                fixture.drills,
                fixture.audit::add,
                Fixture.SETTINGS,
                fixture.clock)
            .run(plan, "latest", folder.resolve("tạm"), Fixture.OPERATOR);

    assertThat(manifest.includes()).containsExactly("*.pdf");
    assertThat(plan.sources().getFirst().describe()).endsWith("(chỉ lấy *.pdf)");
    assertThat(drill).as(drill.toString()).isInstanceOf(DrillResult.Passed.class);
    assertThat(drill.report().files()).isEqualTo(1);
    assertThat(drill.report().proof().includes()).containsExactly("*.pdf");
    assertThat(fixture.drills.published().getLast().includes()).containsExactly("*.pdf");
  }

  @Test
  void aChangeOfThePatternsIsSeenByTheNextRun() throws IOException {
    run(plan(dossiers("*.pdf")));

    assertThat(restored(run(plan(dossiers("*.txt"))), "về"))
        .contains("ho-so/2026/11/nháp.txt")
        .doesNotContain("ho-so/2026/11/a.pdf");
    assertThat(run(plan(dossiers())).files()).isEqualTo(4);
  }
}
