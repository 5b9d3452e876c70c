package vn.lachan.backup.signature.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.signature.SignatureCheck;
import vn.lachan.backup.signature.SignatureException;
import vn.lachan.backup.signature.SignatureSettings;
import vn.lachan.backup.signature.SignatureVerdict;
import vn.lachan.backup.signature.SignedDossiers;
import vn.lachan.backup.signature.SigningTime;
import vn.lachan.backup.signature.TimestampStatus;
import vn.lachan.backup.signature.sample.SampleIdentity;
import vn.lachan.backup.signature.sample.SamplePdf;
import vn.lachan.backup.signature.sample.SamplePki;
import vn.lachan.backup.signature.sample.SampleTimestamps;

class PdfSealerTest {
  private static final SamplePki PKI = SignedDossiers.pki();
  private static final Clock CLOCK = Clock.fixed(SignedDossiers.NOW, ZoneOffset.UTC);

  @TempDir Path folder;

  private SignatureVerdict verdict(byte[] pdf) throws IOException {
    SignatureCheck check =
        new SignatureCheck(
            SignedDossiers.writeTrust(folder.resolve("trust")), SignatureSettings.DEFAULT, CLOCK);
    return check.file(Files.write(folder.resolve("a.pdf"), pdf)).getFirst();
  }

  private static byte[] pdf() {
    return SamplePdf.scan("Bien ban", 2000, 5);
  }

  /** An authority over HTTP on the loopback; {@code change} is made to every answer. */
  private static HttpServer authority(UnaryOperator<byte[]> change) throws IOException {
    SampleTimestamps timestamps = new SampleTimestamps(PKI, CLOCK);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/tsa",
        exchange -> {
          byte[] request = exchange.getRequestBody().readAllBytes();
          byte[] answer = change.apply(timestamps.answer(request));
          exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
          exchange.sendResponseHeaders(
              answer.length == 0 ? 503 : 200, answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static PdfSealer over(HttpServer server) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/tsa");
    return new PdfSealer(
        PKI.key(SampleIdentity.ORGANIZATION),
        new HttpTimestampAuthority(address, Duration.ofSeconds(20)),
        CLOCK);
  }

  @Test
  void sealsWithAKeyFromPkcs12() throws Exception {
    SealingKey key = PKI.key(SampleIdentity.ORGANIZATION);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = "mật khẩu".toCharArray();
    store.setKeyEntry("dau", key.privateKey(), password, key.chain().toArray(Certificate[]::new));
    Path file = folder.resolve("dau.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, password);
    }

    byte[] sealed =
        new PdfSealer(SealingKey.fromPkcs12(file, password), null, CLOCK)
            .seal(pdf(), "Ban hành", "Tuyên Quang");

    assertThat(verdict(sealed).isValid()).isTrue();
    assertThat(verdict(sealed).signer().commonName())
        .isEqualTo(SampleIdentity.ORGANIZATION.commonName());
    assertThatThrownBy(() -> SealingKey.fromPkcs12(file, "sai".toCharArray()))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining("dau.p12");
  }

  @Test
  void asksAnAuthorityOverHttpForTheTime() throws IOException {
    HttpServer server = authority(UnaryOperator.identity());
    try {
      SignatureVerdict verdict = verdict(over(server).seal(pdf(), "Ban hành", ""));

      assertThat(verdict.outcome().why()).isEmpty();
      assertThat(verdict.signingTime()).isEqualTo(new SigningTime.Stamped(SignedDossiers.NOW));
      assertThat(verdict.timestamp()).isInstanceOf(TimestampStatus.Valid.class);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void refusesAnAnswerThatDoesNotFitOrDoesNotCome() throws IOException {
    SampleTimestamps timestamps = new SampleTimestamps(PKI, CLOCK);
    byte[] other = timestamps.stamp(new byte[32]);
    for (UnaryOperator<byte[]> change :
        java.util.List.<UnaryOperator<byte[]>>of(
            a -> new byte[0], a -> other, a -> java.util.Arrays.copyOf(a, 50))) {
      HttpServer server = authority(change);
      try {
        assertThatThrownBy(() -> over(server).seal(pdf(), "Ban hành", ""))
            .isInstanceOf(SignatureException.class)
            .hasMessageContaining("/tsa");
      } finally {
        server.stop(0);
      }
    }
  }

  @Test
  void namesTheDocumentThatIsNoPdf() {
    PdfSealer sealer = new PdfSealer(PKI.key(SampleIdentity.CLERK), null, CLOCK);

    assertThatThrownBy(() -> sealer.seal(new byte[] {1, 2, 3}, "", ""))
        .isInstanceOf(SignatureException.class);
  }
}
