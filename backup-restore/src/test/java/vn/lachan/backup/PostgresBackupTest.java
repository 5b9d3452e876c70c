package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.archive.Restic;
import vn.lachan.backup.archive.TestTrees;
import vn.lachan.backup.command.BackupCommand;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.source.BackupSource;
import vn.lachan.backup.source.DatabaseSandbox;
import vn.lachan.backup.source.DumpRecord;
import vn.lachan.backup.source.PostgresSandbox;
import vn.lachan.backup.source.RealPostgres;
import vn.lachan.backup.source.RestoredDatabase;
import vn.lachan.backup.source.SourceRecord;

/** A database and the folder of its dossiers in one snapshot, against a real PostgreSQL. */
class PostgresBackupTest {

  private static final Optional<String> NEWEST = Optional.of("select max(ngay) from ho_so");

  @TempDir Path folder;
  private RealPostgres server;
  private Fixture fixture;

  @BeforeEach
  void prepare() {
    server = RealPostgres.require();
    fixture = new Fixture(folder);
  }

  private BackupSource.PostgresDump dumpOf(String database, boolean required) {
    return new BackupSource.PostgresDump(
        "csdl",
        new BackupSource.PostgresServer(
            "127.0.0.1",
            server.port,
            "postgres",
            Optional.of(server.passFile(folder.resolve("pgpass"))),
            Optional.empty(),
            ""),
        List.of(database),
        true,
        Optional.of("select count(*) from ho_so;"),
        NEWEST,
        Duration.ofMinutes(2),
        required);
  }

  private BackupPlan plan(BackupSource... sources) {
    BackupPlan plan = fixture.plan;
    return new BackupPlan(
        plan.id(),
        plan.name(),
        plan.system(),
        plan.unit(),
        List.of(sources),
        plan.targets(),
        plan.objective(),
        plan.policy(),
        plan.drill());
  }

  private BackupSource folders() {
    return new BackupSource.Folders(List.of(fixture.source), List.of());
  }

  private BackupOutcome run(BackupSource... sources) {
    Clock clock = Clock.systemUTC();
    return new Backup(fixture.history, fixture.audit::add, Fixture.SETTINGS, clock)
        .run(plan(sources), Fixture.OPERATOR);
  }

  private BackupManifest manifest(BackupOutcome.Completed done) {
    return fixture.history.manifest(done.snapshot(), done.manifest()).orElseThrow();
  }

  @Test
  void putsDumpAndFolderOfOneSystemIntoOneSnapshot() throws Exception {
    String database = server.dossiers(25);
    fixture.dossier("1/meta.json", "{}");
    fixture.dossier("2/tờ khai\n.xml", "<a/>");

    BackupOutcome.Completed done = (BackupOutcome.Completed) run(dumpOf(database, true), folders());

    assertThat(done.isIncomplete()).as(done.troubles().toString()).isFalse();
    SourceRecord source = manifest(done).sources().getFirst();
    assertThat(source.facts()).containsKey(database + ".lsn").containsKey(database + ".snapshot");
    DumpRecord dump = source.dumps().getFirst();
    assertThat(dump.path()).isEqualTo("/csdl/" + database + ".pgdump");
    assertThat(dump.rows()).containsEntry("public.ho_so", 25L).containsEntry("public.buoc", 75L);
    assertThat(dump.register()).hasValue(25);
    assertThat(dump.newest()).contains(Instant.parse("2026-09-30T17:25:00Z"));
    Path target = folder.resolve("đích");
    fixture.restore("latest", target);
    String manifest = Files.readString(target.resolve(".lachan/manifest.json"));
    assertThat(manifest).contains("\"public.ho_so\" : 25", "\"plan\" : \"mot-cua\"", dump.sha256());
    assertThat(sha256sum(target)).as("sha256sum -c in the restored folder").isZero();
    assertThat(TestTrees.describe(TestTrees.restored(target, fixture.source)))
        .isEqualTo(TestTrees.describe(fixture.source));
    assertThat(fixture.check(true).isClean()).isTrue();
    Restic restic = Restic.require(fixture.location, fixture.passwordFile);
    assertThat(restic.call("check", "--read-data").exit()).isZero();
    assertThat(restic.call("ls", "latest").text()).contains(dump.path(), "/.lachan/SHA256SUMS");
  }

  private static int sha256sum(Path target) throws IOException, InterruptedException {
    return new ProcessBuilder("sha256sum", "--quiet", "-c", ".lachan/SHA256SUMS")
        .directory(target.toFile())
        .inheritIO()
        .start()
        .waitFor();
  }

  @Test
  void countsInTheVeryMomentOfTheDumpWhileOthersWrite() throws Exception {
    String database = server.dossiers(50);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger written = new AtomicInteger();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 1000; !stop.get(); i++) {
                server.sql(
                    database,
                    "insert into ho_so values ("
                        + i
                        + ", 'M"
                        + i
                        + "', now());"
                        + "insert into buoc (ho_so, ten) values ("
                        + i
                        + ", 'a')");
                written.incrementAndGet();
              }
            });
    while (written.get() == 0 && writer.isAlive()) {
      Thread.onSpinWait();
    }
    BackupOutcome.Completed done = (BackupOutcome.Completed) run(dumpOf(database, true));
    int before = written.get();
    while (written.get() == before && writer.isAlive()) {
      Thread.onSpinWait();
    }
    stop.set(true);
    writer.join();

    DumpRecord dump = manifest(done).dumps().getFirst();
    RestoredDatabase restored = pourIntoSandbox(dump.path());
    assertThat(restored.problems()).isEmpty();
    assertThat(restored.differences(dump)).isEmpty();
    assertThat(restored.rows().get("public.ho_so")).isGreaterThan(50L);
  }

  /** The documented way: {@code lachan backup dump ... | pg_restore}. */
  private RestoredDatabase pourIntoSandbox(String path) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit = command(new PrintStream(out), "dump", "latest", path);
    assertThat(exit).isZero();
    InputStream dump = new java.io.ByteArrayInputStream(out.toByteArray());
    try (DatabaseSandbox sandbox =
        PostgresSandbox.start(Path.of("/tmp"), PostgresSandbox.Settings.DEFAULT)) {
      return sandbox.restore("thu", dump, NEWEST, Optional.empty());
    }
  }

  private int command(PrintStream out, String word, String... rest) {
    List<String> arguments = new java.util.ArrayList<>(List.of(word));
    arguments.addAll(List.of(rest));
    arguments.addAll(
        List.of(
            "--repo",
            fixture.location.toString(),
            "--password-file",
            fixture.passwordFile.toString()));
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        new BackupCommand(Fixture.SETTINGS, Clock.systemUTC(), entry -> {})
            .run(arguments, out, new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    return exit;
  }

  @Test
  void storesOnlyWhatChangedOfTheNextDump() {
    // So long that a chunk ends behind the change, wherever this repository's polynomial cuts.
    String database = server.dossiers(120_000);
    BackupOutcome.Completed first = (BackupOutcome.Completed) run(dumpOf(database, true));
    server.sql(database, "update \"Danh mục\" set ma = 'khai tử' where ma = 'khai sinh'");

    BackupOutcome.Completed second = (BackupOutcome.Completed) run(dumpOf(database, true));

    assertThat(second.bytes()).isGreaterThan(12_000_000);
    assertThat(second.addedBytes()).isLessThan(first.addedBytes());
  }

  @Test
  void makesNoSnapshotWhenADatabaseCannotBeDumped() {
    fixture.dossier("1/meta.json", "{}");

    BackupOutcome outcome = run(dumpOf("khong_co", true), folders());

    assertThat(outcome)
        .isInstanceOfSatisfying(
            BackupOutcome.Failed.class,
            failed -> assertThat(failed.reason()).contains("csdl", "khong_co"));
    assertThat(fixture.place().snapshots())
        .isEqualTo(new SnapshotListing.Listed(List.of(), List.of()));
  }

  @Test
  void leavesOutAndNamesASourceThatIsNotRequired() {
    fixture.dossier("1/meta.json", "{}");

    BackupOutcome.Completed done =
        (BackupOutcome.Completed) run(dumpOf("khong_co", false), folders());

    assertThat(done.isIncomplete()).isTrue();
    assertThat(done.troubles().getFirst().reason()).contains("không có trong ảnh chụp");
    assertThat(manifest(done).sources().getFirst().failure()).isPresent();
    assertThat(manifest(done).entries())
        .extracting(ManifestEntry::path)
        .noneMatch(path -> path.startsWith("/csdl/"));
  }

  @Test
  void saysWhyWhenThePasswordIsWrong() throws IOException {
    String database = server.dossiers(1);
    BackupSource.PostgresDump good = dumpOf(database, true);
    Files.writeString(folder.resolve("pgpass"), "127.0.0.1:*:*:postgres:sai\n");

    assertThat(run(good))
        .isInstanceOfSatisfying(
            BackupOutcome.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .contains("password authentication failed")
                    .doesNotContain("sai\n"));
  }
}
