package vn.lachan.events;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import co.elastic.clients.transport.rest5_client.Rest5ClientTransport;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import co.elastic.clients.transport.rest5_client.low_level.Rest5ClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/** Opens the client: addresses, who we are, whom we trust, how long we wait. */
final class ElasticsearchConnection {

  static ElasticsearchClient open(ElasticsearchSettings settings) {
    Rest5ClientBuilder builder = Rest5Client.builder(settings.servers());
    authorization(settings.credentials())
        .ifPresent(value ->
            builder.setDefaultHeaders(
                new Header[] {new BasicHeader("Authorization", value, true)}));
    settings.certificateAuthority().ifPresent(file -> builder.setSSLContext(trusting(file)));
    Timeout connect = Timeout.of(settings.connectTimeout());
    Timeout answer = Timeout.of(settings.answerTimeout());
    builder.setConnectionConfigCallback(c -> c.setConnectTimeout(connect).setSocketTimeout(answer));
    builder.setRequestConfigCallback(
        c -> c.setConnectionRequestTimeout(answer).setResponseTimeout(answer));
    builder.setHttpClientConfigCallback(c -> c.setRetryStrategy(new OnlyBrokenLines()));
    return new ElasticsearchClient(
        new Rest5ClientTransport(builder.build(), new Jackson3JsonpMapper()));
  }

  private static Optional<String> authorization(ElasticsearchSettings.Credentials credentials) {
    return switch (credentials) {
      case ElasticsearchSettings.Anonymous() -> Optional.empty();
      case ElasticsearchSettings.ApiKey(var encoded) -> Optional.of("ApiKey " + encoded);
      case ElasticsearchSettings.Password(var user, var password) ->
          Optional.of(
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    };
  }

  private static SSLContext trusting(Path certificates) {
    try (InputStream in = Files.newInputStream(certificates)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("ca-" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new EventStoreException(
          "the certificate authority " + certificates + " cannot be read", e);
    }
  }

  /**
   * Tries once more when an idle connection turned out to be broken, as the client does anyway; an
   * answer of a busy server is for {@link ElasticsearchBulk} to see, which sends less then.
   */
  private static final class OnlyBrokenLines extends DefaultHttpRequestRetryStrategy {
    @Override
    public boolean retryRequest(HttpResponse answer, int count, HttpContext context) {
      return false;
    }
  }

  private ElasticsearchConnection() {}
}
