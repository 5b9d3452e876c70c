package vn.lachan.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetworkMapTest {

  private static Optional<String> at(NetworkMap<String> map, String address) {
    return map.at(InetAddress.ofLiteral(address).getAddress());
  }

  @Test
  void findsTheClosestNetwork() {
    NetworkMap<String> map =
        NetworkMap.of(
            List.of(
                Map.entry(Network.parse("10.0.0.0/8"), "ten"),
                Map.entry(Network.parse("10.60.72.0/24"), "commune"),
                Map.entry(Network.parse("10.60.72.255/32"), "last"),
                Map.entry(Network.parse("255.255.255.255/32"), "end"),
                Map.entry(Network.parse("2001:db8::/32"), "six"),
                Map.entry(Network.parse("2001:db8:1::/48"), "close")));
    assertThat(at(map, "10.60.71.255")).contains("ten");
    assertThat(at(map, "10.60.72.0")).contains("commune");
    assertThat(at(map, "10.60.72.255")).contains("last");
    assertThat(at(map, "10.60.73.0")).contains("ten");
    assertThat(at(map, "11.0.0.0")).isEmpty();
    assertThat(at(map, "9.255.255.255")).isEmpty();
    assertThat(at(map, "255.255.255.255")).contains("end");
    assertThat(at(map, "2001:db8:1::5")).contains("close");
    assertThat(at(map, "2001:db8:2::5")).contains("six");
    assertThat(at(map, "2001:db9::")).isEmpty();
    assertThat(at(NetworkMap.of(List.of()), "10.0.0.1")).isEmpty();
  }

  /** The same answers as looking at every network, for nets that nest in all ways. */
  @Test
  void agreesWithLookingAtEveryNetwork() {
    Random random = new Random(42);
    for (int round = 0; round < 200; round++) {
      int length = random.nextBoolean() ? 4 : 16;
      Map<Network, String> networks = new LinkedHashMap<>();
      for (int i = 0; i < 40; i++) {
        networks.put(random(random, length), "n" + i);
      }
      NetworkMap<String> map = NetworkMap.of(new ArrayList<>(networks.entrySet()));
      for (int i = 0; i < 200; i++) {
        byte[] address = bytes(random, length);
        Optional<String> expected =
            networks.entrySet().stream()
                .filter(entry -> entry.getKey().contains(address))
                .max(Comparator.comparingInt(entry -> entry.getKey().bits()))
                .map(Map.Entry::getValue);
        assertThat(map.at(address)).isEqualTo(expected);
      }
    }
  }

  private static Network random(Random random, int length) {
    byte[] address = bytes(random, length);
    int bits = random.nextInt(length * 8 + 1);
    for (int bit = bits; bit < length * 8; bit++) {
      address[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    try {
      return Network.parse(InetAddress.getByAddress(address).getHostAddress() + "/" + bits);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Few different values in each byte, so that networks nest. */
  private static byte[] bytes(Random random, int length) {
    byte[] address = new byte[length];
    for (int i = 0; i < length; i++) {
      address[i] = (byte) (random.nextInt(4) == 0 ? 0xff : random.nextInt(2) * 0x80);
    }
    address[0] |= 0x20; // not an IPv4 address in IPv6
    return address;
  }
}
