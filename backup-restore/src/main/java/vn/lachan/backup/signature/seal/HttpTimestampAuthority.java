package vn.lachan.backup.signature.seal;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import vn.lachan.backup.signature.SignatureException;

/**
 * A time-stamp authority reached over HTTP (RFC 3161, 3.4). One try: who asks decides whether a
 * document may go without. Safe for use by several threads.
 */
public final class HttpTimestampAuthority implements TimestampAuthority {
  private static final int LARGEST = 1 << 20;
  private static final int NONCE_BITS = 64;

  private final HttpClient http;
  private final URI address;
  private final Duration timeout;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param address {@code http:} or {@code https:}
   * @param timeout for connecting, and for the answer
   */
  public HttpTimestampAuthority(URI address, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public byte[] stamp(byte[] sha256) {
    try {
      TimeStampRequestGenerator requests = new TimeStampRequestGenerator();
      requests.setCertReq(true);
      TimeStampRequest request =
          requests.generate(TSPAlgorithms.SHA256, sha256, new BigInteger(NONCE_BITS, random));
      TimeStampResponse response = new TimeStampResponse(ask(request.getEncoded()));
      response.validate(request);
      TimeStampToken token = response.getTimeStampToken();
      if (token == null) {
        throw new SignatureException(
            "bên cấp dấu thời gian " + address + " từ chối: " + response.getStatusString());
      }
      return token.getEncoded();
    } catch (IOException | TSPException e) {
      throw new SignatureException("không lấy được dấu thời gian từ " + address, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SignatureException("bị ngắt khi lấy dấu thời gian từ " + address, e);
    }
  }

  private byte[] ask(byte[] request) throws IOException, InterruptedException {
    HttpResponse<java.io.InputStream> answer =
        http.send(
            HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Content-Type", "application/timestamp-query")
                .header("Accept", "application/timestamp-reply")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (var body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new IOException("HTTP " + answer.statusCode());
      }
      return body.readNBytes(LARGEST);
    }
  }
}
