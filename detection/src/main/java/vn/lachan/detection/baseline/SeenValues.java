package vn.lachan.detection.baseline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import vn.lachan.detection.sigma.SigmaBaseline;

/** Values that a key has had, by hash, least recent first ({@code first_seen}). */
final class SeenValues implements KeyState {
  private final long learn;
  private final long forget;
  private final int most;
  private final LinkedHashMap<Long, Long> lastSeen = new LinkedHashMap<>();
  private long since = Long.MAX_VALUE;

  /** What a value is to its key. */
  enum Answer {
    KNOWN,
    NEW,
    /** New while the key is still learned. */
    LEARNED,
    /** Not among those remembered, but not all are remembered. */
    UNJUDGED
  }

  SeenValues(SigmaBaseline what, BaselineLimits limits) {
    this.learn = what.learn().toMillis();
    this.forget = what.period().toMillis();
    this.most = limits.valuesPerKey();
  }

  int size() {
    return lastSeen.size();
  }

  Answer see(long value, long time) {
    if (since == Long.MAX_VALUE) {
      since = time;
    }
    while (!lastSeen.isEmpty() && lastSeen.firstEntry().getValue() < time - forget) {
      lastSeen.pollFirstEntry();
    }
    Long last = lastSeen.get(value);
    if (last != null) {
      lastSeen.putLast(value, Math.max(last, time));
      return Answer.KNOWN;
    }
    boolean full = lastSeen.size() >= most;
    if (full) {
      lastSeen.pollFirstEntry();
    }
    lastSeen.putLast(value, time);
    if (full) {
      return Answer.UNJUDGED;
    }
    return time - since >= learn ? Answer.NEW : Answer.LEARNED;
  }

  @Override
  public boolean learning(Clocks clocks) {
    return clocks.latest() - since < learn;
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    out.writeLong(since);
    out.writeInt(lastSeen.size());
    for (Map.Entry<Long, Long> value : lastSeen.entrySet()) {
      out.writeLong(value.getKey());
      out.writeLong(value.getValue());
    }
  }

  @Override
  public void read(DataInputStream in) throws IOException {
    since = in.readLong();
    for (int n = in.readInt(); n > 0; n--) {
      lastSeen.put(in.readLong(), in.readLong());
    }
  }
}
