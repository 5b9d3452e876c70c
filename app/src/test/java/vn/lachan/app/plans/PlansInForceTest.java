package vn.lachan.app.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditFilter;

class PlansInForceTest {
  private static final Actor SECOND = new Actor("dieu.phoi", "ca-tinh", List.of("DIEU_PHOI"));

  @TempDir Path folder;
  private TestPlans given;
  private PlansInForce plans;

  @BeforeEach
  void start() {
    given = new TestPlans(folder);
    plans = given.plans();
  }

  @AfterEach
  void stop() {
    given.close();
  }

  private void change(String from, String to) {
    assertThat(TestPlans.PLAN).contains(from);
    given.write(TestPlans.PLAN.replace(from, to));
    plans.read();
  }

  private String retention() {
    return plans.plan("mot-cua").orElseThrow().policy().retention().describe();
  }

  @Test
  void putsANewPlanInForceAtOnce() {
    assertThat(plans.plans()).hasSize(1);
    assertThat(plans.view().held()).isEmpty();
    assertThat(plans.since("mot-cua")).contains(given.now.get());
    assertThat(plans.level(plans.plans().getFirst())).as("that of its system").isEqualTo(3);
  }

  @Test
  void takesWhatProtectsMoreAtOnce() {
    change("daily: 7", "daily: 14");

    assertThat(retention()).startsWith("14 ngày");
    assertThat(plans.view().held()).isEmpty();
  }

  @Test
  void holdsWhatProtectsLessUntilASecondPersonAgrees() {
    change("within: 60d", "within: 40d");

    assertThat(retention()).contains("mọi bản trong 60 ngày");
    HeldChange held = plans.view().held().getFirst();
    assertThat(held.weakenings()).containsExactly("thời gian giữ tất cả giảm từ 60 còn 40 ngày");
    assertThat(given.plans().view().held()).as("after a restart").hasSize(1);

    assertThat(plans.accept("mot-cua", held.digest(), SECOND)).isTrue();
    assertThat(retention()).contains("mọi bản trong 40 ngày");
    assertThat(plans.view().held()).isEmpty();
    assertThat(given.trail.read(AuditFilter.newest(1)).getFirst().entry().actor().id())
        .isEqualTo("dieu.phoi");
  }

  @Test
  void holdsWhatTurnsWeakInTwoSteps() {
    change("daily: 7", "daily: 14");
    change("daily: 7", "daily: 7");

    assertThat(plans.view().held()).hasSize(1);
    assertThat(retention()).startsWith("14 ngày");
  }

  @Test
  void goesOnWithAPlanThatWasTakenOutOfTheFile() {
    given.write("plans: []\n");
    plans.read();

    assertThat(plans.plan("mot-cua")).isPresent();
    HeldChange held = plans.view().held().getFirst();
    assertThat(held.weakenings()).containsExactly("bỏ kế hoạch");

    assertThat(plans.accept("mot-cua", held.digest(), SECOND)).isTrue();
    assertThat(plans.plans()).isEmpty();
  }

  @Test
  void agreesOnlyToWhatWasAskedFor() {
    change("within: 60d", "within: 40d");
    String digest = plans.view().held().getFirst().digest();
    change("within: 60d", "within: 1d");

    assertThat(plans.accept("mot-cua", digest, SECOND)).isFalse();
    assertThat(retention()).contains("60 ngày");
  }

  @Test
  void keepsThePlansWhenTheFileHasMistakesLater() {
    change("schedule: 0 0 1 * * ?", "schedule: 0 0 25 * * ?");

    assertThat(plans.plans()).hasSize(1);
    assertThat(plans.view().problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.line()).isEqualTo(10);
          assertThat(problem.message()).contains("lịch cron sai: 0 0 25 * * ?");
        });
    assertThatExceptionOfType(PlansRefusedException.class)
        .as("at the start it is refused")
        .isThrownBy(given::plans)
        .withMessageContaining("sao-luu.yml:10: schedule: lịch cron sai");
  }

  @Test
  void letsOneNodeWorkForAPlanAtATime() {
    PlanLeases here = new PlanLeases(given.db, given.clock, given.settings);
    PlanLeases there = new PlanLeases(given.db, given.clock, given.settings);

    PlanLeases.Lease lease = here.take("mot-cua", "BACKUP").orElseThrow();
    assertThat(there.take("mot-cua", "DRILL")).isEmpty();
    assertThat(here.take("mot-cua", "DRILL")).isEmpty();
    assertThat(there.isTaken("mot-cua")).isTrue();
    assertThat(there.take("khac", "DRILL")).isPresent();

    given.now.updateAndGet(now -> now.plusSeconds(50));
    here.renew();
    given.now.updateAndGet(now -> now.plusSeconds(50));
    assertThat(there.take("mot-cua", "DRILL")).as("renewed").isEmpty();
    given.now.updateAndGet(now -> now.plusSeconds(61));
    assertThat(there.take("mot-cua", "DRILL")).as("its holder died").isPresent();
    lease.close();
    assertThat(there.isTaken("mot-cua")).as("the dead one frees nothing of others").isTrue();
  }
}
