package vn.lachan.collector;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Measures parsing and enriching alone, on one thread. */
public final class ParseBench {
  private ParseBench() {}

  /**
   * What was measured.
   *
   * @param lines lines parsed
   * @param bytes their bytes
   * @param fields fields of all their events
   * @param took time it took
   */
  public record Result(long lines, long bytes, long fields, Duration took) {
    public double perSecond() {
      return lines * 1e9 / took.toNanos();
    }
  }

  /**
   * Normalizes {@code lines} again and again, {@code count} in all.
   *
   * @param source id of the log source they are said to come from
   */
  public static Result run(
      Normalizer normalizer, String source, List<String> lines, int count, InstantSource clock) {
    List<byte[]> samples =
        lines.stream().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
    long bytes = 0;
    long fields = 0;
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      byte[] sample = samples.get(i % samples.size());
      RawLog log = new RawLog(source, clock.instant(), "", "bench:" + i, sample);
      fields += normalizer.normalize(log).fields().size();
      bytes += sample.length;
    }
    return new Result(count, bytes, fields, Duration.ofNanos(System.nanoTime() - start));
  }
}
