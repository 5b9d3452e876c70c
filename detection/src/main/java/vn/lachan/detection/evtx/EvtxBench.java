package vn.lachan.detection.evtx;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;

/** Measures how fast one thread turns the bytes of event log files into events. */
public final class EvtxBench {
  private static final double NANOS = 1e9;
  private static final double MEBIBYTE = 1 << 20;

  /**
   * What was measured.
   *
   * @param events read in all measured passes
   * @param bytes read in all measured passes
   * @param seconds processor time of the reading thread in all measured passes
   * @param bestPerSecond events per second of processor time, of the best pass
   */
  public record Result(long events, long bytes, double seconds, double bestPerSecond) {

    /** Events per second of processor time over all measured passes. */
    public double perSecond() {
      return events / seconds;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d events, %.1f MiB in %.2f processor seconds: %.0f events/s, %.0f MiB/s;"
              + " best pass %.0f events/s",
          events,
          bytes / MEBIBYTE,
          seconds,
          perSecond(),
          bytes / MEBIBYTE / seconds,
          bestPerSecond);
    }
  }

  /**
   * Reads all {@code files} once for every warm-up pass and then {@code passes} times.
   *
   * @throws IOException never; the files are in memory
   */
  public static Result run(List<byte[]> files, int warmUp, int passes) throws IOException {
    EvtxReader reader = new EvtxReader();
    for (int pass = 0; pass < warmUp; pass++) {
      pass(reader, files);
    }
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long bytes = files.stream().mapToLong(file -> file.length).sum() * passes;
    long events = 0;
    long nanos = 0;
    double best = 0;
    for (int pass = 0; pass < passes; pass++) {
      long start = threads.getCurrentThreadCpuTime();
      long read = pass(reader, files);
      long cpu = Math.max(1, threads.getCurrentThreadCpuTime() - start);
      events += read;
      nanos += cpu;
      best = Math.max(best, read / (cpu / NANOS));
    }
    return new Result(events, bytes, nanos / NANOS, best);
  }

  private static long pass(EvtxReader reader, List<byte[]> files) throws IOException {
    long events = 0;
    for (byte[] file : files) {
      events += reader.read(new ByteArrayInputStream(file), _ -> {}).events();
    }
    return events;
  }

  private EvtxBench() {}
}
