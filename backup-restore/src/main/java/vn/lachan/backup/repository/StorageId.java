package vn.lachan.backup.repository;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The SHA-256 of some content, which is also its name in the repository.
 *
 * <p>Four numbers, most significant first; {@link #toString()} gives the 64 lower-case hexadecimal
 * digits used as file names.
 */
public record StorageId(long a, long b, long c, long d) implements Comparable<StorageId> {

  static final int BYTES = 32;

  /** The id held in {@code digest}, 32 bytes. */
  public static StorageId of(byte[] digest) {
    if (digest.length != BYTES) {
      throw new IllegalArgumentException("an id has 32 bytes, not " + digest.length);
    }
    return read(ByteBuffer.wrap(digest));
  }

  /** What ids are made with. */
  public static MessageDigest newDigest() {
    return BlobCodec.newSha256();
  }

  static StorageId read(ByteBuffer from) {
    return new StorageId(from.getLong(), from.getLong(), from.getLong(), from.getLong());
  }

  /** The id written as {@code text}; empty when that is not 64 lower-case hexadecimal digits. */
  public static Optional<StorageId> parse(String text) {
    if (text.length() != 2 * BYTES) {
      return Optional.empty();
    }
    long[] words = new long[BYTES / Long.BYTES];
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      int value = digit <= '9' ? digit - '0' : digit - 'a' + 10;
      boolean hexadecimal = digit <= '9' ? digit >= '0' : digit >= 'a' && digit <= 'f';
      if (!hexadecimal) {
        return Optional.empty();
      }
      words[i >> 4] = words[i >> 4] << 4 | value;
    }
    return Optional.of(new StorageId(words[0], words[1], words[2], words[3]));
  }

  /** The 32 bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  /** The first eight digits, enough for people. */
  public String shortText() {
    return toString().substring(0, 8);
  }

  @Override
  public int compareTo(StorageId other) {
    int order = Long.compareUnsigned(a, other.a);
    if (order == 0) {
      order = Long.compareUnsigned(b, other.b);
    }
    if (order == 0) {
      order = Long.compareUnsigned(c, other.c);
    }
    return order == 0 ? Long.compareUnsigned(d, other.d) : order;
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }
}
