package vn.lachan.playbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.lachan.incidents.TestDesk.LAN;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.TestDatabase;
import vn.lachan.incidents.TestDesk;

/**
 * A process that dies at each of its commits, once before and once after it reached the database.
 */
class KillTest {
  private static final OrganizationScope ALL = OrganizationScope.PROVINCE;

  @TempDir Path folder;
  private EveryStep steps;

  @BeforeEach
  void serve() throws IOException {
    steps = EveryStep.serving();
  }

  @AfterEach
  void stop() {
    steps.close();
  }

  /** One life that ends at a commit, and one that goes on; false when the first did not end. */
  private boolean dies(DataSource database, int commit, boolean afterIt)
      throws InterruptedException {
    steps.forget();
    TestDesk second = new TestDesk(database, folder);
    String incident = second.incident();
    MortalDataSource mortal = new MortalDataSource(database, commit, afterIt);
    TestDesk first = new TestDesk(mortal, folder);
    try (PlaybookEngine engine = steps.engine(first)) {
      steps.live(first, engine, incident);
    } catch (MortalDataSource.Death _) {
      assertThat(mortal.isDead()).isTrue();
    }
    steps.assertGoesOn(
        second,
        incident,
        "commit " + commit + (afterIt ? " reached" : " did not reach") + " the database");
    return mortal.isDead();
  }

  @Test
  void nothingIsDoneTwiceOrLostOrHangsWhereverTheProcessDies() throws InterruptedException {
    DataSource database = TestDatabase.h2();
    int commit = 1;
    while (dies(database, commit, false)) {
      dies(database, commit, true);
      commit++;
    }
    assertThat(commit).as("commits of one run").isGreaterThan(15);
  }

  @Test
  void theOneThatStoodStillAfterACommitUntilAnotherHadDoneTheRestDoesNothing()
      throws InterruptedException {
    DataSource database = TestDatabase.h2();
    int commit = 1;
    while (standsStill(database, commit)) {
      commit++;
    }
    assertThat(commit).as("commits of one run").isGreaterThan(15);
  }

  /** False when the run was over before that commit. */
  private boolean standsStill(DataSource database, int commit) throws InterruptedException {
    steps.forget();
    String name = "stood still after commit " + commit;
    TestDesk other = new TestDesk(database, folder);
    String incident = other.incident();
    MortalDataSource sleepy = new MortalDataSource(database, Integer.MAX_VALUE, true);
    TestDesk desk = new TestDesk(sleepy, folder);
    Duration longer = EngineSettings.DEFAULT.lease().plusSeconds(1);
    sleepy.asleepAfterCommits(
        commit,
        () -> {
          desk.clock.advance(longer);
          other.clock.advance(longer);
          steps.assertGoesOn(other, incident, name);
        });
    try (PlaybookEngine engine = steps.engine(desk)) {
      assertThat(steps.live(desk, engine, incident).state()).isEqualTo(RunState.SUCCEEDED);
    }
    steps.assertOnceEach(name);
    return sleepy.hasSlept();
  }

  @Test
  void goesOnWhenTheDatabaseWasGone() throws InterruptedException {
    MortalDataSource database = new MortalDataSource(TestDatabase.h2(), Integer.MAX_VALUE, true);
    TestDesk desk = new TestDesk(database, folder);
    String incident = desk.incident();
    try (PlaybookEngine engine = steps.engine(desk)) {
      engine.start(LAN, incident, TestPlaybook.ID, Map.of());
      engine.poll();
      database.away = true;
      assertThatThrownBy(engine::poll).hasStackTraceContaining("gone");
      desk.clock.advance(Duration.ofMinutes(1));
      database.away = false;
      assertThat(steps.live(desk, engine, incident).state()).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Test
  void aClockThatJumpsAYearAheadEndsARunAndLosesNone() throws InterruptedException {
    TestDesk desk = new TestDesk(TestDatabase.h2(), folder);
    String incident = desk.incident();
    try (PlaybookEngine engine = steps.engine(desk)) {
      String run = engine.start(LAN, incident, TestPlaybook.ID, Map.of());
      engine.poll();
      desk.clock.advance(Duration.ofDays(365));
      engine.poll();
      assertThat(engine.find(ALL, run).orElseThrow().state()).isEqualTo(RunState.FAILED);
      assertThat(engine.stats().openRuns()).isZero();
    }
  }

  @Test
  void theOneWhoWasSuspendedPastItsLeaseWritesNothing() throws InterruptedException {
    TestDesk desk = new TestDesk(TestDatabase.h2(), folder);
    String incident = desk.incident();
    try (PlaybookEngine engine = steps.engine(desk)) {
      String run = engine.start(LAN, incident, TestPlaybook.ID, Map.of());
      JdbcRunStore store = new JdbcRunStore(desk.dataSource);
      Rows.Run suspended =
          store
              .acquire(run, "kia", desk.clock.instant(), Duration.ofMinutes(1))
              .orElseThrow()
              .run();
      assertThat(engine.poll()).as("held by the other").isZero();
      desk.clock.advance(Duration.ofMinutes(2));
      PlaybookRun ended = steps.live(desk, engine, incident);
      assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
      assertThatThrownBy(() ->
              store.write(
                  suspended,
                  new Changes(),
                  new RunStore.Hold(desk.clock.instant(), Duration.ofMinutes(1), null)))
          .isInstanceOf(LeaseLostException.class);
    }
  }
}
