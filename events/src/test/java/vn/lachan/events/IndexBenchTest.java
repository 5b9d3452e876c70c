package vn.lachan.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexBenchTest {
  @TempDir Path folder;

  @Test
  void measuresWhatItAppends() {
    try (LuceneEventStore store = LuceneEventStore.open(folder, LuceneSettings.DEFAULT)) {
      IndexBench.Result result =
          new IndexBench(store, 2)
              .run(
                  List.of(
                      TestEvents.series(0, 500, TestEvents.NOON),
                      TestEvents.series(500, 500, TestEvents.NOON)));

      assertThat(result.events()).isEqualTo(1_000);
      assertThat(result.bytesPerEvent()).isBetween(50.0, 5_000.0);
      assertThat(result.cpu()).isPositive();
    }
  }

  @Test
  void tellsWhatTheBytesAreSpentOn() throws IOException {
    try (LuceneEventStore store = LuceneEventStore.open(folder, LuceneSettings.DEFAULT)) {
      store.append(TestEvents.series(0, 500, TestEvents.NOON));
      store.flush();
      long all = store.partitions().stream().mapToLong(EventStore.Partition::bytes).sum();
      store.compactIngestedBefore(TimeRange.ALL.to());
      Map<String, Long> parts = IndexBench.parts(folder);

      assertThat(parts)
          .containsOnlyKeys("stored", "values", "terms", "lists", "positions", "points", "rest");
      assertThat(parts.values()).allMatch(bytes -> bytes > 0);
      assertThat(parts.values().stream().mapToLong(Long::longValue).sum())
          .isBetween(all / 2, all * 2);
    }
  }

  @Test
  void storesNoHashThatTheLineHas() throws IOException {
    long derived = stored("derived", number -> Digits.sha256(line(number)));
    long given = stored("given", number -> Digits.sha256("another " + line(number)));

    assertThat(given - derived).isGreaterThan(500 * 30);
  }

  private long stored(String name, IntFunction<String> hash) throws IOException {
    Path own = folder.resolve(name);
    try (LuceneEventStore store = LuceneEventStore.open(own, LuceneSettings.DEFAULT)) {
      store.append(
          IntStream.range(0, 500)
              .mapToObj(number ->
                  TestEvents.at("e" + number, TestEvents.NOON)
                      .set("event.original", line(number))
                      .set("event.hash", hash.apply(number))
                      .build())
              .toList());
      store.flush();
    }
    return IndexBench.parts(own).get("stored");
  }

  private static String line(int number) {
    return "hồ sơ " + number;
  }

  @Test
  void dividesByTime() {
    IndexBench.Result result =
        new IndexBench.Result(3_000, Duration.ofSeconds(2), Duration.ofSeconds(3), 600_000);

    assertThat(result.perSecond()).isCloseTo(1_500, within(0.1));
    assertThat(result.perCpuSecond()).isCloseTo(1_000, within(0.1));
    assertThat(result.bytesPerEvent()).isCloseTo(200, within(0.1));
  }
}
