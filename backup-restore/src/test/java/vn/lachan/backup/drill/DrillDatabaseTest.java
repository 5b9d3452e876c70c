package vn.lachan.backup.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    DrillResult result =
        new RestoreDrill(
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
                    DrillDatabases.ofThisMachine()))
            .run(plan, "latest", folder.resolve("thử"), Fixture.OPERATOR);

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
            Optional.empty(),
            Optional.of("select max(ngay) from ho_so"),
            Duration.ofMinutes(2),
            true);
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
