package vn.lachan.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.repository.StorageId;

class RetentionPolicyTest {

  private static final Instant NOW = Instant.parse("2026-10-01T08:00:00Z");

  static StoredSnapshot snapshot(int number, OffsetDateTime time, String... tags) {
    return new StoredSnapshot(
        new StorageId(number, 0, 0, 0),
        time,
        new StorageId(0, number, 0, 0),
        Optional.empty(),
        Optional.empty(),
        List.of("/hồ sơ"),
        "máy",
        List.of(tags),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  /** One a day for a hundred days, the newest just before now. */
  private static List<StoredSnapshot> daily() {
    return IntStream.range(0, 100)
        .mapToObj(i -> snapshot(i, NOW.atOffset(ZoneOffset.ofHours(7)).minusDays(i).minusHours(1)))
        .toList();
  }

  private static RetentionPolicy counts(int last, int daily, int weekly, int monthly) {
    return new RetentionPolicy(
        last, 0, daily, weekly, monthly, 0, Span.NONE, Span.NONE, Span.NONE, Span.NONE, Span.NONE,
        Span.NONE, List.of());
  }

  private static long kept(RetentionPolicy policy, List<StoredSnapshot> snapshots) {
    return policy.decide(snapshots, NOW).stream().filter(RetentionPolicy.Verdict::isKept).count();
  }

  @Test
  void keepsSonsFathersAndGrandfathers() {
    assertThat(kept(counts(3, 0, 0, 0), daily())).isEqualTo(3);
    assertThat(kept(counts(0, 7, 0, 0), daily())).isEqualTo(7);
    assertThat(kept(counts(0, 7, 4, 3), daily())).isBetween(10L, 13L);
  }

  @Test
  void keepsEverythingWithoutARule() {
    assertThat(kept(RetentionPolicy.KEEP_ALL, daily())).isEqualTo(100);
  }

  @Test
  void keepsWhatHasAllTagsOfASet() {
    RetentionPolicy policy =
        new RetentionPolicy(
            0,
            0,
            0,
            0,
            0,
            0,
            Span.NONE,
            Span.NONE,
            Span.NONE,
            Span.NONE,
            Span.NONE,
            Span.NONE,
            List.of(Set.of("giữ", "vụ 42")));
    OffsetDateTime time = NOW.atOffset(ZoneOffset.UTC);
    List<StoredSnapshot> snapshots =
        List.of(snapshot(1, time, "giữ"), snapshot(2, time.minusDays(1), "vụ 42", "giữ", "x"));

    assertThat(policy.decide(snapshots, NOW))
        .filteredOn(RetentionPolicy.Verdict::isKept)
        .extracting(v -> v.snapshot().id().a())
        .containsExactly(2L);
  }

  @Test
  void countsSpansFromTheNewestThatIsNotInTheFuture() {
    RetentionPolicy week =
        new RetentionPolicy(
            0,
            0,
            0,
            0,
            0,
            0,
            new Span(0, 0, 7, 0),
            Span.NONE,
            Span.NONE,
            Span.NONE,
            Span.NONE,
            Span.NONE,
            List.of());
    List<StoredSnapshot> withFuture = new ArrayList<>(daily());
    withFuture.add(snapshot(1000, NOW.atOffset(ZoneOffset.UTC).plusYears(3)));

    assertThat(kept(week, daily())).isEqualTo(7);
    assertThat(kept(week, withFuture)).as("a date in the future pushes nothing out").isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({
    "1y5m7d2h, 2026-03-31T10:00:00+07:00, 2024-10-24T08:00:00+07:00",
    "1m, 2026-03-31T10:00:00+07:00, 2026-03-03T10:00:00+07:00",
    "1y, 2024-02-29T00:00:00Z, 2023-03-01T00:00:00Z",
    "36h, 2026-03-01T00:00:00Z, 2026-02-27T12:00:00Z"
  })
  void countsBackAsGoDoes(String span, String from, String expected) {
    assertThat(Span.parse(span).orElseThrow().before(OffsetDateTime.parse(from)))
        .isEqualTo(OffsetDateTime.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "d7", "-1d", "1d1y", "1w"})
  void refusesASpanThatIsNone(String text) {
    assertThat(Span.parse(text)).isEmpty();
  }
}
