package vn.lachan.detection.baseline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import vn.lachan.detection.sigma.SigmaBaseline;

/** Amounts of a key: {@code count}, {@code distinct}, {@code sum}, {@code value}. */
final class Amounts implements KeyState {
  private final long learn;
  private final Lane working;
  private final Lane off;
  private long since = Long.MAX_VALUE;

  Amounts(SigmaBaseline what, BaselineLimits limits) {
    this.learn = what.learn().toMillis();
    this.working = lane(what, limits);
    this.off = lane(what, limits);
  }

  private static Lane lane(SigmaBaseline what, BaselineLimits limits) {
    // At least two periods a stretch, so that a quantile is one of several.
    long stretch = Math.max(what.learn().toMillis(), 2 * what.period().toMillis());
    return new Lane(
        what.period().toMillis(),
        limits.lateness().toMillis(),
        new Learned(stretch, what.quantile()));
  }

  Lane lane(boolean offHours) {
    return offHours ? off : working;
  }

  void seenAt(long time) {
    if (since == Long.MAX_VALUE) {
      since = time;
    }
  }

  /** Whether what happens in the period that begins at {@code start} may be judged. */
  boolean knows(long start) {
    return since != Long.MAX_VALUE && start - since >= learn;
  }

  @Override
  public boolean learning(Clocks clocks) {
    return !knows(clocks.latest());
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeLong(since);
    working.write(out);
    off.write(out);
  }

  @Override
  public void read(DataInputStream in) throws IOException {
    since = in.readLong();
    working.read(in);
    off.read(in);
  }
}
