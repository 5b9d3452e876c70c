package vn.lachan.backup.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.audit.Actor;
import vn.lachan.backup.Backup;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.BackupRepository;
import vn.lachan.backup.BackupSettings;
import vn.lachan.backup.CopyOutcome;
import vn.lachan.backup.FileBackupHistory;
import vn.lachan.backup.Fixture;
import vn.lachan.backup.RepositoryCopy;
import vn.lachan.backup.drill.DrillListener;
import vn.lachan.backup.drill.DrillOrder;
import vn.lachan.backup.drill.DrillProgress;
import vn.lachan.backup.drill.DrillProof;
import vn.lachan.backup.drill.DrillResult;
import vn.lachan.backup.drill.FileDrillHistory;
import vn.lachan.backup.drill.RestoreDrill;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupPlans;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.repository.KeptKeys;

/**
 * One plan of a file with a folder, an SFTP server, a bucket and a REST server: backed up into the
 * first, copied to the others, and drilled from all four into empty sandboxes.
 */
class DrillOverFourPlacesTest {

  /** thu:bi-mat */
  private static final String AUTHORIZATION = "Basic dGh1OmJpLW1hdA==";

  private static final int DOSSIERS = 40;

  @TempDir Path folder;

  private final Clock clock = Clock.fixed(Instant.parse("2026-10-01T08:00:00Z"), ZoneOffset.UTC);
  private final KeptKeys keys = new KeptKeys(8, java.time.Duration.ofHours(1), clock);
  private final BackupSettings settings = Fixture.SETTINGS.withKeys(keys);
  private final LocalS3Server s3 = new LocalS3Server();
  private LocalSftpServer sftp;
  private LocalRestServer rest;
  private BackupPlan plan;
  private FileBackupHistory history;

  @BeforeEach
  void prepare() throws IOException {
    sftp = LocalSftpServer.start(folder.resolve("may-b"), folder.resolve("id"));
    rest = new LocalRestServer(folder.resolve("may-c"), AUTHORIZATION);
    sftp.knownHosts(folder.resolve("known_hosts"), sftp.hostKey());
    TestAccess.secret(folder.resolve("s3.secret"), LocalS3Server.SECRET_KEY);
    TestAccess.secret(folder.resolve("rest.secret"), "bi-mat");
    write("s3.yml", "access-key: " + LocalS3Server.ACCESS_KEY + "\nsecret-key-file: s3.secret\n");
    write("sftp.yml", "key-file: id\nknown-hosts: known_hosts\n");
    write("rest.yml", "user: thu\npassword-file: rest.secret\nattempts: 2\n");
    write("plans.yml", planText());
    BackupPlans plans = BackupPlans.load(folder.resolve("plans.yml"));
    assertThat(plans.problems()).isEmpty();
    plan = plans.plans().getFirst();
    history = new FileBackupHistory(folder.resolve("lich-su"));
    for (int i = 0; i < DOSSIERS; i++) {
      Path dossier = Files.createDirectories(folder.resolve("ho-so/H60." + i));
      Files.writeString(dossier.resolve("meta.json"), "{\"maHoSo\":\"H60." + i + "\"}");
      Files.writeString(dossier.resolve("giấy tờ.pdf"), "%PDF-1.7 " + "x".repeat(997 * i));
    }
    boolean first = true;
    for (BackupTarget target : plan.targets()) {
      assertThat(place(target).create(first)).as(target.name()).isEmpty();
      first = false;
    }
  }

  private String planText() {
    return """
    plans:
      - id: mot-cua
        name: Hồ sơ một cửa
        folders: [ho-so]
        targets:
          - {name: Tại chỗ, repository: kho, password-file: kho.password}
          - {name: SFTP, repository: "sftp://thu@127.0.0.1:%d//kho", access-file: sftp.yml, password-file: kho.password}
          - {name: S3, repository: "s3:%s/%s/mot-cua", access-file: s3.yml, password-file: kho.password}
          - {name: REST, repository: "%s", access-file: rest.yml, password-file: kho.password}
        rpo: 24h
        rto: 4h
    """
        .formatted(sftp.port(), s3.location().endpoint(), LocalS3Server.BUCKET, rest.location());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @AfterEach
  void stopServers() {
    s3.close();
    sftp.close();
    rest.close();
  }

  private BackupRepository place(BackupTarget target) {
    return new BackupRepository(target, settings, clock);
  }

  private void backUpAndCopy() {
    assertThat(new Backup(history, entry -> {}, settings, clock).run(plan, Actor.PLATFORM))
        .isInstanceOf(BackupOutcome.Completed.class);
    RepositoryCopy copy = new RepositoryCopy(entry -> {}, settings);
    for (BackupTarget target : plan.targets().subList(1, plan.targets().size())) {
      assertThat(copy.copy(place(plan.primary()), place(target), List.of(), false, Actor.PLATFORM))
          .as(target.name())
          .isInstanceOf(CopyOutcome.Copied.class);
    }
  }

  private DrillResult drill(DrillListener listener) {
    return new RestoreDrill(
            history, new FileDrillHistory(folder.resolve("lich-su")), entry -> {}, settings, clock)
        .run(plan, DrillOrder.LATEST, folder.resolve("thu"), Actor.PLATFORM, listener);
  }

  @Test
  void restoresFromAFolderSftpS3AndRestIntoAnEmptySandboxEach() {
    backUpAndCopy();
    List<Integer> restored = new ArrayList<>();

    DrillResult result =
        drill(progress -> {
          if (progress.phase() == DrillProgress.Phase.RESTORE
              && !restored.contains(progress.target())) {
            assertThat(folder.resolve("thu/dich-" + progress.target())).isEmptyDirectory();
            restored.add(progress.target());
          }
        });

    assertThat(result).as("%s", result).isInstanceOf(DrillResult.Passed.class);
    assertThat(restored).containsExactly(1, 2, 3, 4);
    List<DrillProof.Target> targets = result.report().proof().targets();
    assertThat(targets)
        .extracting(DrillProof.Target::location)
        .satisfiesExactly(
            local -> assertThat(local).startsWith("/"),
            over -> assertThat(over).startsWith("sftp://"),
            bucket -> assertThat(bucket).startsWith("s3:"),
            server -> assertThat(server).startsWith("rest:"));
    assertThat(targets)
        .allSatisfy(target -> {
          assertThat(target.problems()).isEmpty();
          assertThat(target.files()).isEqualTo(2L * DOSSIERS);
          assertThat(target.measures().first()).isNotNull();
          assertThat(target.measures().whole()).isPositive();
        });
    assertThat(keys.stats().kept()).isEqualTo(4);
    assertThat(keys.stats().derived()).as("once for each place").isEqualTo(4);
    assertThat(keys.stats().spared()).isGreaterThan(8);
  }

  @Test
  void namesThePlaceThatIsDownAndJudgesTheOthers() {
    backUpAndCopy();
    rest.close();

    DrillResult result = drill(DrillListener.NONE);

    assertThat(result)
        .isInstanceOfSatisfying(
            DrillResult.Failed.class,
            failed ->
                assertThat(failed.reasons())
                    .anyMatch(reason -> reason.startsWith("Đích 4 (rest:"))
                    .noneMatch(reason -> reason.matches("Đích [123] .*")));
    assertThat(result.report().proof().targets().subList(0, 3))
        .allSatisfy(target -> assertThat(target.files()).isEqualTo(2L * DOSSIERS));
  }
}
