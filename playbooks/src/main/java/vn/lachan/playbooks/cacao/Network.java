package vn.lachan.playbooks.cacao;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import vn.lachan.incidents.task.ValueType;

/** An IP network, or one address as the network that holds nothing else. Immutable. */
final class Network {
  private final byte[] address;
  private final int prefix;

  private Network(byte[] address, int prefix) {
    this.address = address;
    this.prefix = prefix;
  }

  /** Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or an address; no name is ever looked up. */
  static Optional<Network> parse(String text) {
    int cut = text.indexOf('/');
    String host = cut < 0 ? text : text.substring(0, cut);
    byte[] address;
    if (ValueType.IPV4_ADDR.accepts(host)) {
      address = ipv4(host);
    } else if (ValueType.IPV6_ADDR.accepts(host)) {
      try {
        InetAddress parsed = Inet6Address.ofLiteral(host);
        address = parsed.getAddress();
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    } else {
      return Optional.empty();
    }
    int bits = address.length * 8;
    if (cut < 0) {
      return Optional.of(new Network(address, bits));
    }
    String prefix = text.substring(cut + 1);
    boolean fits = prefix.matches("\\d{1,3}") && Integer.parseInt(prefix) <= bits;
    return fits ? Optional.of(new Network(address, Integer.parseInt(prefix))) : Optional.empty();
  }

  private static byte[] ipv4(String host) {
    String[] parts = host.split("\\.", 4);
    byte[] address = new byte[4];
    for (int i = 0; i < 4; i++) {
      address[i] = (byte) Integer.parseInt(parts[i]);
    }
    return address;
  }

  /** Whether every address of {@code other} is one of this network. */
  boolean holds(Network other) {
    if (address.length != other.address.length || prefix > other.prefix) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((address[bit / 8] & mask) != (other.address[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
