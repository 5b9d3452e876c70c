package vn.lachan.events;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads addresses and networks from text, strictly and without ever asking a name server. */
final class IpText {

  /** All addresses from {@code first} to {@code last}, both included. */
  record Range(InetAddress first, InetAddress last) {}

  /** The address written in {@code text}, or null. */
  static @Nullable InetAddress parse(String text) {
    if (text.indexOf(':') < 0) {
      byte[] bytes = fourBytes(text);
      return bytes == null ? null : ofBytes(bytes);
    }
    if (text.length() > 45 || text.startsWith("[") || text.indexOf('%') >= 0) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null; // text of a log that looks like an address
    }
  }

  /**
   * Reads {@code 10.0.0.1}, a network {@code 10.60.0.0/16} or the beginning of an IPv4 address
   * {@code 10.60.*}.
   */
  static Optional<Range> range(String text) {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      return network(text.substring(0, slash), text.substring(slash + 1));
    }
    if (text.endsWith(".*")) {
      return beginning(text.substring(0, text.length() - 2));
    }
    InetAddress address = parse(text);
    return address == null ? Optional.empty() : Optional.of(new Range(address, address));
  }

  /** {@code address} as RFC 5952 writes it. */
  static String text(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return address.getHostAddress();
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int[] gap = longestZeros(groups);
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (gap[1] > 1 && i == gap[0]) {
        text.append("::");
        i += gap[1] - 1;
      } else {
        if (i > 0 && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  /** Start and length of the longest run of zeros, the first of equal ones. */
  private static int[] longestZeros(int[] groups) {
    int[] best = {-1, 0};
    int length = 0;
    for (int i = 0; i < groups.length; i++) {
      length = groups[i] == 0 ? length + 1 : 0;
      if (length > best[1]) {
        best[0] = i - length + 1;
        best[1] = length;
      }
    }
    return best;
  }

  private static Optional<Range> network(String address, String length) {
    InetAddress base = parse(address);
    Long bits = EcsSchema.wholeNumber(length);
    if (base == null || bits == null || bits < 0 || bits > base.getAddress().length * 8L) {
      return Optional.empty();
    }
    return Optional.of(range(base.getAddress(), bits.intValue()));
  }

  private static Optional<Range> beginning(String text) {
    long parts = text.chars().filter(c -> c == '.').count() + 1;
    if (parts > 3) {
      return Optional.empty();
    }
    byte[] bytes = fourBytes(text + ".0".repeat((int) (4 - parts)));
    return bytes == null ? Optional.empty() : Optional.of(range(bytes, (int) parts * 8));
  }

  private static Range range(byte[] address, int bits) {
    byte[] first = address.clone();
    byte[] last = address.clone();
    for (int bit = bits; bit < address.length * 8; bit++) {
      int mask = 0x80 >> (bit % 8);
      first[bit / 8] &= (byte) ~mask;
      last[bit / 8] |= (byte) mask;
    }
    return new Range(ofBytes(first), ofBytes(last));
  }

  private static byte @Nullable [] fourBytes(String text) {
    byte[] bytes = new byte[4];
    int part = 0;
    int value = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '.' : text.charAt(i);
      if (c == '.') {
        if (value < 0 || part == 4) {
          return null;
        }
        bytes[part++] = (byte) value;
        value = -1;
      } else if (c >= '0' && c <= '9' && value != 0) {
        value = Math.max(value, 0) * 10 + (c - '0');
        if (value > 255) {
          return null;
        }
      } else {
        return null;
      }
    }
    return part == 4 ? bytes : null;
  }

  private static InetAddress ofBytes(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes, not " + bytes.length, e);
    }
  }

  private IpText() {}
}
