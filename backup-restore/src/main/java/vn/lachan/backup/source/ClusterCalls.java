package vn.lachan.backup.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.backup.repository.PasswordException;
import vn.lachan.backup.repository.RepositoryPassword;

/** The few calls of Elasticsearch's HTTP API that a snapshot needs. */
final class ClusterCalls {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration CONNECT = Duration.ofSeconds(15);
  private static final Duration ANSWER = Duration.ofMinutes(5);
  private static final int LONGEST_REASON = 400;

  private final HttpClient client;
  private final String base;
  private final Optional<String> authorization;

  private ClusterCalls(HttpClient client, String base, Optional<String> authorization) {
    this.client = client;
    this.base = base;
    this.authorization = authorization;
  }

  static ClusterCalls of(BackupSource.ElasticsearchSnapshot source) {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT);
    source.caFile().map(ClusterCalls::trusting).ifPresent(builder::sslContext);
    String base = source.url().toString().replaceAll("/+$", "");
    return new ClusterCalls(builder.build(), base, source.apiKeyFile().map(ClusterCalls::key));
  }

  private static String key(Path file) {
    try (RepositoryPassword key = RepositoryPassword.read(file)) {
      return "ApiKey " + new String(key.copyOfSecret(), StandardCharsets.UTF_8);
    } catch (PasswordException e) {
      throw new SourceException(String.valueOf(e.getMessage()), e);
    }
  }

  private static SSLContext trusting(Path caFile) {
    try (InputStream in = Files.newInputStream(caFile)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new SourceException("không đọc được chứng thư " + caFile + ": " + e.getMessage(), e);
    }
  }

  /** {@code text} as one part of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  JsonNode get(String path) {
    return call("GET", path, null);
  }

  /** Calls and returns the answer; anything but success is a failure with the server's reason. */
  JsonNode call(String method, String path, @Nullable Object body) {
    HttpRequest.BodyPublisher content =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER).method(method, content);
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    authorization.ifPresent(value -> request.header("Authorization", value));
    try {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() / 100 != 2) {
        throw new SourceException(
            "Elasticsearch từ chối "
                + method
                + " "
                + path
                + ": "
                + answer.statusCode()
                + " "
                + reason(answer.body()));
      }
      return JSON.readTree(answer.body());
    } catch (IOException | JacksonException e) {
      throw new SourceException(
          "không gọi được Elasticsearch " + base + ": " + e.getClass().getSimpleName(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SourceException("gọi Elasticsearch thì bị dừng giữa chừng", e);
    }
  }

  private static String reason(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      JsonNode error = JSON.readTree(body).path("error");
      JsonNode cause = error.path("root_cause").path(0).path("reason");
      text = cause.isMissingNode() ? error.path("reason").asString(text) : cause.asString(text);
    } catch (JacksonException e) {
      // then the text itself
    }
    return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text;
  }
}
