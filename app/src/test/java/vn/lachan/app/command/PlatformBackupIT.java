package vn.lachan.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.app.Platform;
import vn.lachan.app.schedule.BackupRunner;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.security.Role;
import vn.lachan.app.tables.TableChange;
import vn.lachan.app.tables.TablesInForce;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditFilter;
import vn.lachan.audit.AuditTrail;
import vn.lachan.audit.Verification;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.events.Event;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Officer;
import vn.lachan.incidents.Severity;
import vn.lachan.incidents.evidence.EvidenceFiles;
import vn.lachan.incidents.evidence.NewEvidence;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.incidents.handling.NewIncident;
import vn.lachan.playbooks.vault.SealedFileVault;
import vn.lachan.registry.Registry;

/** The platform backs itself up while it runs and while it rests, is lost, and comes back. */
class PlatformBackupIT {

  private static final Actor ADMIN = new Actor("thu", "tinh", List.of("QUAN_TRI"));
  private static final String PASSWORD = "mat-khau-thu-nghiem-1";

  private static final Instant RECEIVED = Instant.parse("2026-11-22T01:15:04Z");
  private static final Event EVENT =
      Event.builder("dau-vet-1", RECEIVED, RECEIVED).set("source.ip", "203.0.113.77").build();
  private static final Officer OFFICER = new Officer(ADMIN, OrganizationScope.PROVINCE);

  private static final String SAMPLE_NAME = "Trung tâm Phục vụ hành chính công xã Đồng Văn";
  private static final String OWN_NAME = "Trung tâm của danh mục riêng";
  private static final String WATCHLIST =
      "type,value,list,reason,expires\nip,203.0.113.9,bản thử,lý do,\n";

  @TempDir Path folder;

  private String incident = "";

  private Path plans() throws IOException, InterruptedException {
    run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=Giu khoa",
        "-keyout",
        "giu-khoa.key",
        "-out",
        "giu-khoa.pem",
        "-days",
        "30");
    assertThat(
            lachan(
                "backup",
                "init",
                "--repo",
                folder.resolve("kho").toString(),
                "--password-file",
                folder.resolve("kho.password").toString(),
                "--new-password"))
        .isZero();
    return Files.writeString(
        folder.resolve("plans.yml"),
        """
        plans:
          - id: nen-tang
            name: Nền tảng
            repository: kho
            password-file: kho.password
            rpo: 24h
            rto: 4h
            schedule: "0 0 1 * * ?"
            sources:
              - {kind: platform, id: lachan, data: data, files: [danh-muc], seal-for: giu-khoa.pem, events: true}
        """);
  }

  /** The sample province, with a name of our own for a unit. */
  private Path registry() throws IOException {
    Path registry = Files.createDirectory(folder.resolve("danh-muc"));
    for (String table : TablesInForce.names()) {
      try (InputStream sample = Registry.class.getResourceAsStream("/registry/" + table)) {
        if (sample != null) {
          Files.write(registry.resolve(table), sample.readAllBytes());
        }
      }
    }
    Path units = registry.resolve("units.csv");
    String text = Files.readString(units);
    assertThat(text).contains(SAMPLE_NAME);
    Files.writeString(units, text.replace(SAMPLE_NAME, OWN_NAME));
    return registry;
  }

  private Platform.Running start(Path data, Path registry, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("server.port", "0");
    settings.put("lachan.registry.folder", registry.toString());
    return Platform.start(data, settings, List.of());
  }

  private void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("out"))).isZero();
  }

  private int lachan(String... words) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    int exit = Commands.standard().run(List.of(words), new Commands.Output(stream, stream));
    assertThat(exit).as(err.toString(StandardCharsets.UTF_8)).isZero();
    return exit;
  }

  @Test
  void comesBackFromItsOwnBackup() throws Exception {
    Path plans = plans();
    Path data = folder.resolve("data");
    Path registry = registry();
    Files.writeString(folder.resolve("bi-mat"), "mã gọi tường lửa");
    lachan("vault", "put", "tuong-lua", "--data", "" + data, "--from-file", folder + "/bi-mat");
    long records;
    String evidence;
    try (Platform.Running platform =
        start(data, registry, Map.of("lachan.backup.plans", plans.toString()))) {
      Accounts accounts = platform.get(Accounts.class);
      accounts.create(ADMIN, "an.nguyen", "Nguyễn An", "tinh", Set.of(Role.QUAN_TRI), PASSWORD);
      incident =
          platform
              .get(Incidents.class)
              .create(
                  OFFICER,
                  new NewIncident(
                      "Máy chủ một cửa bị chiếm",
                      Category.MH,
                      Severity.M2,
                      EVENT.timestamp(),
                      "",
                      List.of(),
                      List.of("00721"),
                      "00721"));
      evidence =
          platform
              .get(EvidenceFiles.class)
              .collect(
                  OFFICER,
                  incident,
                  new NewEvidence("nhat-ky.txt", "text/plain", "", "may-1"),
                  new ByteArrayInputStream("nhật ký".getBytes(StandardCharsets.UTF_8)))
              .id();
      TableChange watched =
          platform
              .get(TablesInForce.class)
              .replace(
                  ADMIN, "watchlist.csv", WATCHLIST.getBytes(StandardCharsets.UTF_8), "bản thử");
      assertThat(watched).isInstanceOf(TableChange.InForce.class);
      platform.get(EventStore.class).append(List.of(EVENT));
      platform.get(EventStore.class).flush();
      BackupRunner runner = platform.get(BackupRunner.class);
      Optional<BackupOutcome> outcome = runner.backUp(runner.plan("nen-tang").orElseThrow(), ADMIN);
      assertThat(outcome.orElseThrow())
          .isInstanceOfSatisfying(
              BackupOutcome.Completed.class, done -> assertThat(done.troubles()).isEmpty());
      records = platform.get(AuditTrail.class).read(AuditFilter.newest(1_000)).size();
    }
    Files.writeString(registry.resolve("units.csv"), "hỏng"); // and all of its files with it
    Files.delete(registry.resolve("systems.yml"));
    Path first = comesBack("1");
    Path back = folder.resolve("khoi-phuc-1").resolve(Path.of("/").relativize(registry));
    try (Platform.Running platform = start(first, back, Map.of())) {
      assertThat(platform.get(Registry.class).unit("00721"))
          .hasValueSatisfying(unit -> assertThat(unit.name()).isEqualTo(OWN_NAME));
      assertThat(platform.get(TablesInForce.class).problems()).isEmpty();
      assertThat(platform.get(TablesInForce.class).content("watchlist.csv", 1))
          .hasValueSatisfying(content -> assertThat(content).asString().isEqualTo(WATCHLIST));
      assertThat(platform.get(EvidenceFiles.class).verify(OFFICER, incident, evidence).intact())
          .isTrue();
      assertThat(platform.setupLink()).as("there is an administrator").isEmpty();
      assertThat(platform.get(Incidents.class).find(OrganizationScope.PROVINCE, incident))
          .hasValueSatisfying(
              found -> assertThat(found.title()).isEqualTo("Máy chủ một cửa bị chiếm"));
      assertThat(platform.get(EventStore.class).find(EVENT.id(), OrganizationScope.PROVINCE))
          .isPresent();
      isKnown(platform.get(Accounts.class), platform.get(AuditTrail.class), records - 1);
    }
    assertThat(
            new SealedFileVault(first.resolve("vault/secrets"), first.resolve("vault/secrets.key"))
                .names())
        .containsOnlyKeys("tuong-lua");
    assertThat(folder.resolve("khoi-phuc-1/lachan/vault")).as("only sealed").doesNotExist();
    for (Path table : List.of(registry.resolve("units.csv"), registry.resolve("systems.yml"))) {
      Files.copy(back.resolve(table.getFileName()), table, StandardCopyOption.REPLACE_EXISTING);
    }

    lachan(
        "backup",
        "run",
        "--repo",
        "x",
        "--plan",
        plans.toString(),
        "--history",
        folder.resolve("lich-su").toString());
    Path second = comesBack("2");
    assertThat(second.resolve("events")).isNotEmptyDirectory();
    try (Platform.Resting platform = Platform.resting(second, Map.of(), List.of())) {
      isKnown(platform.get(Accounts.class), platform.get(AuditTrail.class), records);
    }
  }

  /**
   * All of the trail is there but, after a backup of a running platform, the end of that backup.
   */
  private static void isKnown(Accounts accounts, AuditTrail trail, long records) {
    assertThat(accounts.find("an.nguyen")).isPresent();
    assertThat(trail.verify()).isInstanceOf(Verification.Intact.class);
    assertThat(trail.read(AuditFilter.newest(1_000))).hasSizeGreaterThanOrEqualTo((int) records);
  }

  private Path comesBack(String name) throws Exception {
    Path restored = folder.resolve("khoi-phuc-" + name);
    List<String> words =
        new ArrayList<>(List.of("backup", "restore", "latest", "--target", restored.toString()));
    words.addAll(
        List.of(
            "--repo",
            folder.resolve("kho").toString(),
            "--password-file",
            folder.resolve("kho.password").toString()));
    lachan(words.toArray(String[]::new));
    Path from = restored.resolve("lachan");
    run(
        "openssl",
        "cms",
        "-decrypt",
        "-inform",
        "DER",
        "-in",
        from.resolve("keys.zip.p7m").toString(),
        "-inkey",
        "giu-khoa.key",
        "-out",
        "keys.zip");
    Path data = folder.resolve("data-" + name);
    lachan(
        "platform-return",
        "--from",
        from.toString(),
        "--keys",
        folder.resolve("keys.zip").toString(),
        "--data",
        data.toString());
    return data;
  }
}
