package vn.lachan.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  @ParameterizedTest
  @CsvSource({
    "10.60.6.0/24, 10.60.6.255, true",
    "10.60.6.0/24, 10.60.7.0, false",
    "10.60.6.128/25, 10.60.6.127, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "10.60.6.7/32, 10.60.6.7, true",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "0.0.0.0/0, 2001:db8::1, false"
  })
  void holdsTheAddressesOfItsBlock(String network, String address, boolean holds) {
    assertThat(Network.parse(network).contains(InetAddress.ofLiteral(address).getAddress()))
        .isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "10.60.0.0/16, 10.60.6.0/24, true",
    "10.60.6.0/24, 10.60.6.0/24, true",
    "10.60.6.0/24, 10.60.7.0/24, false",
    "::/0, 10.60.7.0/24, false"
  })
  void overlapsInBothDirections(String one, String other, boolean overlaps) {
    assertThat(Network.parse(one).overlaps(Network.parse(other))).isEqualTo(overlaps);
    assertThat(Network.parse(other).overlaps(Network.parse(one))).isEqualTo(overlaps);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10.60.6.0", "10.60.6.1/24", "10.60.6.0/33", "10.60.6.0/x", "host/24", "/24"})
  void refusesWhatIsNoBlock(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(text));
  }

  @Test
  void countsItsAddresses() {
    assertThat(Network.parse("10.60.255.0/24").host(14).getHostAddress()).isEqualTo("10.60.255.14");
    assertThat(Network.parse("2001:db8::/64").host(256).getHostAddress())
        .isEqualTo("2001:db8:0:0:0:0:0:100");
    assertThat(Network.parse("255.255.255.0/24").host(255).getHostAddress())
        .isEqualTo("255.255.255.255");
    assertThatIllegalArgumentException().isThrownBy(() -> Network.parse("10.60.6.0/24").host(256));
  }

  @Test
  void comparesByValue() {
    assertThat(Network.parse("10.60.6.0/24"))
        .isEqualTo(Network.parse("10.60.6.0/24"))
        .isNotEqualTo(Network.parse("10.60.6.0/25"))
        .hasToString("10.60.6.0/24");
  }
}
