package vn.lachan.backup.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.audit.Actor;
import vn.lachan.audit.AuditEntry;
import vn.lachan.backup.Fixture;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.seal.MinutesChain;

/** There are minutes of every start of a drill, however it ended. */
class OwedMinutesTest {

  /** As if the process had died: nothing behind it is done any more. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** Minutes that are only counted, and a disk that may be full. */
  private static final class Counted implements DrillMinutes {
    private final List<DrillEnd> ends = new ArrayList<>();
    private boolean full;

    @Override
    public Optional<MinutesChain.Sealed> write(DrillEnd end, Actor by) {
      if (full) {
        throw new SignatureException("không ghi được");
      }
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      ends.add(end);
      return Optional.of(
          new MinutesChain.Sealed(
              new MinutesChain.Link(1, ""),
              Path.of("bien-ban"),
              "ab",
              new MinutesChain.Seal(MinutesChain.Level.UNSIGNED, "")));
    }
  }

  @TempDir Path folder;
  private Fixture fixture;
  private final Counted minutes = new Counted();

  @BeforeEach
  void prepare() {
    fixture = new Fixture(folder);
    fixture.dossier("a.json", "a");
    fixture.dossier("b.json", "b");
  }

  private RestoreDrill drill() {
    return new RestoreDrill(
        fixture.history,
        fixture.drills,
        fixture.audit::add,
        Fixture.SETTINGS,
        fixture.clock,
        DrillTools.NONE,
        minutes);
  }

  private DrillResult run(DrillListener listener) {
    fixture.now.updateAndGet(t -> t.plusSeconds(60));
    return drill()
        .run(
            fixture.plan,
            DrillOrder.LATEST,
            folder.resolve("thu-" + fixture.now.get().getEpochSecond()),
            Fixture.OPERATOR,
            listener);
  }

  private static DrillListener at(DrillProgress.Phase phase, Runnable what) {
    return progress -> {
      if (progress.phase() == phase) {
        what.run();
      }
    };
  }

  @Test
  void areWrittenWhenADrillPassedFailedOrWasRefused() {
    DrillResult refused = run(DrillListener.NONE);
    fixture.backup();
    DrillResult passed = run(DrillListener.NONE);
    fixture.now.updateAndGet(t -> t.plus(Duration.ofDays(3)));
    DrillResult failed = run(DrillListener.NONE);

    assertThat(failed).isInstanceOf(DrillResult.Failed.class);
    assertThat(minutes.ends)
        .containsExactly(
            new DrillEnd.Finished(refused),
            new DrillEnd.Finished(passed),
            new DrillEnd.Finished(failed));
    assertThat(drill().settleMinutes(_ -> false)).isEmpty();
    assertThat(minutes.ends).as("nothing is owed").hasSize(3);
    assertThat(fixture.audit)
        .filteredOn(entry -> entry.action().equals("drill.minutes"))
        .extracting(entry -> entry.detail().get("state"))
        .containsExactly("FINISHED", "FINISHED", "FINISHED");
  }

  @Test
  void areWrittenWhenADrillWasStoppedAndAgainWhenItEnded() {
    fixture.backup();
    DrillListener stop = at(DrillProgress.Phase.COMPARE, () -> Thread.currentThread().interrupt());
    assertThatThrownBy(() -> run(stop)).isInstanceOf(DrillInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
    DrillPlan open = fixture.drills.unfinished().getFirst();

    assertThat(minutes.ends)
        .singleElement()
        .isInstanceOfSatisfying(
            DrillEnd.Stopped.class,
            stopped -> {
              assertThat(stopped.report().id()).isEqualTo(open.id());
              assertThat(stopped.report().proof().planDigest()).isEqualTo(open.digest());
              assertThat(stopped.why()).contains("được lệnh dừng", "0 trong 1 đích");
            });
    assertThat(drill().resume(fixture.plan, open.id(), Fixture.OPERATOR, DrillListener.NONE))
        .isPresent();
    assertThat(minutes.ends).extracting(DrillEnd::state).containsExactly("STOPPED", "FINISHED");
  }

  @Test
  void areWrittenLaterWhenADrillWasKilled() {
    fixture.backup();
    DrillListener kill =
        at(
            DrillProgress.Phase.COMPARE,
            () -> {
              throw new Killed();
            });
    assertThatThrownBy(() -> run(kill)).isInstanceOf(Killed.class);
    assertThat(minutes.ends).isEmpty();

    assertThat(drill().settleMinutes(_ -> true)).isEmpty();
    assertThat(minutes.ends).as("it may still run").isEmpty();
    assertThat(drill().settleMinutes(_ -> false)).isEmpty();
    assertThat(minutes.ends)
        .singleElement()
        .isInstanceOfSatisfying(
            DrillEnd.Stopped.class,
            stopped -> assertThat(stopped.why()).startsWith("dừng đột ngột"));
    drill().settleMinutes(_ -> false);
    assertThat(minutes.ends).as("once").hasSize(1);
  }

  @Test
  void areWrittenBeforeAKilledDrillGoesOn() {
    fixture.backup();
    DrillListener kill =
        at(
            DrillProgress.Phase.COMPARE,
            () -> {
              throw new Killed();
            });
    assertThatThrownBy(() -> run(kill)).isInstanceOf(Killed.class);
    String id = fixture.drills.unfinished().getFirst().id();

    drill().resume(fixture.plan, id, Fixture.OPERATOR, DrillListener.NONE);

    assertThat(minutes.ends).extracting(DrillEnd::state).containsExactly("STOPPED", "FINISHED");
  }

  @Test
  void stayOwedWhenTheyCannotBeWritten() {
    fixture.backup();
    minutes.full = true;
    DrillResult passed = run(DrillListener.NONE);

    assertThat(passed).isInstanceOf(DrillResult.Passed.class);
    assertThat(fixture.audit)
        .filteredOn(entry -> entry.action().equals("drill.minutes"))
        .extracting(AuditEntry::detail)
        .singleElement()
        .satisfies(detail -> assertThat(detail).containsEntry("failure", "không ghi được"));
    assertThat(drill().settleMinutes(_ -> false)).containsExactly(passed.report().id());
    minutes.full = false;
    assertThat(drill().settleMinutes(_ -> false)).isEmpty();
    assertThat(minutes.ends).containsExactly(new DrillEnd.Finished(passed));
  }
}
