package vn.lachan.backup.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.audit.Actor;
import vn.lachan.backup.Backup;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.BackupRepository;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.FileBackupHistory;
import vn.lachan.backup.archive.ArchiveSettings;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.drill.FileDrillHistory;
import vn.lachan.backup.drill.RestoreDrill;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupPlans;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.KeptKeys;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryPassword;
import vn.lachan.backup.repository.TestRepositories;

/** A plan of a file backs up to a bucket with object lock, drills, and extends the locks. */
class PlanOverS3Test {

  private static final BackupSettings SETTINGS =
      new BackupSettings(
          TestRepositories.SMALL,
          ArchiveSettings.DEFAULT,
          100,
          Duration.ofDays(1),
          true,
          KeptKeys.NONE);

  @TempDir Path folder;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-10-01T08:00:00Z"));
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final LocalS3Server server = new LocalS3Server();
  private BackupPlan plan;
  private FileBackupHistory history;

  @BeforeEach
  void readPlan() throws IOException {
    TestAccess.secret(folder.resolve("s3.secret"), LocalS3Server.SECRET_KEY);
    Files.writeString(
        folder.resolve("kho.access.yml"),
        """
        access-key: %s
        secret-key-file: s3.secret
        object-lock: {mode: COMPLIANCE, retention: 30d}
        attempts: 2
        """
            .formatted(LocalS3Server.ACCESS_KEY));
    String endpoint = server.location().endpoint().toString();
    Path file =
        Files.writeString(
            folder.resolve("plans.yml"),
            """
            plans:
              - id: mot-cua
                name: Hồ sơ một cửa
                folders: [ho-so]
                repository: s3:%s/sao-luu/mot-cua
                access-file: kho.access.yml
                password-file: kho.password
                rpo: 24h
                rto: 4h
            """
                .formatted(endpoint));
    BackupPlans plans = BackupPlans.load(file);
    assertThat(plans.problems()).isEmpty();
    plan = plans.plans().getFirst();
    history = new FileBackupHistory(folder.resolve("lich-su"));
    Files.createDirectories(folder.resolve("ho-so"));
    assertThat(place().create(true)).isEmpty();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private BackupRepository place() {
    return new BackupRepository(plan.primary(), SETTINGS, clock);
  }

  private void backUp(String name, int bytes) throws IOException {
    Files.write(folder.resolve("ho-so").resolve(name), new byte[bytes]);
    assertThat(new Backup(history, entry -> {}, SETTINGS, clock).run(plan, Actor.PLATFORM))
        .isInstanceOf(BackupOutcome.Completed.class);
  }

  @Test
  void backsUpAndDrills() throws IOException {
    backUp("a.pdf", 700_000);
    backUp("b.pdf", 800_000);

    DrillResult drill =
        new RestoreDrill(
                history,
                new FileDrillHistory(folder.resolve("lich-su")),
                entry -> {},
                SETTINGS,
                clock)
            .run(plan, "latest", folder.resolve("nhap"), Actor.PLATFORM);

    assertThat(drill).isInstanceOf(DrillResult.Passed.class);
    assertThat(drill.report().files()).isEqualTo(2);
  }

  @Test
  void keepsPacksAsLongAsTheLastSnapshotThatNeedsThem() throws IOException {
    backUp("a.pdf", 700_000);
    Map<String, Instant> first = dates();
    now.set(now.get().plus(Duration.ofDays(20)));
    backUp("b.pdf", 800_000);
    Instant until = now.get().plus(Duration.ofDays(30));

    Map<String, Instant> after = dates();
    String dataPack = packOf(first, after, until);
    assertThat(first.get(dataPack)).isBefore(until);
    assertThat(after.get(dataPack)).isEqualTo(until);
    RetentionExtension.Outcome again = extend();
    assertThat(again.problems()).isEmpty();
    assertThat(again.snapshots()).isEqualTo(2);
    assertThat(again.moved()).as("the backup has done it").isZero();
  }

  private RetentionExtension.Outcome extend() {
    Backend backend =
        BackendOpening.open(
            plan.primary().location(),
            ((BackendAccessFile.Result.Read) BackendAccessFile.read(plan.primary().accessFile()))
                .access(),
            clock);
    try (RepositoryPassword password = RepositoryPassword.read(plan.primary().passwordFile());
        Repository repository = Repository.open(backend, password, SETTINGS.repository(), clock)) {
      return new RetentionExtension(repository).run(s -> s.at().plus(Duration.ofDays(30)));
    }
  }

  private Map<String, Instant> dates() {
    return server.objects.entrySet().stream()
        .filter(e -> !e.getKey().contains("/locks/"))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, e -> e.getValue().keptUntil(), (a, b) -> a, TreeMap::new));
  }

  /** A pack of the first backup that the second one uses, too. */
  private static String packOf(
      Map<String, Instant> first, Map<String, Instant> after, Instant until) {
    List<String> shared =
        first.keySet().stream()
            .filter(key -> key.contains("/data/") && until.equals(after.get(key)))
            .toList();
    assertThat(shared).isNotEmpty();
    return shared.getFirst();
  }
}
