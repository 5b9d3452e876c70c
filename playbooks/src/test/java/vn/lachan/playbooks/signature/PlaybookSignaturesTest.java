package vn.lachan.playbooks.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.operator.OperatorCreationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.events.TestData;
import vn.lachan.playbooks.signature.SignatureCheck.Dialect;
import vn.lachan.playbooks.signature.SignatureCheck.Match;
import vn.lachan.playbooks.signature.SignatureCheck.Standing;

class PlaybookSignaturesTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final PlaybookSigner.Signee LAN =
      new PlaybookSigner.Signee("Công an tỉnh", "", Instant.parse("2027-01-01T00:00:00Z"));

  @TempDir Path folder;

  private static ObjectNode playbook() throws IOException {
    return (ObjectNode)
        MAPPER.readTree(Files.readString(TestData.require("cacao/mutation-base.json")));
  }

  /** The playbook to verify of the worked example. */
  private static String vector() throws IOException {
    String text =
        Files.readString(
            TestData.require("cacao/oasis-tcs-cacao/Examples/CACAO-2.0/signature-example-rsa.md"));
    Matcher blocks = Pattern.compile("```json\\s*(\\{.*?)```", Pattern.DOTALL).matcher(text);
    String last = "";
    while (blocks.find()) {
      ObjectNode block = (ObjectNode) MAPPER.readTree(blocks.group(1));
      boolean signed = block.path("signatures").path(0).has("value");
      if (signed
          && block.get("signatures").size() == 1
          && block.at("/signatures/0/signee").asString().startsWith("ACME")) {
        last = blocks.group(1);
      }
    }
    return last;
  }

  private static List<SignatureCheck> verify(String json) {
    return PlaybookSignatures.verify(MAPPER.readTree(json), TrustedKeys.NONE, NOW);
  }

  private static SigningKey key(KeyPair pair) {
    return SigningKey.of(pair.getPrivate(), pair.getPublic());
  }

  private static PlaybookSigner signer(KeyPair pair) {
    return new PlaybookSigner(key(pair), CLOCK);
  }

  private static TrustedKeys trusted(KeyPair pair) {
    return TrustedKeys.of(pair.getPublic());
  }

  @Test
  void verifiesTheWorkedExampleOfOasis() throws IOException {
    assertThat(verify(vector()))
        .singleElement()
        .satisfies(check -> {
          assertThat(check.match()).isEqualTo(Match.MATCHES);
          assertThat(check.dialect()).isEqualTo(Dialect.OASIS);
          assertThat(check.standing()).isEqualTo(Standing.EXPIRED);
          assertThat(check.signee()).isEqualTo("ACME Cyber Company");
        });
  }

  /** A change is a letter or digit of a name or value that becomes another one. */
  @Test
  void anyChangedByteOfTheExampleFails() throws IOException {
    ObjectNode parsed = (ObjectNode) MAPPER.readTree(vector());
    String text = parsed.toString();
    int changed = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c)) {
        continue;
      }
      char other = c == 'b' ? 'c' : 'b';
      String altered = text.substring(0, i) + other + text.substring(i + 1);
      try {
        List<SignatureCheck> checks = verify(altered);
        boolean still = checks.stream().anyMatch(check -> check.match() == Match.MATCHES);
        assertThat(still && !sameValue(text, altered)).as("at %s: %s", i, altered).isFalse();
        changed++;
      } catch (JacksonException _) {
        changed++;
      }
    }
    assertThat(changed).isGreaterThan(1000);
  }

  /** The last letter of base64 has bits that stand for nothing. */
  private static boolean sameValue(String first, String second) {
    String pointer = "/signatures/0/value";
    byte[] one = bytes(MAPPER.readTree(first).at(pointer).asString());
    byte[] two = bytes(MAPPER.readTree(second).at(pointer).asString());
    ObjectNode a = (ObjectNode) MAPPER.readTree(first);
    ObjectNode b = (ObjectNode) MAPPER.readTree(second);
    ((ObjectNode) a.at("/signatures/0")).remove("value");
    ((ObjectNode) b.at("/signatures/0")).remove("value");
    return a.equals(b) && java.util.Arrays.equals(one, two);
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getUrlDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  @ParameterizedTest
  @CsvSource({"RSA, RS256", "EC, ES256", "Ed25519, Ed25519"})
  void signsFromAPkcs12FileSoThatItVerifiesAndAChangeDoesNot(String kind, String algorithm)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPair pair = TestKeys.pair(kind);
    Path file = TestKeys.pkcs12(folder.resolve("khoa.p12"), pair);
    PlaybookSigner signer =
        new PlaybookSigner(SigningKey.fromPkcs12(file, TestKeys.PASSWORD, null), CLOCK);

    ObjectNode signed = signer.sign(playbook(), LAN);

    SignatureCheck check = PlaybookSignatures.verify(signed, TrustedKeys.NONE, NOW).getFirst();
    assertThat(check.isGood()).isTrue();
    assertThat(check.dialect()).isEqualTo(Dialect.OASIS);
    assertThat(check.algorithm()).isEqualTo(algorithm);
    assertThat(check.key()).isEqualTo(Keys.fingerprint(pair.getPublic()));
    assertThat(signed.get("modified")).isEqualTo(playbook().get("modified"));
    String text = signed.toString();
    Random random = new Random(7);
    for (int i = 0; i < 40; i++) {
      int at = text.indexOf("\"workflow\"") + random.nextInt(500);
      if (Character.isLetterOrDigit(text.charAt(at))) {
        char other = text.charAt(at) == 'a' ? 'e' : 'a';
        String altered = text.substring(0, at) + other + text.substring(at + 1);
        assertThat(verify(altered)).noneMatch(one -> one.match() == Match.MATCHES);
      }
    }
  }

  @Test
  void severalSignaturesStandBesideEachOther() throws IOException, GeneralSecurityException {
    ObjectNode once = signer(TestKeys.pair("EC")).sign(playbook(), LAN);
    ObjectNode twice = signer(TestKeys.pair("Ed25519")).sign(once, LAN);

    assertThat(verify(twice.toString())).hasSize(2).allMatch(SignatureCheck::isGood);
  }

  @Test
  void aCounterSignatureSealsTheSignatureItSigns() throws IOException, GeneralSecurityException {
    KeyPair second = TestKeys.pair("Ed25519");
    ObjectNode signed = signer(TestKeys.pair("EC")).sign(playbook(), LAN);
    String id = signed.at("/signatures/0/id").asString();

    ObjectNode counter = signer(second).counterSign(signed, id, LAN);

    assertThat(verify(counter.toString())).hasSize(2).allMatch(SignatureCheck::isGood);
    assertThat(verify(counter.toString()).getLast().counter()).isTrue();
    assertThat(PlaybookSignatures.isSignedBy(counter, trusted(second), NOW)).isTrue();
    ((ObjectNode) counter.at("/signatures/0")).put("signee", "Ai khác");
    assertThat(verify(counter.toString())).noneMatch(SignatureCheck::isGood);
    assertThat(PlaybookSignatures.isSignedBy(counter, trusted(second), NOW)).isFalse();
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> signer(second).counterSign(signed, "jss--other", LAN));
  }

  @Test
  void readsTheDialectOfRoaster() throws IOException, GeneralSecurityException {
    KeyPair pair = TestKeys.pair("RSA");
    ObjectNode signed = signer(pair).sign(playbook().put("description", ""), LAN);
    ObjectNode signature = (ObjectNode) signed.at("/signatures/0");
    signature.put("hash_algorithm", "sha256").put("algorithm", "RSA-SHA256");
    signature.remove("value");
    byte[] canonical =
        CanonicalJson.of(
            CanonicalJson.withoutEmpty(PlaybookSignatures.signed(signed, List.of(signature))));
    signature.put(
        "value",
        HexFormat.of()
            .formatHex(key(pair).sign(PlaybookSignatures.hexDigest("SHA-256", canonical))));

    assertThat(verify(signed.toString()).getFirst().dialect()).isEqualTo(Dialect.ROASTER);
  }

  @Test
  void readsASignatureOfTheCanonicalFormItself() throws IOException, GeneralSecurityException {
    KeyPair pair = TestKeys.pair("Ed25519");
    ObjectNode signed = signer(pair).sign(playbook(), LAN);
    ObjectNode signature = (ObjectNode) signed.at("/signatures/0");
    byte[] canonical = CanonicalJson.of(PlaybookSignatures.signed(signed, List.of(signature)));
    signature.put(
        "value", Base64.getUrlEncoder().withoutPadding().encodeToString(key(pair).sign(canonical)));

    assertThat(verify(signed.toString()).getFirst().dialect()).isEqualTo(Dialect.PLAIN);
  }

  @Test
  void saysWhyASignatureIsNotInForce() throws IOException, GeneralSecurityException {
    KeyPair pair = TestKeys.pair("Ed25519");
    ObjectNode signed = signer(pair).sign(playbook(), LAN);

    assertThat(standing(signed, NOW.minusSeconds(1))).isEqualTo(Standing.NOT_YET);
    assertThat(standing(signed, NOW)).isEqualTo(Standing.IN_FORCE);
    assertThat(standing(signed, LAN.validUntil())).isEqualTo(Standing.EXPIRED);
    assertThat(standing(signed.deepCopy().put("modified", "2026-01-01T00:00:00.000Z"), NOW))
        .isEqualTo(Standing.OTHER_PLAYBOOK);
    ObjectNode revoked = signed.deepCopy();
    ((ObjectNode) revoked.at("/signatures/0")).put("revoked", true);
    assertThat(standing(revoked, NOW)).isEqualTo(Standing.REVOKED);
    assertThat(PlaybookSignatures.isSignedBy(signed, trusted(pair), LAN.validUntil())).isFalse();
    assertThat(PlaybookSignatures.isSignedBy(signed, trusted(TestKeys.pair("EC")), NOW)).isFalse();
  }

  private static Standing standing(ObjectNode playbook, Instant now) {
    return PlaybookSignatures.verify(playbook, TrustedKeys.NONE, now).getFirst().standing();
  }

  @Test
  void findsTheKeyByCertificateOrThumbprintAndFetchesNothing()
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPair pair = TestKeys.pair("EC");
    byte[] certificate = TestKeys.certificate(pair).getEncoded();
    ObjectNode signed = playbook();
    ObjectNode base = (ObjectNode) signer(pair).sign(signed, LAN).at("/signatures/0");
    base.remove(List.of("public_key", "value"));
    ObjectNode chain = base.deepCopy();
    chain.putArray("public_cert_chain").add(Base64.getEncoder().encodeToString(certificate));
    ObjectNode thumb = base.deepCopy();
    thumb.put(
        "thumbprint",
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Keys.digest("SHA-256", certificate)));
    ObjectNode url = base.deepCopy().put("cert_url", "https://127.0.0.1:1/cert.pem");
    ArrayNode list = signed.putArray("signatures");
    for (ObjectNode signature : List.of(chain, thumb, url)) {
      byte[] canonical = CanonicalJson.of(PlaybookSignatures.signed(signed, List.of(signature)));
      signature.put(
          "value",
          Base64.getUrlEncoder()
              .encodeToString(key(pair).sign(PlaybookSignatures.hexDigest("SHA-256", canonical))));
      list.add(signature);
    }
    Path pem = folder.resolve("cert.pem");
    Files.writeString(
        pem,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate)
            + "\n-----END CERTIFICATE-----\n",
        StandardCharsets.US_ASCII);

    assertThat(PlaybookSignatures.verify(signed, TrustedKeys.load(List.of(pem)), NOW))
        .extracting(SignatureCheck::match)
        .containsExactly(Match.MATCHES, Match.MATCHES, Match.NO_KEY);
    assertThat(PlaybookSignatures.verify(signed, TrustedKeys.NONE, NOW))
        .extracting(SignatureCheck::match)
        .containsExactly(Match.MATCHES, Match.NO_KEY, Match.NO_KEY);
  }

  @Test
  void refusesSymmetricAlgorithmsAndKeysOfAnotherKind()
      throws IOException, GeneralSecurityException {
    ObjectNode signed = signer(TestKeys.pair("EC")).sign(playbook(), LAN);
    ((ObjectNode) signed.at("/signatures/0")).put("algorithm", "HS256");
    assertThat(verify(signed.toString()).getFirst().match()).isEqualTo(Match.UNKNOWN_ALGORITHM);
    ((ObjectNode) signed.at("/signatures/0")).put("algorithm", "RS256");
    assertThat(verify(signed.toString()).getFirst().match()).isEqualTo(Match.ALTERED);
  }

  @Test
  void namesTheFileThatHoldsNoKeyAndNeverItsPassword()
      throws IOException, GeneralSecurityException, OperatorCreationException {
    Path file = TestKeys.pkcs12(folder.resolve("khoa.p12"), TestKeys.pair("EC"));
    Path empty = Files.writeString(folder.resolve("x.pem"), "không");

    assertThatExceptionOfType(KeyFileException.class)
        .isThrownBy(() -> SigningKey.fromPkcs12(file, "sai".toCharArray(), null))
        .withMessageContaining("khoa.p12")
        .withMessageNotContaining("sai");
    assertThatExceptionOfType(KeyFileException.class)
        .isThrownBy(() -> SigningKey.fromPkcs12(file, TestKeys.PASSWORD, "khác"))
        .withMessageContaining("no such key");
    assertThatExceptionOfType(KeyFileException.class)
        .isThrownBy(() -> SigningKey.fromPkcs11(empty, "x".toCharArray(), null))
        .withMessageContaining("PKCS#11");
    assertThatExceptionOfType(KeyFileException.class)
        .isThrownBy(() -> TrustedKeys.load(List.of(empty)))
        .withMessageContaining("x.pem");
  }
}
