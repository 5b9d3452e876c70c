package vn.lachan.detection.baseline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.datasketches.tdigest.TDigestDouble;

/**
 * The distribution of past amounts as two t-digests: what is learned now, and what was learned in
 * the stretch before. So it covers one to two stretches, and old habits leave. Between changes only
 * the bytes of the digests are kept (at most about 2 KB each). For one thread.
 */
final class Learned {
  /** About 1 % off in the middle, much less at the ends; exact up to some fifty amounts. */
  private static final short COMPRESSION = 50;

  private static final byte[] NONE = {};

  private final long stretch;
  private final double quantile;
  private byte[] older = NONE;
  private byte[] newer = NONE;
  private long newerSince;
  private double value;

  /**
   * @param stretch milliseconds after which what is learned becomes the older part
   */
  Learned(long stretch, double quantile) {
    this.stretch = stretch;
    this.quantile = quantile;
  }

  /** Learns the first {@code count} amounts, at {@code time}. */
  void add(double[] amounts, int count, long time) {
    if (count == 0) {
      return;
    }
    if (newer.length > 0 && time - newerSince >= stretch) {
      older = newer;
      newer = NONE;
    }
    if (newer.length == 0) {
      newerSince = time;
    }
    TDigestDouble digest = digest(newer);
    for (int i = 0; i < count; i++) {
      digest.update(amounts[i]);
    }
    newer = digest.toByteArray();
    TDigestDouble both = digest(newer);
    if (older.length > 0) {
      both.merge(digest(older));
    }
    value = both.getQuantile(quantile);
  }

  private static TDigestDouble digest(byte[] bytes) {
    return bytes.length == 0
        ? new TDigestDouble(COMPRESSION)
        : TDigestDouble.heapify(MemorySegment.ofArray(bytes));
  }

  /** The quantile of what was learned; 0 when nothing was. */
  double value() {
    return value;
  }

  void write(DataOutputStream out) throws IOException {
    Bytes.writeArray(older, out);
    Bytes.writeArray(newer, out);
    out.writeLong(newerSince);
    out.writeDouble(value);
  }

  void read(DataInputStream in) throws IOException {
    older = Bytes.readArray(in);
    newer = Bytes.readArray(in);
    newerSince = in.readLong();
    value = in.readDouble();
  }
}
