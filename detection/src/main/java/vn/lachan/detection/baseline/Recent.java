package vn.lachan.detection.baseline;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashSet;

/** The events seen last, by hash, so that one that comes twice counts once. For one thread. */
final class Recent {
  private final int most;
  private final LinkedHashSet<Long> hashes = new LinkedHashSet<>();

  Recent(int most) {
    this.most = most;
  }

  /** Whether it is seen for the first time; remembers it. */
  boolean isNew(String id) {
    if (!hashes.add(hash(id))) {
      return false;
    }
    if (hashes.size() > most) {
      hashes.removeFirst();
    }
    return true;
  }

  /** 64 bits of a text (FNV-1a over its characters, mixed once more). */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    return hash ^ (hash >>> 33);
  }

  void clear() {
    hashes.clear();
  }

  void copy(Recent other) {
    hashes.addAll(other.hashes);
    while (hashes.size() > most) {
      hashes.removeFirst();
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(hashes.size());
    for (long hash : hashes) {
      out.writeLong(hash);
    }
  }

  void read(DataInputStream in) throws IOException {
    hashes.clear();
    for (int n = in.readInt(); n > 0; n--) {
      hashes.add(in.readLong());
    }
  }
}
