package vn.lachan.detection.baseline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import vn.lachan.detection.sigma.SigmaBaseline.Hours;

/**
 * Tells how much time has passed, by the arrival of events: all time, working time and other time,
 * in milliseconds since the first event. What the calendar said last holds until an event says
 * otherwise. Time in which nothing at all arrived counts only up to a limit. For one thread.
 */
final class Clocks {
  private static final int ALL = 0;
  private static final int WORKING = 1;
  private static final int OFF = 2;

  private final long blindAfter;
  private final long[] passed = new long[3];
  private boolean started;
  private long latest;
  private int phase;
  private long blind;

  Clocks(long blindAfter) {
    this.blindAfter = blindAfter;
  }

  /** Goes on to {@code arrived}; earlier arrivals change nothing. */
  void advance(long arrived, String working) {
    if (!started) {
      started = true;
      latest = arrived;
    }
    long step = Math.max(0, arrived - latest);
    long counted = Math.min(step, blindAfter);
    blind += step - counted;
    passed[ALL] += counted;
    if (phase != ALL) {
      passed[phase] += counted;
    }
    latest += step;
    if (working.equals("true")) {
      phase = WORKING;
    } else if (working.equals("false")) {
      phase = OFF;
    }
  }

  /** Latest arrival, milliseconds since 1970. */
  long latest() {
    return latest;
  }

  long passed(Hours hours) {
    return passed[index(hours)];
  }

  long blind() {
    return blind;
  }

  static int index(Hours hours) {
    return switch (hours) {
      case ALL, SPLIT -> ALL;
      case WORKING -> WORKING;
      case OFF -> OFF;
    };
  }

  void copy(Clocks other) {
    System.arraycopy(other.passed, 0, passed, 0, passed.length);
    started = other.started;
    latest = other.latest;
    phase = other.phase;
    blind = other.blind;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeBoolean(started);
    out.writeLong(latest);
    out.writeInt(phase);
    out.writeLong(blind);
    for (long time : passed) {
      out.writeLong(time);
    }
  }

  void read(DataInputStream in) throws IOException {
    started = in.readBoolean();
    latest = in.readLong();
    phase = in.readInt();
    blind = in.readLong();
    for (int i = 0; i < passed.length; i++) {
      passed[i] = in.readLong();
    }
    if (phase < ALL || phase > OFF) {
      throw new IOException("unknown phase " + phase);
    }
  }
}
