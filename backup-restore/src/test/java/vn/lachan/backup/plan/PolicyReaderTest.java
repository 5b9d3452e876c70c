package vn.lachan.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.lachan.backup.backend.RepositoryLocation;

class PolicyReaderTest {

  private static final Path FILE = Path.of("/etc/lachan/sao-luu.yml");
  private static final String HEAD =
      """
      plans:
        - id: mot-cua
          name: Hồ sơ một cửa
          folders: [/srv/ho-so]
          rpo: 24h
          rto: 4h
      """;
  private static final String PLACE = "    repository: kho\n    password-file: kho.password\n";

  private static BackupPlans parse(String more) {
    return BackupPlans.parse(
        FILE,
        HEAD + more,
        cron -> cron.contains("?") ? Optional.empty() : Optional.of("thiếu dấu ?"));
  }

  private static BackupPlan plan(String more) {
    BackupPlans read = parse(more);
    assertThat(read.problems()).isEmpty();
    return read.plans().getFirst();
  }

  @Test
  void readsTheWholePolicy() {
    BackupPlan plan =
        plan(
            """
                owner: van.hanh
                level: 4
                targets:
                  - {name: Tại chỗ, repository: kho, password-file: kho.password}
                  - name: Trung tâm 2
                    repository: sftp:kho@may-2:/srv/kho
                    password-file: /etc/kho-2.password
                    offsite: true
                    immutable: true
                schedule: {backup: "0 0 1 * * ?", copy: "0 0 6 * * ?", drill: none}
                retention: {last: 3, daily: 7, weekly: 5, monthly: 12, within: 30d, keep-drilled: 2}
                blackout: [{days: T2-T6, from: "07:30", to: "17:00"}]
                retries: {times: 3, wait: 5m}
                late-after: 26h
                shrink-alert: 40%
            """);

    assertThat(plan.policy().owner()).isEqualTo("van.hanh");
    assertThat(plan.policy().level()).isEqualTo(4);
    assertThat(plan.primary().location())
        .isEqualTo(new RepositoryLocation.Local(Path.of("/etc/lachan/kho")));
    assertThat(plan.target("Trung tâm 2").orElseThrow().offsite()).isTrue();
    assertThat(plan.target("Trung tâm 2").orElseThrow().immutable()).isTrue();
    assertThat(plan.policy().schedule().times())
        .containsEntry(PlanDuty.COPY, "0 0 6 * * ?")
        .containsKeys(PlanDuty.BACKUP, PlanDuty.CHECK, PlanDuty.UPKEEP)
        .doesNotContainKey(PlanDuty.DRILL);
    assertThat(plan.policy().retention().describe())
        .isEqualTo(
            "3 bản mới nhất, 7 ngày, 5 tuần, 12 tháng, mọi bản trong 30 ngày;"
                + " luôn còn 2 bản đã diễn tập đạt");
    assertThat(plan.policy().blackout()).hasSize(1);
    assertThat(plan.policy().retries()).isEqualTo(new RunRetries(3, Duration.ofMinutes(5)));
    assertThat(plan.lateAfter()).isEqualTo(Duration.ofHours(26));
    assertThat(plan.policy().shrinkAlert()).isEqualTo(40);
  }

  @Test
  void takesTheShortForms() {
    BackupPlan plan = plan(PLACE + "    schedule: 0 0 1 * * ?\n    retention: 30 ngày\n");

    assertThat(plan.targets()).singleElement().extracting(BackupTarget::offsite).isEqualTo(false);
    assertThat(plan.policy().retention()).isEqualTo(PlanRetention.days(30));
    assertThat(plan.policy().schedule().times()).hasSize(4);
    assertThat(plan.lateAfter()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void ringsNothingWithoutASchedule() {
    assertThat(plan(PLACE).policy().schedule()).isEqualTo(PlanSchedule.NONE);
    assertThat(plan(PLACE).policy().retention().keepsAll()).isTrue();
  }

  @Test
  void namesFileLineAndFieldOfEveryMistake() {
    BackupPlans read =
        parse(
            """
                level: 9
                targets:
                  - {repository: kho, password-file: p}
                  - {repository: kho, password-file: p}
                  - {name: x, offsite: maybe, password-file: p}
                schedule: {backup: "0 0 1 * * *", nightly: "0 0 1 * * ?"}
                retention: {daily: -7, within: lâu}
                blackout: [{days: T8, from: "07:30", to: "17:00"}, {from: sáng, to: "17:00"}]
                retries: {times: 99}
                late-after: muộn
                shrink-alert: 30
            """);

    assertThat(read.plans()).isEmpty();
    assertThat(read.problems())
        .extracting(PlanProblem::toString)
        .containsExactlyInAnyOrder(
            FILE + ":7: level là một số từ 1 đến 5: 9",
            FILE + ":10: nơi lưu bị trùng: /etc/lachan/kho",
            FILE + ":11: thiếu khoá repository",
            FILE + ":12: khoá không biết: nightly",
            FILE + ":12: backup: lịch cron sai: 0 0 1 * * *: thiếu dấu ?",
            FILE + ":13: daily là một số từ 0 đến 100000: -7",
            FILE + ":13: within viết như 30d hoặc 1y6m: lâu",
            FILE + ":13: retention chưa nói giữ gì: cần ít nhất một số lớn hơn 0",
            FILE + ":14: days là T2 đến T7, CN, hoặc một khoảng như T2-T6",
            FILE + ":14: from là giờ như \"07:00\": sáng",
            FILE + ":15: times là một số từ 0 đến 20: 99",
            FILE + ":16: late-after là một khoảng thời gian như 30m, 24h hoặc 7d: muộn",
            FILE + ":17: shrink-alert là từ 1% đến 100%: 30");
  }

  @Test
  void refusesTheShortPlaceBesideTargets() {
    assertThat(parse(PLACE + "    targets: [{repository: kho-2, password-file: p}]\n").problems())
        .extracting(PlanProblem::message)
        .containsExactly("password-file không đi cùng targets", "repository không đi cùng targets");
  }
}
