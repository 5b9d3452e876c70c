package vn.lachan.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.archive.Extractor;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.source.BackupSource;
import vn.lachan.backup.source.RealElasticsearch;
import vn.lachan.backup.source.SourceRecord;

/** Against a real Elasticsearch node. */
class ElasticsearchBackupIT {

  @TempDir Path folder;

  private static BackupOutcome run(Fixture fixture, RealElasticsearch node, Path location) {
    BackupPlan plan = fixture.plan;
    BackupSource source =
        new BackupSource.ElasticsearchSnapshot(
            "tim-kiem",
            node.address(),
            Optional.empty(),
            Optional.empty(),
            "lachan",
            location,
            List.of("ho-so-*"),
            1,
            Duration.ofMinutes(2),
            true);
    return new Backup(fixture.history, fixture.audit::add, Fixture.SETTINGS, Clock.systemUTC())
        .run(
            new BackupPlan(
                plan.id(),
                plan.name(),
                plan.system(),
                plan.unit(),
                List.of(source),
                plan.targets(),
                plan.objective(),
                plan.policy(),
                plan.drill()),
            Fixture.OPERATOR);
  }

  @Test
  void bringsAnIndexBackFromARepositoryThatWasLost() throws IOException {
    Fixture fixture = new Fixture(folder);
    try (RealElasticsearch node =
        RealElasticsearch.start(Files.createDirectory(folder.resolve("es")))) {
      for (int i = 0; i < 20; i++) {
        node.call("PUT", "/ho-so-2026/_doc/" + i, "{\"ma\":\"H60-" + i + "\"}");
      }

      assertThat(run(fixture, node, Path.of("/khong/duoc/phep")))
          .isInstanceOfSatisfying(
              BackupOutcome.Failed.class,
              failed -> assertThat(failed.reason()).contains("tim-kiem", "path.repo"));
      BackupOutcome outcome = run(fixture, node, node.snapshots);
      assertThat(outcome).isInstanceOf(BackupOutcome.Completed.class);
      BackupOutcome.Completed done = (BackupOutcome.Completed) outcome;

      SourceRecord record =
          fixture
              .history
              .manifest(done.snapshot(), done.manifest())
              .orElseThrow()
              .sources()
              .getFirst();
      assertThat(record.dumps().getFirst().rows()).containsEntry("ho-so-2026", 20L);
      node.call("DELETE", "/ho-so-2026", "");
      node.call("DELETE", "/_snapshot/lachan", "");
      delete(node.snapshots);
      new Restore(fixture.audit::add, Fixture.SETTINGS, fixture.clock)
          .run(
              fixture.place(),
              "latest",
              new RestoreTarget(
                  Path.of("/"),
                  List.of(node.snapshots.toString()),
                  Extractor.Existing.IN_PLACE,
                  true),
              Fixture.OPERATOR);
      node.call(
          "PUT",
          "/_snapshot/lachan",
          "{\"type\":\"fs\",\"settings\":{\"location\":\"" + node.snapshots + "\"}}");
      String snapshot = record.facts().get("snapshot");
      String answer =
          node.call(
              "POST",
              "/_snapshot/lachan/" + snapshot + "/_restore?wait_for_completion=true",
              "{\"indices\":\"ho-so-2026\",\"include_global_state\":false}");
      assertThat(answer).contains("\"failed\":0");
      assertThat(node.call("GET", "/ho-so-2026/_count", "")).contains("\"count\":20");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
