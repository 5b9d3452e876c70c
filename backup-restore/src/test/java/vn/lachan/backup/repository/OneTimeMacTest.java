package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vectors: RFC 8439, 2.5.2 and appendix A.3 (7 to 11: the carries that go wrong). */
class OneTimeMacTest {

  @ParameterizedTest
  @CsvSource({
    "85d6be7857556d337f4452fe42d506a8,0103808afb0db2fd4abff6af4149f51b,"
        + "43727970746f6772617068696320466f72756d205265736561726368204772"
        + "6f7570,a8061dc1305136c6c22b8baf0c0127a9",
    "02000000000000000000000000000000,00000000000000000000000000000000,"
        + "ffffffffffffffffffffffffffffffff,03000000000000000000000000000000",
    "02000000000000000000000000000000,ffffffffffffffffffffffffffffffff,"
        + "02000000000000000000000000000000,03000000000000000000000000000000",
    "01000000000000000000000000000000,00000000000000000000000000000000,"
        + "fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff"
        + "11000000000000000000000000000000,05000000000000000000000000000000",
    "01000000000000000000000000000000,00000000000000000000000000000000,"
        + "fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe"
        + "01010101010101010101010101010101,00000000000000000000000000000000",
    "02000000000000000000000000000000,00000000000000000000000000000000,"
        + "fdffffffffffffffffffffffffffffff,faffffffffffffffffffffffffffffff",
    "01000000000000000400000000000000,00000000000000000000000000000000,"
        + "e33594d7505e43b900000000000000003394d7505e4379cd0100000000000000"
        + "0000000000000000000000000000000001000000000000000000000000000000,"
        + "14000000000000005500000000000000",
    "01000000000000000400000000000000,00000000000000000000000000000000,"
        + "e33594d7505e43b900000000000000003394d7505e4379cd0100000000000000"
        + "00000000000000000000000000000000,13000000000000000000000000000000"
  })
  void givesThePublishedMacs(String r, String pad, String message, String mac) {
    byte[] content = hex(message);

    for (OneTimeMac each : all(hex(r))) {
      assertThat(each.mac(content, 0, content.length, hex(pad))).isEqualTo(hex(mac));
    }
  }

  /** Ours, and the JDK's where it is open: the tests are started so that it is. */
  private static List<OneTimeMac> all(byte[] r) {
    return List.of(new PortableMac(r), new JdkMac(r));
  }

  @Test
  void usesTheMacOfTheJdkWhereItIsOpen() {
    assertThat(JdkMac.isUsable()).isTrue();
    assertThat(OneTimeMac.of(new byte[16])).isInstanceOf(JdkMac.class);
  }

  @Test
  void givesTheSameMacOfLongMessagesAfterManyCalls() {
    Random random = new Random(43);
    byte[] content = random(random, 3_000_001);
    byte[] r = random(random, 16);
    JdkMac mac = new JdkMac(r);
    for (int i = 0; i < 3; i++) {
      byte[] pad = random(random, 16);
      assertThat(mac.mac(content, i, content.length - i, pad))
          .isEqualTo(new PortableMac(r).mac(content, i, content.length - i, pad));
    }
  }

  @Test
  void givesTheMacsOfBouncyCastle() {
    Random random = new Random(42);
    for (int i = 0; i < Integer.getInteger("lachan.mac.rounds", 20_000); i++) {
      byte[] key = random(random, 32);
      byte[] content = random(random, random.nextInt(300) + 3);
      int offset = random.nextInt(3);
      int length = content.length - offset;
      byte[] expected = new byte[16];
      Poly1305 other = new Poly1305();
      other.init(new KeyParameter(key));
      other.update(content, offset, length);
      other.doFinal(expected, 0);

      byte[] pad = Arrays.copyOfRange(key, 16, 32);
      for (OneTimeMac each : all(Arrays.copyOf(key, 16))) {
        assertThat(each.mac(content, offset, length, pad)).isEqualTo(expected);
      }
    }
  }

  /** Mostly ones or mostly zeros as often as anything else: there carries are long. */
  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    int kind = random.nextInt(4);
    if (kind < 2) {
      for (int i = 0; i < length; i++) {
        if (random.nextInt(8) > 0) {
          bytes[i] = (byte) -kind;
        }
      }
    }
    return bytes;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
