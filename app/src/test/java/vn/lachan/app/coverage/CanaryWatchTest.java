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
import vn.lachan.detection.Alert;
import vn.lachan.detection.Level;

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
  private final CanaryWatch watch = new CanaryWatch(true, PERIOD, clock);

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
    assertThat(watch.health().missingFor()).isEqualTo(PERIOD.multipliedBy(2).plusSeconds(1));

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
}
