package vn.lachan.app.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.PlanStatus;
import vn.lachan.backup.plan.BackupPlan;
import vn.lachan.backup.plan.BackupPlans;
import vn.lachan.backup.plan.CronRule;
import vn.lachan.backup.plan.RunRetries;

/** Times are those of Việt Nam, seven hours ahead of UTC; 23 November 2026 is a Monday. */
class DutyTimingTest {
  private static final BackupPlan PLAN = plan("[{days: T2-T6, from: \"07:30\", to: \"17:00\"}]");

  private static BackupPlan plan(String blackout) {
    BackupPlans read =
        BackupPlans.parse(
            Path.of("/etc/p.yml"),
            """
            plans:
              - id: mot-cua
                name: Hồ sơ
                folders: [/srv]
                repository: kho
                password-file: p
                late-after: 26h
                rpo: 24h
                rto: 4h
                blackout: %s
            """
                .formatted(blackout),
            CronRule.FIELDS_ONLY);
    assertThat(read.problems()).isEmpty();
    return read.plans().getFirst();
  }

  private static Instant at(String local) {
    return Instant.parse(local + ":00+07:00");
  }

  private static DutyTiming.Decision decide(String due, String now, Optional<Instant> last) {
    return DutyTiming.decide(PLAN, at(due), at(now), last);
  }

  @Test
  void doesWhatIsDue() {
    assertThat(decide("2026-11-23T01:00", "2026-11-23T01:00", Optional.empty()))
        .isEqualTo(new DutyTiming.Now());
    assertThat(decide("2026-11-23T01:00", "2026-11-23T01:00", Optional.of(at("2026-11-22T01:00"))))
        .isEqualTo(new DutyTiming.Now());
  }

  @Test
  void putsOffToTheEndOfTheBlackout() {
    assertThat(decide("2026-11-23T08:00", "2026-11-23T08:00", Optional.empty()))
        .isEqualTo(new DutyTiming.Later(at("2026-11-23T17:00")));
    assertThat(decide("2026-11-23T17:00", "2026-11-23T17:00", Optional.empty()))
        .isEqualTo(new DutyTiming.Now());
  }

  @Test
  void doesWhatWasMissedOnce() {
    Optional<Instant> caughtUp = Optional.of(at("2026-11-23T05:00"));
    assertThat(decide("2026-11-23T01:00", "2026-11-23T05:01", caughtUp))
        .isEqualTo(new DutyTiming.Never());
    assertThat(decide("2026-11-24T01:00", "2026-11-24T01:00", caughtUp))
        .isEqualTo(new DutyTiming.Now());
  }

  @Test
  void windowsOverTheWholeWeekDoNotMeanNever() {
    BackupPlan always = plan("[{from: \"00:00\", to: \"00:00\"}]");
    Instant now = at("2026-11-23T08:00");
    assertThat(DutyTiming.decide(always, now, now, Optional.empty()))
        .isEqualTo(new DutyTiming.Now());
  }

  @Test
  void triesAgainAsOftenAsThePlanSays() {
    RunRetries retries = new RunRetries(2, Duration.ofMinutes(10));
    Instant now = at("2026-11-23T01:00");
    assertThat(DutyTiming.retry(retries, 0, now)).contains(at("2026-11-23T01:10"));
    assertThat(DutyTiming.retry(retries, 1, now)).isPresent();
    assertThat(DutyTiming.retry(retries, 2, now)).isEmpty();
  }

  @Test
  void aPlanIsLateFromItsOwnLimitOn() {
    Instant known = at("2026-11-22T00:00");
    PlanStatus never = new PlanStatus(PlanStatus.State.NEVER, Optional.empty(), Optional.empty());
    assertThat(PlanAlarms.late(PLAN, never, Optional.of(known), at("2026-11-23T02:00"))).isEmpty();
    assertThat(PlanAlarms.late(PLAN, never, Optional.of(known), at("2026-11-23T03:01")))
        .contains("chưa có bản mới trong 27 giờ, mức cho phép 26 giờ");
    BackupOutcome.Completed run =
        new BackupOutcome.Completed(
            "mot-cua",
            at("2026-11-23T01:00"),
            Duration.ZERO,
            "0".repeat(64),
            1,
            1,
            1,
            "",
            0,
            List.of());
    PlanStatus fresh = new PlanStatus(PlanStatus.State.OK, Optional.of(run), Optional.of(run));
    assertThat(PlanAlarms.late(PLAN, fresh, Optional.of(known), at("2026-11-23T03:01"))).isEmpty();
    assertThat(PlanAlarms.late(PLAN, fresh, Optional.of(known), at("2026-11-24T03:01")))
        .isPresent();
  }

  @Test
  void aDrillIsOwedByLevel() {
    Optional<Instant> last = Optional.of(at("2026-01-01T00:00"));
    assertThat(PlanAlarms.overdue(5, last, at("2026-04-02T00:00"))).isEmpty();
    assertThat(PlanAlarms.overdue(5, last, at("2026-04-04T00:00"))).isPresent();
    assertThat(PlanAlarms.overdue(3, last, at("2026-04-04T00:00"))).isEmpty();
    assertThat(PlanAlarms.overdue(3, last, at("2026-07-04T00:00")))
        .contains("cấp độ 3 phải diễn tập đạt trong 183 ngày, lần gần nhất đã 184 ngày");
    assertThat(PlanAlarms.overdue(1, last, at("2026-12-31T00:00"))).isEmpty();
  }
}
