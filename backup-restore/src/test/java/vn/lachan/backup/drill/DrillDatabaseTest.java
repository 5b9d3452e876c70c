package vn.lachan.backup.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.Backup;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.Fixture;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.RecoveryObjective;
import vn.lachan.backup.source.BackupSource;
import vn.lachan.backup.source.RealPostgres;

/** A drill of a real database: restored into a scratch server, counted, and a stale dump caught. */
class DrillDatabaseTest {

  @TempDir Path folder;

  @Test
  void countsTheRestoredDatabaseAndCatchesAStaleDump() throws Exception {
    RealPostgres server = RealPostgres.require();
    String database = server.dossiers(30);
    Fixture fixture = new Fixture(folder);
    Files.createDirectories(fixture.source);
    BackupPlan plan = plan(fixture, server, database);
    Clock clock = Clock.systemUTC();
    Backup backup = new Backup(fixture.history, fixture.audit::add, Fixture.SETTINGS, clock);
    assertThat(backup.run(plan, Fixture.OPERATOR)).isInstanceOf(BackupOutcome.Completed.class);
    server.sql(database, "delete from buoc where ctid in (select ctid from buoc limit 1)");
    assertThat(backup.run(plan, Fixture.OPERATOR)).isInstanceOf(BackupOutcome.Completed.class);

    DrillResult result = drill(fixture, plan, clock);

    assertThat(result)
        .as(() -> result instanceof DrillResult.Failed f ? f.reasons().toString() : "passed")
        .isInstanceOf(DrillResult.Passed.class);
    DrillProof proof = result.report().proof();
    assertThat(proof.databases())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.dump()).isEqualTo("/csdl/" + database + ".pgdump");
          assertThat(one.rows()).isEqualTo(30 + 89 + 2);
          assertThat(one.problems()).isEmpty();
          assertThat(one.register())
              .isEqualTo(new DrillProof.Register(30L, 30L, 30L, "", List.of()));
        });
    assertThat(proof.recoveryPoint().declared()).isTrue();
    assertThat(proof.recoveryPoint().source()).contains("cơ sở dữ liệu");
    assertThat(proof.controls())
        .filteredOn(control -> control.kind().equals("stale"))
        .singleElement()
        .satisfies(control -> {
          assertThat(control.caught()).isEqualTo(DrillProof.Caught.CAUGHT);
          assertThat(control.how()).contains("public.buoc có 90 dòng, lúc sao lưu có 89");
        });
  }

  private DrillResult drill(Fixture fixture, BackupPlan plan, Clock clock) {
    return drill(fixture, plan, clock, DrillDatabases.ofThisMachine());
  }

  private DrillResult drill(
      Fixture fixture, BackupPlan plan, Clock clock, Optional<DrillDatabases> databases) {
    return new RestoreDrill(
            fixture.history,
            fixture.drills,
            fixture.audit::add,
            Fixture.SETTINGS,
            clock,
            new DrillTools(
                Optional.empty(),
                Optional.empty(),
                Duration.ofMinutes(1),
                Optional.empty(),
                databases))
        .run(plan, "latest", folder.resolve("thử"), Fixture.OPERATOR);
  }

  @Test
  void putsTheLiveRegisterBesideTheOthersWithoutFailing() throws Exception {
    RealPostgres server = RealPostgres.require();
    String database = server.dossiers(30);
    Fixture fixture = new Fixture(folder);
    Files.createDirectories(fixture.source);
    BackupPlan plan = plan(fixture, server, database);
    Clock clock = Clock.systemUTC();
    new Backup(fixture.history, fixture.audit::add, Fixture.SETTINGS, clock)
        .run(plan, Fixture.OPERATOR);

    server.sql(database, "delete from buoc where ho_so > 28; delete from ho_so where id > 28");
    DrillResult fewer = drill(fixture, plan, clock);
    server.sql(
        database,
        "insert into ho_so select i, 'H60-' || i, now() from generate_series(1000, 3000) i");
    DrillResult more = drill(fixture, plan, clock);
    server.sql("postgres", "alter database " + database + " rename to " + database + "_di");
    DrillResult away = drill(fixture, plan, clock);

    assertThat(List.of(fewer, more, away)).allMatch(DrillResult.Passed.class::isInstance);
    assertThat(register(fewer))
        .isEqualTo(
            new DrillProof.Register(
                30L,
                30L,
                28L,
                "",
                List.of(
                    "sổ đang dùng có 28 hồ sơ, ít hơn lúc sao lưu (30): hồ sơ bị xóa, hoặc kế hoạch chỉ vào cơ sở dữ liệu khác")));
    assertThat(register(more).live()).isEqualTo(28L + 2001);
    assertThat(register(more).warnings())
        .singleElement()
        .asString()
        .startsWith(
            "sổ đang dùng có 2029 hồ sơ, lúc sao lưu 0 ngày trước chỉ có 30: tăng bất thường");
    assertThat(register(away).live()).isNull();
    assertThat(register(away).liveUnknown()).contains(database);
    assertThat(register(away).warnings()).isEmpty();
    assertThat(new FileDrillHistory(fixture.historyFolder).lastDrill(plan.id()))
        .as("it is written down")
        .hasValueSatisfying(drill -> assertThat(register(drill)).isEqualTo(register(away)));
  }

  /** A dump that only the program it is of could restore. */
  @Test
  void countsTheRegisterByTheProgramThatCountedItBefore() throws Exception {
    Fixture fixture = new Fixture(folder);
    Files.createDirectories(fixture.source);
    Path count = Files.writeString(folder.resolve("đếm"), "30\n");
    BackupPlan plan =
        plan(
            fixture,
            new BackupSource.Command(
                "oracle",
                "motcua.dmp",
                List.of("printf", "kết xuất"),
                Optional.empty(),
                Set.of(0),
                Optional.empty(),
                List.of(),
                List.of("cat", count.toString()),
                Duration.ofMinutes(1),
                true));
    Clock clock = Clock.systemUTC();
    new Backup(fixture.history, fixture.audit::add, Fixture.SETTINGS, clock)
        .run(plan, Fixture.OPERATOR);
    DrillDatabases none =
        new DrillDatabases(parent -> {
          throw new IllegalStateException("nothing to restore");
        });

    Files.writeString(count, "28\n");
    DrillResult fewer = drill(fixture, plan, clock, Optional.of(none));
    Files.delete(count);
    DrillResult away = drill(fixture, plan, clock, Optional.of(none));

    assertThat(List.of(fewer, away)).allMatch(DrillResult.Passed.class::isInstance);
    DrillProof.Database database = fewer.report().proof().databases().getFirst();
    assertThat(database.dump()).isEqualTo("/oracle/motcua.dmp");
    assertThat(database.countedOnly()).isTrue();
    assertThat(register(fewer).backedUp()).isEqualTo(30L);
    assertThat(register(fewer).restored()).isNull();
    assertThat(register(fewer).live()).isEqualTo(28L);
    assertThat(register(fewer).warnings()).singleElement().asString().contains("ít hơn");
    assertThat(register(away).live()).isNull();
    assertThat(register(away).liveUnknown()).contains("cat");
  }

  private static DrillProof.Register register(DrillResult result) {
    return Objects.requireNonNull(result.report().proof().databases().getFirst().register());
  }

  private BackupPlan plan(Fixture fixture, RealPostgres server, String database) throws Exception {
    BackupSource.PostgresDump dump =
        new BackupSource.PostgresDump(
            "csdl",
            new BackupSource.PostgresServer(
                "127.0.0.1",
                server.port,
                "postgres",
                Optional.of(server.passFile(folder.resolve("pass"))),
                Optional.empty(),
                ""),
            List.of(database),
            true,
            Optional.of("select count(*) from ho_so;"),
            Optional.of("select max(ngay) from ho_so"),
            Duration.ofMinutes(2),
            true);
    return plan(fixture, dump);
  }

  private static BackupPlan plan(Fixture fixture, BackupSource dump) {
    BackupPlan plan = fixture.plan;
    return new BackupPlan(
        plan.id(),
        plan.name(),
        plan.system(),
        plan.unit(),
        List.of(new BackupSource.Folders(List.of(fixture.source), List.of()), dump),
        plan.targets(),
        new RecoveryObjective(Duration.ofDays(3650), Duration.ofHours(4)),
        plan.policy(),
        plan.drill());
  }
}
