package vn.lachan.detection.baseline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.sigma.SigmaBaseline.Kind;

/** One period of one key while it still takes events. For one thread. */
final class Period {
  /** 4,096 registers of 4 bits: 2 KB, and 1.6 % off where there are many values. */
  private static final int LG_REGISTERS = 12;

  private final long start;
  private final Deque<String> ids = new ArrayDeque<>();
  private double amount;
  private @Nullable HllSketch different;
  private double[] samples = {};
  private int sampled;
  private long events;
  private long first;
  private double cap = Double.NaN;

  Period(long start) {
    this.start = start;
    this.first = Long.MAX_VALUE;
  }

  long start() {
    return start;
  }

  long first() {
    return first;
  }

  long events() {
    return events;
  }

  List<String> ids() {
    return List.copyOf(ids);
  }

  boolean raised() {
    return !Double.isNaN(cap);
  }

  /** An alert was raised; the period is learned as if it had stopped at {@code limit}. */
  void raised(double limit) {
    cap = limit;
  }

  /** Adds an event; gives what is to be compared. */
  double add(Kind kind, String text, double number, Observation seen, BaselineLimits limits) {
    events++;
    first = Math.min(first, seen.time());
    if (ids.size() == limits.idsPerAlert()) {
      ids.removeFirst();
    }
    ids.addLast(seen.eventId());
    switch (kind) {
      case DISTINCT -> {
        HllSketch sketch = different;
        if (sketch == null) {
          sketch = new HllSketch(LG_REGISTERS, TgtHllType.HLL_4);
          different = sketch;
        }
        sketch.update(text);
        amount = Math.rint(sketch.getEstimate());
      }
      case VALUE -> {
        if (sampled < limits.samplesPerPeriod()) {
          if (sampled == samples.length) {
            samples = Arrays.copyOf(samples, Math.max(8, sampled * 2));
          }
          samples[sampled++] = number;
        }
        return number;
      }
      case SUM -> amount += number;
      case COUNT, FIRST_SEEN, REAPPEARS, SILENCE, MISSING -> amount++;
    }
    return amount;
  }

  void learnInto(Learned learned) {
    double[] amounts = sampled > 0 ? Arrays.copyOf(samples, sampled) : new double[] {amount};
    if (raised()) {
      for (int i = 0; i < amounts.length; i++) {
        amounts[i] = Math.min(amounts[i], cap);
      }
    }
    learned.add(amounts, amounts.length, start);
  }

  static void write(@Nullable Period period, DataOutputStream out) throws IOException {
    out.writeBoolean(period != null);
    if (period != null) {
      period.write(out);
    }
  }

  private void write(DataOutputStream out) throws IOException {
    out.writeLong(start);
    out.writeDouble(amount);
    HllSketch sketch = different;
    Bytes.writeArray(sketch == null ? new byte[0] : sketch.toUpdatableByteArray(), out);
    out.writeInt(sampled);
    for (int i = 0; i < sampled; i++) {
      out.writeDouble(samples[i]);
    }
    out.writeLong(events);
    out.writeLong(first);
    out.writeDouble(cap);
    Bytes.writeTexts(ids, out);
  }

  static @Nullable Period read(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    Period period = new Period(in.readLong());
    period.amount = in.readDouble();
    byte[] sketch = Bytes.readArray(in);
    period.different = sketch.length == 0 ? null : HllSketch.heapify(sketch);
    period.sampled = in.readInt();
    if (period.sampled < 0 || period.sampled > in.available()) {
      throw new IOException("samples are cut short");
    }
    period.samples = new double[period.sampled];
    for (int i = 0; i < period.sampled; i++) {
      period.samples[i] = in.readDouble();
    }
    period.events = in.readLong();
    period.first = in.readLong();
    period.cap = in.readDouble();
    period.ids.addAll(Bytes.readTexts(in));
    return period;
  }
}
