package vn.lachan.playbooks.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Keys that never leave their device, which here is the one SoftHSM makes of a folder. */
class DeviceKeyIT {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String PIN = "246813";
  private static final String PLAYBOOK =
      """
      {"type": "playbook", "id": "playbook--9f1a3f52-5d5c-4b0a-8b5a-3a6f0d1f3f01", "name": "Cách ly"}
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"RSA, 2048, RS256", "EC, 256, ES256"})
  void signsWithAKeyOfADevice(String kind, int size, String algorithm) throws Exception {
    Path configuration = device();
    Path certificate = folder.resolve("ky.pem");
    keytool(
        configuration, "-genkeypair", "-keyalg", kind, "-keysize", "" + size, "-dname", "CN=PA05");
    keytool(configuration, "-exportcert", "-rfc", "-file", certificate.toString());
    Path signed = folder.resolve("signed.json");
    run(
        java("java"),
        "-cp",
        System.getProperty("java.class.path"),
        DeviceKeyIT.class.getName(),
        configuration.toString(),
        signed.toString());

    ObjectNode playbook = (ObjectNode) MAPPER.readTree(Files.readString(signed));
    assertThat(playbook.at("/signatures/0/algorithm").asString()).isEqualTo(algorithm);
    SignatureCheck check = verify(playbook, certificate);
    assertThat(check.match()).isEqualTo(SignatureCheck.Match.MATCHES);
    assertThat(check.standing()).isEqualTo(SignatureCheck.Standing.IN_FORCE);
    assertThat(verify(playbook.put("name", "Khác"), certificate).match())
        .isEqualTo(SignatureCheck.Match.ALTERED);
  }

  private static SignatureCheck verify(ObjectNode playbook, Path certificate) throws Exception {
    try (var in = Files.newInputStream(certificate)) {
      PublicKey key =
          CertificateFactory.getInstance("X.509").generateCertificate(in).getPublicKey();
      return PlaybookSignatures.verify(playbook, TrustedKeys.of(key), Instant.now()).getFirst();
    }
  }

  /** Signs in a process of its own, because SoftHSM takes its folder from the environment. */
  public static void main(String[] arguments) throws IOException {
    SigningKey key = SigningKey.fromPkcs11(Path.of(arguments[0]), PIN.toCharArray(), "ky");
    PlaybookSigner signer = new PlaybookSigner(key, Clock.fixed(Instant.now(), ZoneOffset.UTC));
    ObjectNode signed =
        signer.sign(
            (ObjectNode) MAPPER.readTree(PLAYBOOK),
            new PlaybookSigner.Signee("Công an tỉnh", "", null));
    Files.writeString(Path.of(arguments[1]), signed.toString());
  }

  /** A new device; the configuration by which the JDK finds it. */
  private Path device() throws Exception {
    Path library = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    Assumptions.assumeTrue(Files.exists(library), "softhsm2 is not installed");
    Path tokens = Files.createDirectories(folder.resolve("tokens"));
    Files.writeString(
        folder.resolve("softhsm2.conf"),
        "directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n"
            .formatted(tokens));
    run(
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        "la-chan",
        "--so-pin",
        PIN,
        "--pin",
        PIN);
    return Files.writeString(
        folder.resolve("pkcs11.cfg"),
        "name = thu\nlibrary = %s\nslotListIndex = 0\n".formatted(library));
  }

  private void keytool(Path configuration, String... words) throws Exception {
    Stream<String> device =
        Stream.of(
            "-alias",
            "ky",
            "-keystore",
            "NONE",
            "-storetype",
            "PKCS11",
            "-storepass",
            PIN,
            "-addprovider",
            "SunPKCS11",
            "-providerarg",
            configuration.toString());
    run(
        Stream.of(Stream.of(java("keytool")), Stream.of(words), device)
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static String java(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program).toString();
  }

  private void run(String... command) throws Exception {
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command)).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
    assertThat(builder.start().waitFor()).as(() -> command[0] + ": " + read(out)).isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
