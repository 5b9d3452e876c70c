package vn.lachan.registry;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of IPv4 or IPv6 addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3).
 *
 * <p>Compared by value.
 */
public final class Network {
  private final byte[] address;
  private final int bits;

  private Network(byte[] address, int bits) {
    this.address = address;
    this.bits = bits;
  }

  /**
   * Reads {@code 10.60.72.0/24} or {@code 2001:db8::/32}.
   *
   * @throws IllegalArgumentException when the text is not a block, or has bits set after the prefix
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1) {
      throw new IllegalArgumentException("not a network: " + text);
    }
    try {
      byte[] address = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
      int bits = Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > address.length * 8) {
        throw new IllegalArgumentException("not a prefix length: " + text);
      }
      Network network = new Network(address, bits);
      if (!Arrays.equals(network.masked(address), address)) {
        throw new IllegalArgumentException("bits are set after the prefix: " + text);
      }
      return network;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a network: " + text, e);
    }
  }

  /** Whether {@code candidate} (four or sixteen bytes) lies inside. */
  public boolean contains(byte[] candidate) {
    return candidate.length == address.length && Arrays.equals(masked(candidate), address);
  }

  /** Whether some address lies in both; since blocks nest, one then holds the other. */
  public boolean overlaps(Network other) {
    return contains(other.address) || other.contains(address);
  }

  /**
   * The address {@code index} places behind the first one of the block.
   *
   * @throws IllegalArgumentException when it lies outside the block
   */
  public InetAddress host(int index) {
    byte[] host = new BigInteger(1, address).add(BigInteger.valueOf(index)).toByteArray();
    byte[] result = new byte[address.length];
    int length = Math.min(host.length, result.length);
    System.arraycopy(host, host.length - length, result, result.length - length, length);
    if (index < 0 || !contains(result)) {
      throw new IllegalArgumentException(index + " lies outside " + this);
    }
    try {
      return InetAddress.getByAddress(result);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  byte[] first() {
    return address.clone();
  }

  byte[] last() {
    byte[] last = address.clone();
    for (int i = 0; i < last.length; i++) {
      int keep = Math.clamp(bits - i * 8L, 0, 8);
      last[i] |= (byte) (0xff >> keep);
    }
    return last;
  }

  /** Length of the prefix; the longer of two blocks that hold an address is the closer one. */
  public int bits() {
    return bits;
  }

  private byte[] masked(byte[] value) {
    byte[] result = value.clone();
    for (int i = 0; i < result.length; i++) {
      int keep = Math.clamp(bits - i * 8L, 0, 8);
      result[i] &= (byte) (0xff << (8 - keep));
    }
    return result;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Network network
        && bits == network.bits
        && Arrays.equals(address, network.address);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(address) + bits;
  }

  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(address).getHostAddress() + "/" + bits;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
