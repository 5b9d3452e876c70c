package vn.lachan.collector.journal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;

/** Measures the journal alone: append until durable, and read back. */
public final class JournalBench {
  private JournalBench() {}

  /**
   * What was measured.
   *
   * @param lines lines written and read
   * @param bytes their bytes
   * @param append from the first hand-over until the last line was durable
   * @param read reading all of them back
   */
  public record Result(long lines, long bytes, Duration append, Duration read) {
    public double appendedPerSecond() {
      return lines * 1e9 / append.toNanos();
    }

    public double readPerSecond() {
      return lines * 1e9 / read.toNanos();
    }
  }

  /**
   * Writes {@code lines} again and again until {@code count} are durable in a new journal in {@code
   * folder}, in batches as an input would hand them over, then reads them back.
   */
  public static Result run(
      Path folder, JournalSettings settings, List<String> lines, int count, InstantSource clock)
      throws InterruptedException {
    List<byte[]> samples =
        lines.stream().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
    long bytes = 0;
    try (Journal journal = Journal.open(folder, settings);
        JournalReader reader = journal.reader("bench")) {
      long start = System.nanoTime();
      List<Receipt> receipts = new ArrayList<>();
      for (int done = 0; done < count; ) {
        List<RawLog> batch = new ArrayList<>();
        for (; batch.size() < 200 && done < count; done++) {
          byte[] sample = samples.get(done % samples.size());
          bytes += sample.length;
          batch.add(new RawLog("bench", clock.instant(), "", "bench:" + done, sample));
        }
        receipts.add(journal.take(batch, Intake.FOREVER));
      }
      for (Receipt receipt : receipts) {
        if (receipt instanceof Receipt.Taken taken) {
          taken.durable().join();
        }
      }
      long appended = System.nanoTime();
      long read = 0;
      while (read < count) {
        read += reader.read(2_000, Duration.ofSeconds(10)).logs().size();
      }
      long end = System.nanoTime();
      return new Result(
          count, bytes, Duration.ofNanos(appended - start), Duration.ofNanos(end - appended));
    }
  }
}
