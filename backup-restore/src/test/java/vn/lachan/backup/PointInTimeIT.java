package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.backup.command.BackupCommand;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupTarget;
import vn.lachan.backup.source.BackupSource;
import vn.lachan.backup.source.RealPostgres;

/**
 * A real server that archives its log with {@code lachan backup wal-push}, is lost, and is
 * recovered to the moment before somebody deleted the dossiers.
 */
class PointInTimeIT {

  private static final String LOCATION =
      "select pg_tablespace_location(oid) from pg_tablespace where spcname = 'o_khac'";

  private RealPostgres server;
  private Fixture fixture;
  private Path folder;

  @BeforeEach
  void prepare() throws IOException {
    server = RealPostgres.fresh();
    folder = Files.createDirectory(server.folder.resolve("sao-luu"));
    fixture = new Fixture(folder);
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** The program with all it needs where the server's user can read it. */
  private String classPath() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    List<String> path = new ArrayList<>();
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : all.split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      boolean wanted =
          Files.isDirectory(from)
              ? !entry.contains("test")
              : entry.matches(
                  ".*/(bcp|bcutil|zstd-jni|jackson|slf4j|snakeyaml|sshd|jspecify|lachan)[^/]*");
      if (wanted) {
        path.add(copy(from, lib.resolve(path.size() + "-" + from.getFileName())).toString());
      }
    }
    return String.join(":", path);
  }

  private String script(String classPath, String word, String arguments) throws IOException {
    Path script = folder.resolve(word + ".sh");
    Files.writeString(
        script,
        "#!/bin/sh\nexec %s %s -cp %s %s %s --repo %s --password-file %s --source csdl %s\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m"
                    + " --enable-native-access=ALL-UNNAMED",
                classPath,
                BackupCommand.class.getName(),
                word,
                fixture.location,
                fixture.passwordFile,
                arguments));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script.toString();
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Path place = one.equals(from) ? to : to.resolve(from.relativize(one).toString());
        if (Files.isDirectory(one)) {
          Files.createDirectories(place);
        } else {
          Files.copy(one, place);
        }
      }
    }
    return to;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void recoversToTheMomentBeforeTheDamage(boolean tablespaces) throws Exception {
    String classPath = classPath();
    String push = script(classPath, "wal-push", "\"$1\"");
    String fetch = script(classPath, "wal-fetch", "\"$1\" \"$2\"");
    server.own(folder);
    server.start("-c archive_mode=on", "-c archive_command='" + push + " %p'");
    String database = server.dossiers(10);
    if (tablespaces) {
      elsewhere(database);
    }
    BackupOutcome.Completed base = (BackupOutcome.Completed) backUp(Optional.of(staging()));
    assertThat(staging()).as("nothing stays there").isEmptyDirectory();
    server.sql(database, "insert into ho_so values (100, 'H60-100', now())");
    String moment = server.sql("postgres", "select pg_sleep(0.2), now(), pg_sleep(0.2)").strip();
    server.sql(database, "delete from buoc; delete from ho_so");
    String last = server.sql("postgres", "select pg_walfile_name(pg_switch_wal())").strip();
    awaitArchived(last);
    server.stop();

    RealPostgres recovered = restore(base, fetch, moment.replace("|", ""));
    recovered.start();
    try {
      assertThat(recovered.sql(database, "select count(*) from ho_so").strip()).isEqualTo("11");
      assertThat(recovered.sql(database, "select count(*) from buoc").strip()).isEqualTo("30");
      if (tablespaces) {
        assertThat(recovered.sql(database, "select sum(so) from nhat_ky").strip())
            .isEqualTo("500500");
        assertThat(recovered.sql("postgres", "show data_directory").strip())
            .isEqualTo(folder.resolve("data").toString());
        assertThat(recovered.sql("postgres", LOCATION).strip())
            .isEqualTo(folder.resolve("cho-moi").toString());
      }
    } finally {
      recovered.stop();
    }
    assertThat(fetch("sai", last)).as("an unreadable repository stops recovery").isEqualTo(200);
    assertThat(push(last, "khác")).as("an archived file is never replaced").isEqualTo(1);
  }

  private Path staging() throws IOException {
    return Files.createDirectories(folder.resolve("tam"));
  }

  /** Moves a log of a thousand lines to another disk, without which nothing is copied any more. */
  private void elsewhere(String database) throws IOException {
    Path place = Files.createDirectory(server.folder.resolve("o-khac"));
    server.own(place);
    server.sql("postgres", "create tablespace o_khac location '" + place + "'");
    server.sql(
        database,
        "create table nhat_ky tablespace o_khac as select so from generate_series(1, 1000) so");
    assertThat(backUp(Optional.empty()))
        .isInstanceOfSatisfying(
            BackupOutcome.Failed.class,
            failed -> assertThat(failed.reason()).contains("1 tablespace", "staging"));
    Files.createDirectory(staging().resolve("lachan-base-csdl"));
    Files.writeString(staging().resolve("lachan-base-csdl/base.tar"), "của lần bị kill");
  }

  private BackupOutcome backUp(Optional<Path> staging) {
    BackupPlan plan = fixture.plan;
    BackupSource source =
        new BackupSource.PostgresBase(
            "csdl",
            new BackupSource.PostgresServer(
                "127.0.0.1",
                server.port,
                "postgres",
                Optional.of(server.passFile(folder.resolve("pgpass"))),
                Optional.empty(),
                ""),
            false,
            staging,
            Duration.ofMinutes(2),
            true);
    Path own = folder.resolve("kho-goc");
    BackupPlan base =
        new BackupPlan(
            "goc",
            plan.name(),
            plan.system(),
            plan.unit(),
            List.of(source),
            List.of(new BackupTarget(own, fixture.passwordFile)),
            plan.objective(),
            plan.policy(),
            plan.drill());
    BackupRepository place =
        new BackupRepository(own, fixture.passwordFile, Fixture.SETTINGS, fixture.clock);
    if (!Files.exists(own)) {
      assertThat(place.create(false)).isEmpty();
    }
    return new Backup(fixture.history, fixture.audit::add, Fixture.SETTINGS, Clock.systemUTC())
        .run(base, Fixture.OPERATOR);
  }

  private void awaitArchived(String last) {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    String sql = "select coalesce(last_archived_wal, '') >= '" + last + "' from pg_stat_archiver";
    while (!server.sql("postgres", sql).strip().equals("t")) {
      assertThat(System.nanoTime()).as(server::log).isLessThan(end);
    }
  }

  private RealPostgres restore(BackupOutcome.Completed base, String fetch, String moment)
      throws Exception {
    Path target = folder.resolve("khoi-phuc");
    RestoreOutcome restored =
        new Restore(fixture.audit::add, Fixture.SETTINGS, fixture.clock)
            .run(
                folder.resolve("kho-goc"),
                fixture.passwordFile,
                base.snapshot(),
                target,
                List.of("/csdl"),
                Fixture.OPERATOR);
    assertThat(restored).isInstanceOf(RestoreOutcome.Restored.class);
    Path data = Files.createDirectory(folder.resolve("data"));
    untar(target.resolve("csdl/base.tar"), data);
    for (Path tar : tablespaces(target.resolve("csdl"))) {
      Path place = Files.createDirectory(folder.resolve("cho-moi"));
      untar(tar, place);
      String oid = tar.getFileName().toString().replace(".tar", "");
      Files.createSymbolicLink(data.resolve("pg_tblspc").resolve(oid), place);
      Files.copy(target.resolve("csdl/backup_manifest"), data.resolve("backup_manifest"));
    }
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    server.own(folder);
    server.tool("pg_verifybackup", "-n", data.toString());
    if (Files.exists(data.resolve("tablespace_map"))) {
      String map = Files.readString(data.resolve("tablespace_map"));
      Files.writeString(
          data.resolve("tablespace_map"), map.replaceAll(" /.*", " " + folder.resolve("cho-moi")));
    }
    Files.createFile(data.resolve("recovery.signal"));
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        """
        listen_addresses = '127.0.0.1'
        unix_socket_directories = '%s'
        fsync = off
        restore_command = '%s %%f %%p'
        recovery_target_time = '%s'
        recovery_target_action = 'promote'
        """
            .formatted(folder, fetch, moment));
    server.own(folder);
    return server.over(data);
  }

  private static List<Path> tablespaces(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().matches("\\d+\\.tar")).toList();
    }
  }

  private static void untar(Path tar, Path to) throws Exception {
    Process process = new ProcessBuilder("tar", "-xf", "" + tar, "-C", "" + to).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  private int fetch(String password, String name) throws IOException {
    Path wrong = Files.writeString(folder.resolve("sai"), password);
    Files.setPosixFilePermissions(wrong, PosixFilePermissions.fromString("rw-------"));
    String target = folder.resolve("ra").toString();
    return command(
        "wal-fetch", "--source", "csdl", "--password-file", wrong.toString(), name, target);
  }

  private int push(String name, String content) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    String password = fixture.passwordFile.toString();
    return command("wal-push", "--source", "csdl", "--password-file", password, file.toString());
  }

  private int command(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("--repo", fixture.location.toString()));
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new BackupCommand(Fixture.SETTINGS, Clock.systemUTC(), entry -> {})
        .run(arguments, nowhere, nowhere);
  }
}
