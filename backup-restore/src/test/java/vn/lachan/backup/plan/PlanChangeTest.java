package vn.lachan.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanChangeTest {

  private static final String BEFORE =
      """
      plans:
        - id: mot-cua
          name: Hồ sơ một cửa
          system: motcua
          folders: [/srv/ho-so]
          level: 3
          targets:
            - {repository: kho, password-file: p}
            - {repository: "s3:https://s3.example/sao-luu", password-file: p, offsite: true, immutable: true}
          schedule: {backup: "0 0 1 * * ?"}
          retention: {daily: 7, monthly: 12, within: 30d, keep-drilled: 2}
          rpo: 24h
          rto: 4h
      """;

  private static BackupPlan plan(String yaml) {
    BackupPlans read = BackupPlans.parse(Path.of("/etc/p.yml"), yaml, CronRule.FIELDS_ONLY);
    assertThat(read.problems()).isEmpty();
    return read.plans().getFirst();
  }

  private static List<String> change(String from, String to) {
    assertThat(BEFORE).contains(from);
    return PlanChange.weakenings(plan(BEFORE), Optional.of(plan(BEFORE.replace(from, to))));
  }

  @Test
  void findsWhatProtectsLess() {
    assertThat(change("daily: 7", "daily: 5")).containsExactly("số ngày được giữ giảm từ 7 còn 5");
    assertThat(change("within: 30d", "within: 7d"))
        .containsExactly("thời gian giữ tất cả giảm từ 30 còn 7 ngày");
    assertThat(change("keep-drilled: 2", "keep-drilled: 1"))
        .containsExactly("số bản đã diễn tập đạt được giữ giảm từ 2 còn 1");
    assertThat(change("level: 3", "level: 1")).containsExactly("cấp độ giảm từ 3 còn 1");
    assertThat(change(", immutable: true", "")).hasSize(1);
    assertThat(change("repository: kho,", "repository: kho-moi,"))
        .containsExactly("bỏ nơi lưu /etc/kho");
    assertThat(change("rpo: 24h", "rpo: 48h")).hasSize(1);
    assertThat(change("backup: \"0 0 1 * * ?\"", "backup: \"\""))
        .containsExactly("bỏ lịch backup", "bỏ lịch check", "bỏ lịch drill");
    assertThat(change("{daily: 7, monthly: 12, within: 30d, keep-drilled: 2}", "1d")).hasSize(4);
    assertThat(PlanChange.weakenings(plan(BEFORE), Optional.empty()))
        .containsExactly("bỏ kế hoạch");
  }

  @Test
  void findsWhatIsBackedUpNoMore() {
    String folders = "folders: [/srv/ho-so]";
    assertThat(change(folders, "folders: [/srv/ho-so/2026]"))
        .containsExactly("bỏ thư mục /srv/ho-so");
    assertThat(change(folders, "folders: [/srv]")).isEmpty();
    assertThat(change(folders, folders + "\n    exclude: ['*.pdf']"))
        .containsExactly("loại thêm *.pdf");
    assertThat(change(folders, folders + "\n    include: ['*.pdf', '*.xml']"))
        .containsExactly("chỉ còn lấy *.pdf, *.xml");
    BackupPlan some = plan(BEFORE.replace(folders, folders + "\n    include: ['*.pdf', '*.xml']"));
    BackupPlan fewer = plan(BEFORE.replace(folders, folders + "\n    include: ['*.pdf']"));
    assertThat(PlanChange.weakenings(some, Optional.of(fewer)))
        .containsExactly("không lấy nữa *.xml");
    assertThat(PlanChange.weakenings(fewer, Optional.of(some))).isEmpty();
    assertThat(PlanChange.weakenings(fewer, Optional.of(plan(BEFORE)))).isEmpty();
    BackupPlan dump =
        plan(
            BEFORE.replace(
                folders,
                folders
                    + "\n    sources: [{kind: command, id: sql, file: a.sql, command: [/bin/true]}]"));
    assertThat(PlanChange.weakenings(dump, Optional.of(plan(BEFORE)))).hasSize(1);
  }

  @Test
  void letsPassWhatProtectsAsMuchOrMore() {
    assertThat(change("daily: 7", "daily: 14")).isEmpty();
    assertThat(
            change(
                "    retention: {daily: 7, monthly: 12, within: 30d, keep-drilled: 2}\n",
                "    retention: {keep-drilled: 2}\n"))
        .as("keeping everything")
        .isEmpty();
    assertThat(change("name: Hồ sơ một cửa", "name: Tên khác")).isEmpty();
    assertThat(change("0 0 1 * * ?", "0 0 3 * * ?")).isEmpty();
    assertThat(change("rpo: 24h", "rpo: 12h")).isEmpty();
  }

  @Test
  void theLevelOwesAMinimum() {
    PlanRetention own = PlanRetention.days(3);
    assertThat(own.atLeast(LevelDuty.of(3))).isEqualTo(PlanRetention.days(30));
    assertThat(own.atLeast(LevelDuty.of(5)).keepDrilled()).isEqualTo(2);
    assertThat(PlanRetention.days(400).atLeast(LevelDuty.of(3))).isEqualTo(PlanRetention.days(400));
    assertThat(PlanRetention.KEEP_ALL.atLeast(LevelDuty.of(4)).keepsAll()).isTrue();
    assertThat(LevelDuty.of(5).drillEvery()).isEqualTo(Duration.ofDays(92));
  }
}
