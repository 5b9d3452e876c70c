package vn.lachan.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.source.BackupSource;

class PlanSourcesTest {

  private static final String HEAD =
      """
      plans:
        - id: mot-cua
          name: Một cửa
          repository: kho
          password-file: kho.password
          rpo: 24h
          rto: 4h
      """;

  @TempDir Path folder;

  private BackupPlans load(String sources) throws IOException {
    return BackupPlans.load(Files.writeString(folder.resolve("plans.yml"), HEAD + sources));
  }

  @Test
  void readsEveryKindOfSource() throws IOException {
    BackupPlans loaded =
        load(
            """
                folders: [ho-so]
                sources:
                  - {kind: quiesce, id: yen, before: [/usr/bin/yen], after: [/usr/bin/thuc]}
                  - kind: postgres
                    id: csdl
                    host: db.tinh.example
                    port: 5433
                    user: saoluu
                    pass-file: pgpass
                    databases: [mot_cua, danh_muc]
                    register: select count(*) from ho_so
                    newest: select max(ngay) from ho_so
                    longest: 2h
                  - {kind: postgres-base, id: goc, run-as: postgres, wal: archive, staging: /var/tmp/goc}
                  - kind: command
                    id: oracle
                    file: exp.dmp
                    command: [expdp, "parfile=/etc/exp.par"]
                    environment-file: oracle.env
                    exit-codes: [0, 5]
                    collect: /u01/exp.dmp
                    rows-command: [/usr/local/bin/dem]
                    required: false
                  - {kind: elasticsearch, id: tim, url: "https://es:9200", location: /mnt/es, keep: 5}
                  - {kind: platform, id: nen-tang, data: /var/lib/lachan, seal-for: giu-khoa.pem}
                  - {kind: folders, folders: [/srv/khac], exclude: ["*.tmp"], include: ["*.pdf"]}
            """);

    assertThat(loaded.problems()).isEmpty();
    BackupPlan plan = loaded.plans().getFirst();
    assertThat(plan.sources()).hasSize(8);
    assertThat(plan.sources().get(2))
        .isEqualTo(
            new BackupSource.PostgresDump(
                "csdl",
                new BackupSource.PostgresServer(
                    "db.tinh.example",
                    5433,
                    "saoluu",
                    Optional.of(folder.resolve("pgpass")),
                    Optional.empty(),
                    ""),
                List.of("mot_cua", "danh_muc"),
                true,
                Optional.of("select count(*) from ho_so"),
                Optional.of("select max(ngay) from ho_so"),
                Duration.ofHours(2),
                true));
    assertThat(plan.sources().get(4))
        .isInstanceOfSatisfying(
            BackupSource.Command.class,
            command -> {
              assertThat(command.exitCodes()).isEqualTo(Set.of(0, 5));
              assertThat(command.required()).isFalse();
            });
    assertThat(plan.sources().get(5))
        .isInstanceOfSatisfying(
            BackupSource.ElasticsearchSnapshot.class,
            es -> assertThat(es.url()).isEqualTo(URI.create("https://es:9200")));
    assertThat(plan.folders())
        .containsExactly(folder.resolve("ho-so"), Path.of("/mnt/es"), Path.of("/srv/khac"));
    assertThat(plan.excludes()).containsExactly("*.tmp");
    assertThat(plan.includes()).containsExactly("*.pdf");
  }

  @Test
  void namesTheLineOfEveryMistakeInASource() throws IOException {
    BackupPlans loaded =
        load(
            """
                sources:
                  - {kind: mysql, id: a}
                  - {kind: postgres, id: "b c", databases: []}
                  - kind: postgres
                    id: c
                    databases: [x]
                    port: 99999
                    newest: select 1 \\! rm
                    colour: blue
                  - {kind: command, id: d, file: ../x, command: []}
                  - {kind: elasticsearch, id: e, url: "ftp://x", location: /m}
                  - {kind: platform, id: f}
                  - {kind: quiesce, id: g}
                  - {kind: command, id: d, file: y, command: [a], required: maybe}
                  - {kind: folders, folders: ["/x"], exclude: ["[a"], include: ["[a"]}
                  - text
            """);

    assertThat(loaded.plans()).isEmpty();
    assertThat(loaded.problems())
        .extracting(PlanProblem::line)
        .containsExactlyInAnyOrder(9, 10, 10, 14, 15, 16, 17, 17, 18, 19, 19, 20, 21, 22, 22, 23);
    assertThat(loaded.problems().getFirst().toString()).contains("plans.yml:9: kind là một trong");
  }

  @Test
  void refusesTwoSourcesOfOneNameInTheSnapshot() throws IOException {
    BackupPlans loaded =
        load(
            """
                folders: [/srv/ho-so]
                sources:
                  - {kind: command, id: srv, file: y, command: [a]}
                  - {kind: command, id: d, file: y, command: [a]}
                  - {kind: command, id: d, file: z, command: [a]}
            """);

    assertThat(loaded.problems()).extracting(PlanProblem::line).containsExactly(10, 12);
  }

  @Test
  void needsFoldersOrSources() throws IOException {
    assertThat(load("").problems()).singleElement().asString().contains("folders hoặc sources");
    assertThat(load("    sources: x\n").problems()).isNotEmpty();
  }
}
