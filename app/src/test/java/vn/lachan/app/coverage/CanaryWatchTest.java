package vn.lachan.app.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Level;
import vn.lachan.incidents.TestDatabase;

class CanaryWatchTest {
  private static final Instant START = Instant.parse("2026-11-22T01:00:00Z");
  private static final Duration PERIOD = Duration.ofMinutes(5);
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException("one zone is enough");
        }

        @Override
        public Instant instant() {
          return now.get();
        }
      };
  private final JdbcClient db = JdbcClient.create(TestDatabase.h2());
  private final CanaryWatch watch = of("a-node");

  private CanaryWatch of(String node) {
    return new CanaryWatch(new CanaryWatch.Plan(true, node, PERIOD), db, clock);
  }

  private void passes(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }

  private static Alert hit(String id) {
    return new Alert(
        "alert",
        CanaryWatch.RULE,
        "v",
        "t",
        Level.INFORMATIONAL,
        "r",
        START,
        START,
        "",
        "",
        "lachan.canary",
        List.of(),
        Map.of(CanaryWatch.ID, id),
        List.of("e"));
  }

  @Test
  void measuresHowLongACanaryTakes() {
    watch.sent("a", CanaryWatch.Path.HTTPS);
    passes(Duration.ofMillis(700));
    watch.seen(hit("a"));

    CanaryWatch.Health health = watch.health();
    assertThat(health.lastTook()).isEqualTo(Duration.ofMillis(700));
    assertThat(health.seen()).isEqualTo(1);
    assertThat(health.missing()).isFalse();
  }

  @Test
  void missesACanaryAfterTwoPeriodsUntilALaterOneIsFound() {
    watch.sent("a", CanaryWatch.Path.HTTPS);
    passes(PERIOD);
    watch.sent("b", CanaryWatch.Path.DOOR);
    passes(PERIOD);
    assertThat(watch.health().missing()).isFalse();
    passes(Duration.ofSeconds(1));
    assertThat(watch.health().missing()).isTrue();
    assertThat(watch.own().orElseThrow().missingFor())
        .isEqualTo(PERIOD.multipliedBy(2).plusSeconds(1));

    watch.seen(hit("b"));

    assertThat(watch.health().missing()).isFalse();
    assertThat(watch.health().path()).isEqualTo(CanaryWatch.Path.DOOR);
  }

  @Test
  void doesNotTakeAStrangersCanaryForItsOwn() {
    watch.sent("a", CanaryWatch.Path.HTTPS);
    watch.seen(hit("forged"));

    assertThat(watch.health().seen()).isZero();
  }

  @Test
  void anotherNodeMayFindIt() {
    CanaryWatch finder = of("b-node");
    watch.sent("a", CanaryWatch.Path.HTTPS);
    passes(Duration.ofSeconds(2));
    finder.seen(hit("a"));

    for (CanaryWatch any : List.of(watch, finder)) {
      assertThat(any.health().seen()).isEqualTo(1);
      assertThat(any.health().lastTook()).isEqualTo(Duration.ofSeconds(2));
    }
    assertThat(watch.sentHere()).isEqualTo(1);
    assertThat(watch.seenHere()).isZero();
    assertThat(finder.seenHere()).isEqualTo(1);
  }

  @Test
  void everyNodeSeesThatOneMissesItsCanaryAndWhich() {
    CanaryWatch other = of("b-node");
    for (int i = 0; i < 4; i++) {
      watch.sent("a" + i, CanaryWatch.Path.HTTPS);
      other.sent("b" + i, CanaryWatch.Path.HTTPS);
      other.seen(hit("b" + i));
      passes(PERIOD);
    }

    assertThat(other.health().missing()).isTrue();
    assertThat(other.health().nodes())
        .filteredOn(CanaryWatch.Node::missing)
        .extracting(CanaryWatch.Node::name)
        .containsExactly("a-node");
    assertThat(other.own().orElseThrow().missing()).isFalse();
  }

  @Test
  void aNodeThatSendsNoMoreIsNotMissed() {
    of("gone").sent("g", CanaryWatch.Path.HTTPS);
    passes(PERIOD.multipliedBy(3));
    watch.sent("a", CanaryWatch.Path.HTTPS);
    watch.seen(hit("a"));

    assertThat(watch.health().missing()).isFalse();
    assertThat(watch.health().nodes()).extracting(CanaryWatch.Node::sending).contains(false);
  }

  @Test
  void forgetsThoseOfYesterday() {
    watch.sent("a", CanaryWatch.Path.HTTPS);
    passes(CanaryLog.KEPT.plusSeconds(1));
    watch.sent("b", CanaryWatch.Path.HTTPS);

    assertThat(watch.health().sent()).isEqualTo(1);
  }
}
