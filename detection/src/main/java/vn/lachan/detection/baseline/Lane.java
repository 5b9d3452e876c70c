package vn.lachan.detection.baseline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The periods of one key in one kind of hours: the current one, the one before while late events
 * may come, and what was learned from all others. For one thread.
 */
final class Lane {
  private final long length;
  private final long lateness;
  private final Learned learned;
  private @Nullable Period current;
  private @Nullable Period previous;
  private long closedUntil = Long.MIN_VALUE / 2;

  Lane(long length, long lateness, Learned learned) {
    this.length = length;
    this.lateness = lateness;
    this.learned = learned;
  }

  Learned learned() {
    return learned;
  }

  /** The period that begins at {@code start}; null when it is closed. */
  @Nullable Period at(long start, long arrived) {
    Period before = previous;
    if (before != null && before.start() + length + lateness < arrived) {
      close(before);
      previous = null;
    }
    Period now = current;
    if (now == null || start > now.start()) {
      if (now != null) {
        moveOn(now, arrived);
      }
      Period next = new Period(start);
      current = next;
      return next;
    }
    return start == now.start() ? now : earlier(start, arrived);
  }

  private void moveOn(Period now, long arrived) {
    Period before = previous;
    if (before != null) {
      close(before);
      previous = null;
    }
    if (now.start() + length + lateness < arrived) {
      close(now);
    } else {
      previous = now;
    }
  }

  private @Nullable Period earlier(long start, long arrived) {
    Period before = previous;
    if (before == null && start > closedUntil && start + length + lateness >= arrived) {
      before = new Period(start);
      previous = before;
    }
    return before != null && before.start() == start ? before : null;
  }

  private void close(Period period) {
    period.learnInto(learned);
    closedUntil = Math.max(closedUntil, period.start());
  }

  void write(DataOutputStream out) throws IOException {
    learned.write(out);
    Period.write(current, out);
    Period.write(previous, out);
    out.writeLong(closedUntil);
  }

  void read(DataInputStream in) throws IOException {
    learned.read(in);
    current = Period.read(in);
    previous = Period.read(in);
    closedUntil = in.readLong();
  }
}
