package vn.lachan.collector.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.lachan.collector.health.SourceHealth.State;
import vn.lachan.collector.health.SourceNotice.CameBack;
import vn.lachan.collector.health.SourceNotice.FellSilent;

class SourceWatchTest {
  private static final String COMMUNE = "00721";
  private static final String OTHER = "00694";

  private static final String LEARNED = "2026-12-28T00:00:00";

  /** What four weeks of an ordinary commune, and of the province's own machines, teach. */
  private static final byte[] FOUR_WEEKS =
      ordinary("2026-11-30T00:00:00").until(LEARNED).watch().save();

  private static SimulatedSources ordinary(String from) {
    return new SimulatedSources(from)
        .add("tuong-lua", COMMUNE, SimulatedSources.ALWAYS)
        .add("motcua", COMMUNE, SimulatedSources.OFFICE)
        .add("sao-luu", "so-khcn", SimulatedSources.NIGHTLY)
        .add("cong", "so-khcn", SimulatedSources.ALWAYS);
  }

  private static SimulatedSources learned() {
    SimulatedSources world = ordinary(LEARNED);
    world.watch().restore(FOUR_WEEKS);
    return world;
  }

  private static List<FellSilent> silences(SimulatedSources world) {
    return world.notices.stream()
        .filter(FellSilent.class::isInstance)
        .map(FellSilent.class::cast)
        .toList();
  }

  @Test
  void ordinaryWeeksNewYearAndTetRaiseNothing() {
    SimulatedSources world = ordinary("2026-11-30T00:00:00").until("2027-02-22T00:00:00");

    assertThat(world.notices).isEmpty();
    assertThat(world.health("motcua").state()).isEqualTo(State.RESTING);
    assertThat(world.health("tuong-lua").expected()).contains(Duration.ofMinutes(10));
  }

  @Test
  void aMachineThatDiesIsNoticedWithinMinutesAlsoDuringTet() {
    SimulatedSources world = learned().until("2027-02-08T22:00:00");
    world.dead.add("tuong-lua");
    world.until("2027-02-08T22:14:00");
    assertThat(world.notices).isEmpty();
    world.until("2027-02-20T00:00:00");

    FellSilent silence = silences(world).getFirst();
    assertThat(silence.outage().sources()).containsExactly("tuong-lua");
    assertThat(silence.outage().kind()).isEqualTo(Outage.Kind.SOURCE);
    assertThat(Duration.between(SimulatedSources.local("2027-02-08T22:00:00"), silence.at()))
        .isLessThanOrEqualTo(Duration.ofMinutes(20));
    assertThat(world.notices).hasSize(1);
    assertThat(world.health("tuong-lua").state()).isEqualTo(State.SILENT);
  }

  @Test
  void anOfficeThatStaysQuietIsNoticedWhenItsWorkBegins() {
    SimulatedSources world = learned().until("2026-12-29T18:00:00");
    world.dead.add("motcua");
    world.until("2026-12-30T07:05:00");
    assertThat(world.notices).isEmpty();
    world.until("2026-12-30T09:00:00");

    assertThat(silences(world))
        .singleElement()
        .satisfies(silence -> {
          assertThat(silence.outage().sources()).containsExactly("motcua");
          assertThat(silence.at()).isBefore(SimulatedSources.local("2026-12-30T07:40:00"));
        });
  }

  @Test
  void aNightlyLineThatStaysAwayIsNoticedOnTheSecondDay() {
    SimulatedSources world = learned();
    world.dead.add("sao-luu");
    world.until("2026-12-31T00:00:00");

    assertThat(silences(world))
        .singleElement()
        .satisfies(silence -> {
          assertThat(silence.outage().sources()).containsExactly("sao-luu");
          assertThat(Duration.between(SimulatedSources.local("2026-12-27T02:10:00"), silence.at()))
              .isBetween(Duration.ofHours(36), Duration.ofHours(48));
        });
  }

  @Test
  void aDeadLineOfACommuneIsOneOutageThatNamesItsSourcesAndEndsWithThem() {
    SimulatedSources world = new SimulatedSources("2026-11-30T00:00:00");
    for (int i = 0; i < 20; i++) {
      world.add("may-" + i, COMMUNE, SimulatedSources.ALWAYS);
    }
    world
        .add("motcua", COMMUNE, SimulatedSources.OFFICE)
        .add("khac", OTHER, SimulatedSources.ALWAYS)
        .add("cong", "so-khcn", SimulatedSources.ALWAYS)
        .until("2026-12-22T09:00:00");
    for (int i = 0; i < 20; i++) {
      world.dead.add("may-" + i);
    }
    world.dead.add("motcua");
    world.until("2026-12-22T11:00:00");

    Outage outage = silences(world).getFirst().outage();
    assertThat(silences(world)).hasSize(1);
    assertThat(outage.kind()).isEqualTo(Outage.Kind.UNIT);
    assertThat(outage.unit()).isEqualTo(COMMUNE);
    assertThat(world.watch().outages().getFirst().sources()).hasSize(21).contains("motcua");

    world.dead.remove("may-0");
    world.until("2026-12-22T11:10:00");
    assertThat(world.notices)
        .last()
        .isInstanceOfSatisfying(
            CameBack.class,
            back -> {
              assertThat(back.source()).isEqualTo("may-0");
              assertThat(back.outage().silent()).hasSize(20);
            });
    world.dead.clear();
    world.until("2026-12-23T00:00:00");
    assertThat(world.notices)
        .last()
        .isInstanceOfSatisfying(
            CameBack.class, back -> assertThat(back.outage().silent()).isEmpty());
    assertThat(silences(world)).hasSize(1);
    assertThat(world.watch().outages()).isEmpty();
  }

  @Test
  void mostUnitsSilentAtOnceIsOneMatter() {
    SimulatedSources world = new SimulatedSources("2026-11-30T00:00:00");
    for (int i = 0; i < 12; i++) {
      world.add("xa-" + i, "don-vi-" + i, SimulatedSources.ALWAYS);
    }
    world.until("2026-12-10T09:00:00");
    for (int i = 0; i < 9; i++) {
      world.dead.add("xa-" + i);
    }
    world.until("2026-12-10T12:00:00");

    assertThat(silences(world))
        .singleElement()
        .satisfies(silence -> {
          assertThat(silence.outage().kind()).isEqualTo(Outage.Kind.MANY);
          assertThat(silence.outage().sources()).hasSize(9);
        });
  }

  @Test
  void aPlatformThatWasDownDoesNotBlameTheSources() {
    SimulatedSources world = learned().until("2026-12-30T10:00:00");
    world.offUntil("2026-12-30T16:00:00").until("2027-01-05T00:00:00");
    assertThat(world.notices).isEmpty();
    assertThat(world.watch().stats().ownGaps()).isEqualTo(1);

    world.receiving = false;
    world.until("2027-01-05T06:00:00");
    world.receiving = true;
    world.until("2027-01-06T00:00:00");
    assertThat(world.notices).isEmpty();
  }

  @Test
  void whatIsSilentStaysSilentOverARestartAndIsToldOnce() {
    SimulatedSources world = learned();
    world.dead.add("tuong-lua");
    world.until("2026-12-28T01:00:00");
    assertThat(silences(world)).hasSize(1);
    world.offUntil("2026-12-28T03:00:00").until("2026-12-28T06:00:00");
    assertThat(silences(world)).hasSize(1);
    world.dead.clear();
    world.until("2026-12-28T06:10:00");
    assertThat(world.notices).last().isInstanceOf(CameBack.class);
  }

  @Test
  void aNewSourceIsLearnedFirstAndARenamedOneIsKnown() {
    SimulatedSources world = learned();
    world.add("moi", OTHER, SimulatedSources.ALWAYS).until("2026-12-28T12:00:00");
    assertThat(world.health("moi").state()).isEqualTo(State.LEARNING);
    world.rename("tuong-lua", "tuong-lua-2");
    world.until("2026-12-28T12:10:00");
    assertThat(world.health("tuong-lua-2").expected()).contains(Duration.ofMinutes(10));
    assertThat(world.notices).isEmpty();
    world.until("2027-01-02T12:00:00");
    assertThat(world.health("moi").state()).isEqualTo(State.SENDING);
    world.dead.add("moi");
    world.until("2027-01-02T12:20:00");
    assertThat(silences(world)).hasSize(1);
    world.remove("moi");
    world.until("2027-01-02T12:30:00");
    assertThat(world.notices).last().isInstanceOf(SourceNotice.WasRemoved.class);
    assertThat(world.watch().outages()).isEmpty();
  }

  @Test
  void aSuddenDropAWrongClockLinesNotUnderstoodAndMissingFieldsBeginAndEnd() {
    SimulatedSources world = learned();
    world.add("rieng", OTHER, (_, _, chance) -> chance.nextInt(80, 120));
    world.until("2027-01-06T09:00:00");
    world.unparsedShare = 0.5;
    world.userShare = 0.1;
    world.skew = Duration.ofMinutes(-20);
    world.until("2027-01-06T10:00:00");
    assertThat(kinds(world, "rieng"))
        .containsExactlyInAnyOrder(Trouble.Kind.SKEW, Trouble.Kind.UNPARSED, Trouble.Kind.FIELD);
    assertThat(world.watch().stats().troubles()).containsKey(Trouble.Kind.FIELD);
    world.unparsedShare = 0;
    world.userShare = 1;
    world.skew = Duration.ZERO;
    world.until("2027-01-06T11:00:00");
    assertThat(kinds(world, "rieng")).isEmpty();
  }

  @Test
  void aSourceThatSendsFarLessThanEverIsADropAndNoSilence() {
    int[] rate = {100};
    SimulatedSources world = new SimulatedSources("2026-12-01T00:00:00");
    world.add("rieng", OTHER, (_, _, chance) -> chance.nextInt(rate[0] - rate[0] / 5, rate[0] + 1));
    world.until("2026-12-12T12:00:00");
    rate[0] = 3;
    world.until("2026-12-12T13:00:00");
    assertThat(kinds(world, "rieng")).containsExactly(Trouble.Kind.DROP);
    rate[0] = 100;
    world.until("2026-12-12T14:00:00");
    assertThat(kinds(world, "rieng")).isEmpty();
    assertThat(silences(world)).isEmpty();
  }

  @Test
  void keepsASourceInABoundedNumberOfBytesHoweverMuchItSends() {
    SimulatedSources world = learned();
    int once = world.watch().save().length;
    world.until("2027-01-11T00:00:00");
    assertThat(world.watch().save().length).isLessThan(once * 3 / 2);
    assertThat(world.watch().save().length / 4).isLessThan(12_000);
  }

  @Test
  void refusesAStateThatIsDamagedOrOfAnotherVersion() {
    SourceWatch watch = learned().watch();
    for (String state : List.of("", "{", "{\"version\": 9}", "[]")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> watch.restore(state.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void aSketchIsNeverMoreThanHalfAgainTooLarge() {
    Sketch sketch = new Sketch();
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      sketch.add(random.nextDouble(100, 1_000));
    }
    assertThat(sketch.quantile(0.5)).isBetween(530.0, 800.0);
    assertThat(sketch.quantile(1)).isBetween(990.0, 1_450.0);
    assertThat(sketch.largest(1)).isBetween(990.0, 1_450.0);
  }

  private static List<Trouble.Kind> kinds(SimulatedSources world, String source) {
    return world.health(source).troubles().stream().map(Trouble::kind).toList();
  }
}
