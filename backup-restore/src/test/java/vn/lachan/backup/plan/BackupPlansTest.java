package vn.lachan.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.backend.RepositoryLocation;

class BackupPlansTest {

  private static final String GOOD =
      """
      plans:
        - id: mot-cua
          name: Hồ sơ một cửa
          system: HT-MOTCUA
          unit: H60
          folders: [ho-so, /srv/csdl]
          exclude: ["*.tmp"]
          repository: kho
          password-file: kho.password
          schedule: "0 0 1 * * ?"
          retention: 30 ngày
          rpo: 24h
          rto: 90m
      """;

  @TempDir Path folder;

  private BackupPlans load(String yaml) throws IOException {
    return BackupPlans.load(Files.writeString(folder.resolve("plans.yml"), yaml));
  }

  @Test
  void readsEveryKey() throws IOException {
    BackupPlans loaded = load(GOOD);

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.plans())
        .singleElement()
        .satisfies(plan -> {
          assertThat(plan.name()).isEqualTo("Hồ sơ một cửa");
          assertThat(plan.folders()).containsExactly(folder.resolve("ho-so"), Path.of("/srv/csdl"));
          assertThat(plan.primary().location())
              .isEqualTo(new RepositoryLocation.Local(folder.resolve("kho")));
          assertThat(plan.objective())
              .isEqualTo(new RecoveryObjective(Duration.ofHours(24), Duration.ofMinutes(90)));
        });
  }

  @Test
  void namesTheLineOfEveryMistake() throws IOException {
    BackupPlans loaded =
        load(
            """
            plans:
              - id: một cửa
                name: A
                folders: x
                repository: kho
                password-file: p
                rpo: nhanh
                rto: 0h
                colour: blue
                schedule: "* * *"
                exclude: ["[a"]
            """);

    assertThat(loaded.plans()).isEmpty();
    assertThat(loaded.problems())
        .extracting(PlanProblem::line)
        .containsExactlyInAnyOrder(2, 4, 7, 8, 9, 10, 11);
    assertThat(loaded.problems().getFirst().toString()).contains("plans.yml:9: khoá không biết");
  }

  @Test
  void keepsTheGoodPlansBesideABadOne() throws IOException {
    BackupPlans loaded = load(GOOD + "  - id: thieu\n    name: Thiếu\n");

    assertThat(loaded.plans()).extracting(BackupPlan::id).containsExactly("mot-cua");
    assertThat(loaded.problems()).extracting(PlanProblem::line).containsOnly(14);
    assertThat(loaded.problems()).hasSize(5);
  }

  @Test
  void refusesTheSameIdTwice() throws IOException {
    BackupPlans loaded = load(GOOD + GOOD.substring("plans:\n".length()));

    assertThat(loaded.plans()).hasSize(1);
    assertThat(loaded.problems()).singleElement().extracting(PlanProblem::line).isEqualTo(14);
  }

  @Test
  void takesAnUnreadableFileForAProblem() throws IOException {
    assertThat(BackupPlans.load(folder.resolve("khong-co.yml")).problems()).hasSize(1);
    assertThat(load("plans: [").problems()).hasSize(1);
    assertThat(load("- 1").problems()).hasSize(1);
    assertThat(load("").problems()).hasSize(1);
    assertThat(load("plan: []").problems()).hasSize(1);
  }
}
