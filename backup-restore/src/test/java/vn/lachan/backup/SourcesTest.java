package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.source.BackupSource;
import vn.lachan.backup.source.DumpRecord;

/** Dump commands and quietened applications, with real programs of the machine. */
class SourcesTest {

  private static final Duration LONGEST = Duration.ofSeconds(30);

  @TempDir Path folder;
  private Fixture fixture;

  @BeforeEach
  void prepare() {
    fixture = new Fixture(folder);
    fixture.dossier("1/meta.json", "{}");
  }

  private BackupOutcome run(BackupSource... sources) {
    BackupPlan plan = fixture.plan;
    return new Backup(fixture.history, fixture.audit::add, Fixture.SETTINGS, Clock.systemUTC())
        .run(
            new BackupPlan(
                plan.id(),
                plan.name(),
                plan.system(),
                plan.unit(),
                List.of(sources),
                plan.targets(),
                plan.objective(),
                plan.policy(),
                plan.drill()),
            Fixture.OPERATOR);
  }

  private static BackupSource.Command command(String script, Set<Integer> codes) {
    return new BackupSource.Command(
        "csdl",
        "kho.sql",
        List.of("sh", "-c", script),
        Optional.empty(),
        codes,
        Optional.empty(),
        List.of(),
        List.of(),
        LONGEST,
        true);
  }

  private DumpRecord dump(BackupOutcome outcome) {
    BackupOutcome.Completed done = (BackupOutcome.Completed) outcome;
    return fixture
        .history
        .manifest(done.snapshot(), done.manifest())
        .orElseThrow()
        .dumps()
        .getFirst();
  }

  @Test
  void recordsExitCodeAndCountsOfACommand() throws IOException {
    Path environment = Files.writeString(folder.resolve("env"), "# bí mật\nMAT_KHAU=x=y z\n");
    Files.setPosixFilePermissions(environment, PosixFilePermissions.fromString("rw-------"));
    BackupSource.Command source =
        new BackupSource.Command(
            "csdl",
            "kho.sql",
            List.of("sh", "-c", "echo \"$MAT_KHAU\"; exit 5"),
            Optional.of(environment),
            Set.of(0, 5),
            Optional.empty(),
            List.of("printf", "ho_so 12\\n\"Danh mục\" 3\\n"),
            List.of("echo", "12"),
            LONGEST,
            true);

    DumpRecord dump = dump(run(source));

    assertThat(dump.exitCode()).isEqualTo(5);
    assertThat(dump.rows()).isEqualTo(Map.of("ho_so", 12L, "\"Danh mục\"", 3L));
    assertThat(dump.register()).hasValue(12);
    Path target = folder.resolve("đích");
    fixture.restore("latest", target);
    assertThat(target.resolve("csdl/kho.sql")).hasContent("x=y z");
  }

  @Test
  void makesNoSnapshotOfATornDump() {
    assertThat(failure(run(command("echo nửa; echo hỏng >&2; exit 3", Set.of(0)))))
        .contains("csdl", "mã 3", "hỏng");
    assertThat(failure(run(command("echo nửa; kill -9 $$", Set.of(0))))).contains("137");
    assertThat(failure(run(command("true", Set.of(0))))).contains("không ghi ra gì");
    assertThat(fixture.place().snapshots())
        .isEqualTo(new SnapshotListing.Listed(List.of(), List.of()));
  }

  @Test
  void givesUpOnACommandThatDoesNotEnd() {
    BackupSource.Command endless =
        new BackupSource.Command(
            "csdl",
            "kho.sql",
            List.of("sleep", "60"),
            Optional.empty(),
            Set.of(0),
            Optional.empty(),
            List.of(),
            List.of(),
            Duration.ofMillis(200),
            true);

    assertThat(failure(run(endless))).contains("chạy quá");
  }

  private static String failure(BackupOutcome outcome) {
    return ((BackupOutcome.Failed) outcome).reason();
  }

  @Test
  void takesOnlyAFreshFileOfACommandThatWritesOne() throws IOException {
    Path file = Files.writeString(folder.resolve("exp.dmp"), "cũ");
    Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1_000_000));
    BackupSource.Command idle = collecting("true", file);
    BackupSource.Command busy = collecting("printf mới > '" + file + "'", file);

    assertThat(failure(run(idle))).contains("bản cũ");
    assertThat(dump(run(busy)).bytes()).isEqualTo(5);
  }

  private static BackupSource.Command collecting(String script, Path file) {
    return new BackupSource.Command(
        "oracle",
        "exp.dmp",
        List.of("sh", "-c", script),
        Optional.empty(),
        Set.of(0),
        Optional.of(file),
        List.of(),
        List.of(),
        LONGEST,
        true);
  }

  @Test
  void refusesAnEnvironmentFileOthersCanRead() throws IOException {
    Path environment = Files.writeString(folder.resolve("env"), "A=b\n");
    Files.setPosixFilePermissions(environment, PosixFilePermissions.fromString("rw-r-----"));
    BackupSource.Command source =
        new BackupSource.Command(
            "csdl",
            "kho.sql",
            List.of("env"),
            Optional.of(environment),
            Set.of(0),
            Optional.empty(),
            List.of(),
            List.of(),
            LONGEST,
            true);

    assertThat(failure(run(source))).contains("chmod 600");
  }

  @Test
  void wakesTheApplicationWhateverHappened() {
    Path log = folder.resolve("log");
    BackupSource.Quiesce quiesce =
        new BackupSource.Quiesce(
            "ung-dung",
            List.of("sh", "-c", "echo yên >> '" + log + "'"),
            List.of("sh", "-c", "echo thức >> '" + log + "'"),
            LONGEST);
    BackupSource folders = new BackupSource.Folders(List.of(fixture.source), List.of());

    run(folders, command("echo dump >> '" + log + "'; echo a", Set.of(0)), quiesce);
    run(folders, command("exit 1", Set.of(0)), quiesce);

    assertThat(log).hasContent("yên\ndump\nthức\nyên\nthức");
  }

  @Test
  void namesFilesThatChangedAfterTheDump() throws IOException {
    BackupSource.Command source =
        command("echo a; echo mới > '" + fixture.source.resolve("1/sau.json") + "'", Set.of(0));
    Files.setLastModifiedTime(
        fixture.source.resolve("1/meta.json"),
        java.nio.file.attribute.FileTime.fromMillis(1_000_000));

    run(source, new BackupSource.Folders(List.of(fixture.source), List.of()));
    Path target = folder.resolve("đích");
    fixture.restore("latest", target);

    assertThat(Files.readString(target.resolve(".lachan/manifest.json")))
        .contains("\"changedAfterDumps\" : 1")
        .contains("/1/sau.json\"");
  }

  @Test
  void addsNothingToASnapshotOfFoldersAlone() {
    fixture.backup();
    Path target = folder.resolve("đích");
    fixture.restore("latest", target);

    assertThat(target.resolve(".lachan")).doesNotExist();
  }
}
