package vn.lachan.backup.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendContract;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.MemoryBackend;

class ThrottledBackendTest implements BackendContract {

  private static final RateWindow OFFICE =
      new RateWindow(
          EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
          LocalTime.of(7, 0),
          LocalTime.of(17, 0),
          1000);

  /** A Thursday, 15:00 in Viet Nam. */
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-10-01T08:00:00Z"));

  private final Clock clock = ((InstantSource) now::get).withZone(ZoneId.of("Asia/Ho_Chi_Minh"));
  private final ThrottledBackend throttled =
      new ThrottledBackend(
          new MemoryBackend(),
          List.of(OFFICE),
          clock,
          pause -> now.updateAndGet(at -> at.plus(pause)));

  @Override
  public Backend backend() {
    return throttled;
  }

  private Duration takes(Runnable act) {
    Instant before = now.get();
    act.run();
    return Duration.between(before, now.get());
  }

  @Test
  void keepsToTheRateInOfficeHours() {
    Duration took =
        takes(() -> {
          for (int i = 1; i <= 10; i++) {
            byte[] content = new byte[2000 + i];
            throttled.save(FileKind.PACK, BackendContract.nameOf(content), content);
          }
        });

    assertThat(took).isEqualTo(Duration.ofMillis(9 * 2000 + 45));
    assertThat(throttled.stats().waited()).isEqualTo(took);
    assertThat(throttled.stats().bytes()).isEqualTo(10 * 2000 + 55);
  }

  @Test
  void countsWhatIsRead() {
    byte[] content = new byte[5000];
    String name = BackendContract.nameOf(content);
    throttled.save(FileKind.PACK, name, content);

    assertThat(takes(() -> throttled.load(FileKind.PACK, name))).isEqualTo(Duration.ofSeconds(5));
    assertThat(takes(() -> throttled.load(FileKind.PACK, name, 0, 1000)))
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void holdsNothingBackOutsideTheWindows() {
    now.set(Instant.parse("2026-10-01T12:00:00Z"));
    byte[] content = new byte[1_000_000];
    throttled.save(FileKind.PACK, BackendContract.nameOf(content), content);

    assertThat(takes(() -> throttled.load(FileKind.PACK, BackendContract.nameOf(content))))
        .isZero();
  }

  @Test
  void aWindowMayGoOverMidnight() {
    RateWindow night =
        new RateWindow(EnumSet.of(DayOfWeek.SUNDAY), LocalTime.of(22, 0), LocalTime.of(5, 0), 1);

    assertThat(night.holds(java.time.LocalDateTime.parse("2026-10-04T23:00:00"))).isTrue();
    assertThat(night.holds(java.time.LocalDateTime.parse("2026-10-05T04:59:00"))).isTrue();
    assertThat(night.holds(java.time.LocalDateTime.parse("2026-10-05T05:00:00"))).isFalse();
    assertThat(night.holds(java.time.LocalDateTime.parse("2026-10-04T04:00:00"))).isFalse();
  }
}
