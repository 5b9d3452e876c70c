package vn.lachan.detection.baseline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import vn.lachan.detection.sigma.SigmaBaseline;

/** How long a key has been silent, and how long it usually is ({@code silence}). */
final class Quiet implements KeyState {
  private static final int PENDING = 64;
  private static final long NOT_QUEUED = Long.MIN_VALUE;

  private final SigmaBaseline what;
  private final Learned gaps;
  private final double[] pending = new double[PENDING];
  private int pendings;
  private long since = -1;
  private long lastPassed;
  private long lastTime;
  private String lastId = "";
  private String organization = "";
  private String dataset = "";
  private boolean told;
  private long queued = NOT_QUEUED;

  Quiet(SigmaBaseline what) {
    this.what = what;
    this.gaps = new Learned(what.learn().toMillis(), what.quantile());
  }

  /**
   * The key is there.
   *
   * @param passed time by the clock of the rule
   */
  void see(Observation seen, Clocks clocks, long passed) {
    if (since < 0) {
      since = clocks.passed(SigmaBaseline.Hours.ALL);
    } else if (what.factor() > 0 && !told) {
      pending[pendings++] = passed - lastPassed;
      if (pendings == PENDING) {
        gaps.add(pending, pendings, clocks.latest());
        pendings = 0;
      }
    }
    lastPassed = passed;
    lastTime = seen.time();
    lastId = seen.eventId();
    organization = seen.text(Observation.ORGANIZATION);
    dataset = seen.text(Observation.DATASET);
    told = false;
  }

  long limit() {
    double usual = what.factor() * gaps.value();
    return Math.max(what.period().toMillis(), (long) usual);
  }

  /** When it has been silent too long, by the clock of the rule. */
  long deadline() {
    return lastPassed + limit();
  }

  boolean isTold() {
    return told;
  }

  long queued() {
    return queued;
  }

  void queue(long deadline) {
    queued = deadline;
  }

  void unqueue() {
    queued = NOT_QUEUED;
  }

  boolean isQueued() {
    return queued != NOT_QUEUED;
  }

  /** It is silent; nothing more is said until it is there again. */
  Deviation tell(int rule, List<String> key, Clocks clocks, long passed) {
    told = true;
    return new Deviation(
        rule,
        key,
        lastId,
        lastTime,
        clocks.latest(),
        passed - lastPassed,
        limit(),
        List.of(lastId),
        1,
        true,
        organization,
        dataset);
  }

  @Override
  public boolean learning(Clocks clocks) {
    return clocks.passed(SigmaBaseline.Hours.ALL) - since < what.learn().toMillis();
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    gaps.write(out);
    out.writeInt(pendings);
    for (int i = 0; i < pendings; i++) {
      out.writeDouble(pending[i]);
    }
    out.writeLong(since);
    out.writeLong(lastPassed);
    out.writeLong(lastTime);
    Bytes.writeText(lastId, out);
    Bytes.writeText(organization, out);
    Bytes.writeText(dataset, out);
    out.writeBoolean(told);
    out.writeLong(queued);
  }

  @Override
  public void read(DataInputStream in) throws IOException {
    gaps.read(in);
    pendings = in.readInt();
    if (pendings < 0 || pendings >= PENDING) {
      throw new IOException("too many gaps");
    }
    for (int i = 0; i < pendings; i++) {
      pending[i] = in.readDouble();
    }
    since = in.readLong();
    lastPassed = in.readLong();
    lastTime = in.readLong();
    lastId = Bytes.readText(in);
    organization = Bytes.readText(in);
    dataset = Bytes.readText(in);
    told = in.readBoolean();
    queued = in.readLong();
  }
}
