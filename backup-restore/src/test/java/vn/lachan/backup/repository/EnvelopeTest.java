package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

  private static final HexFormat HEX = HexFormat.of();
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The key and the sealed text restic's own tests use. */
  private static final RepositoryKey KNOWN =
      new RepositoryKey(
          HEX.parseHex("303e8687b1d7db18421bdc6bb8588ccadac4d59ee87b8ff70c44e635790cafef"),
          HEX.parseHex("ef4d8824cb80b2bcc5fbff8a9b12a42c"),
          HEX.parseHex("cc8d4b948ee0ebfe1d415de921d10353"));

  private static final byte[] KNOWN_SEALED =
      HEX.parseHex(
          "69fb41c62d12def4593bd71757138606338f621aeaeb39da0fe4f99233f8037a"
              + "54ea63338a813bcf3f75d8c3cc75dddf8750");

  private final Envelope envelope = new Envelope(KNOWN, RANDOM);

  @Test
  void opensWhatResticSealed() {
    assertThat(envelope.open(KNOWN_SEALED, 0, KNOWN_SEALED.length))
        .isEqualTo("Dies ist ein Test!".getBytes(StandardCharsets.US_ASCII));
  }

  /** Vectors of Bernstein's paper, appendix B. The last column of the paper is the tag. */
  @ParameterizedTest
  @CsvSource({
    "f3f6, 851fc40c3467ac0be05cc20404f3f700, ec074c835580741701425b623235add6,"
        + " fb447350c4e868c52ac3275cf9d4327e, f4c633c3044fc145f84f335cb81953de",
    "'', a0f3080000f46400d0c7e9076c834403, 75deaa25c09f208e1dc4ce6b5cad3fbf,"
        + " 61ee09218d29b0aaed7e154a2c5509cc, dd3fab2251f11ac759f0887129cc2ee7",
    "663cea190ffb83d89593f3f476b6bc24d7e679107ea26adb8caf6652d0656136,"
        + " 48443d0bb0d21109c89a100b5ce2c208, 6acb5f61a7176dd320c5c1eb2edcdc74,"
        + " ae212a55399729595dea458bc621ff0e, 0ee1c16bb73f0f4fd19881753c01cdbe"
  })
  void computesBernsteinsTags(String message, String r, String k, String nonce, String tag) {
    byte[] content = HEX.parseHex(message);
    Poly1305 poly1305 = new Poly1305(AESEngine.newInstance());
    byte[] actual = new byte[16];
    poly1305.init(new ParametersWithIV(new KeyParameter(HEX.parseHex(r + k)), HEX.parseHex(nonce)));
    poly1305.update(content, 0, content.length);
    poly1305.doFinal(actual, 0);

    assertThat(HEX.formatHex(actual)).isEqualTo(tag);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 8191, 8192, 8193, 16384, 100_000})
  void opensWhatItSealedWhateverTheLength(int length) {
    byte[] plain = new byte[length];
    new Random(length).nextBytes(plain);

    byte[] sealed = envelope.seal(plain);

    assertThat(sealed).hasSize(length + Envelope.OVERHEAD);
    assertThat(envelope.open(sealed, 0, sealed.length)).isEqualTo(plain);
  }

  @Test
  void refusesEveryFlippedBit() {
    byte[] sealed = KNOWN_SEALED.clone();
    for (int bit = 0; bit < 8 * sealed.length; bit++) {
      sealed[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(envelope.open(sealed, 0, sealed.length)).isNull();
      sealed[bit / 8] ^= (byte) (1 << (bit % 8));
    }
  }

  @Test
  void refusesWhatIsTooShort() {
    assertThat(envelope.open(new byte[31], 0, 31)).isNull();
  }

  @Test
  void sealsTheSameTextDifferentlyEachTime() {
    assertThat(envelope.seal(new byte[16])).isNotEqualTo(envelope.seal(new byte[16]));
  }

  @Test
  void hidesTheKeyInText() {
    assertThat(KNOWN.toString()).isEqualTo("RepositoryKey[hidden]");
    assertThat(KNOWN.document().toString()).doesNotContain("MD6Gh7");
  }
}
