package vn.lachan.backup.backend;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.RepositoryPassword;

/** Sends requests over HTTP 1.1 with a bounded number of connections and bounded waits. */
final class HttpTransport implements AutoCloseable {

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int INTERNAL_ERROR = 500;
  private static final int BAD_GATEWAY = 502;
  private static final int GATEWAY_TIMEOUT = 504;
  private static final int LONGEST_REASON = 160;

  private final HttpClient client;
  private final TransferSettings settings;
  private final Semaphore connections;

  HttpTransport(TransferSettings settings, @Nullable Path caFile) {
    this.settings = settings;
    this.connections = new Semaphore(settings.connections());
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout());
    if (caFile != null) {
      builder.sslContext(trusting(caFile));
    }
    this.client = builder.build();
  }

  private static SSLContext trusting(Path caFile) {
    try (InputStream pem = Files.newInputStream(caFile)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry("ca" + number++, certificate);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new BackendException("cannot use the certificates in " + caFile, e);
    }
  }

  /** The text in {@code file}, which nobody else may read. */
  static String secret(Path file) {
    try (RepositoryPassword secret = RepositoryPassword.read(file)) {
      byte[] bytes = secret.copyOfSecret();
      String text = new String(bytes, StandardCharsets.UTF_8);
      Arrays.fill(bytes, (byte) 0);
      return text;
    }
  }

  /**
   * Sends and returns whatever answer comes.
   *
   * @param what for messages, for example {@code read rest:https://…/data/ab}
   * @param bytes about how many are moved
   */
  HttpResponse<byte[]> send(HttpRequest request, String what, long bytes) {
    try {
      connections.acquire();
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
    CompletableFuture<HttpResponse<byte[]>> answer = null;
    try {
      answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
      Duration limit = settings.limit(bytes);
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      cancel(answer);
      throw interrupted(what, e);
    } catch (TimeoutException e) {
      cancel(answer);
      throw BackendException.temporary(
          "cannot " + what + ": no answer for " + settings.limit(bytes).toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw failed(what, e.getCause() == null ? e : e.getCause());
    } finally {
      connections.release();
    }
  }

  private static void cancel(@Nullable CompletableFuture<?> answer) {
    if (answer != null) {
      answer.cancel(true);
    }
  }

  private static BackendException interrupted(String what, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BackendException("cannot " + what + ": interrupted", e);
  }

  private static BackendException failed(String what, Throwable cause) {
    String message = cause.getMessage();
    String reason = cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    boolean lasting = cause instanceof SSLHandshakeException || !(cause instanceof IOException);
    if (cause instanceof SSLException) {
      reason += " (is the certificate of the server trusted? see ca-file)";
    }
    return lasting
        ? new BackendException("cannot " + what + ": " + reason, cause)
        : BackendException.temporary("cannot " + what + ": " + reason, cause);
  }

  /** The failure that an answer stands for. */
  static BackendException refusal(String what, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    String message = "cannot " + what + ": the server answers " + status + reason(answer);
    boolean temporary =
        status == TOO_MANY_REQUESTS
            || status == REQUEST_TIMEOUT
            || status == INTERNAL_ERROR
            || (status >= BAD_GATEWAY && status <= GATEWAY_TIMEOUT);
    return temporary
        ? BackendException.temporary(message, null)
        : new BackendException(message, null);
  }

  /** The server's time of the file; empty when it does not tell. */
  static Optional<Instant> lastModified(HttpResponse<byte[]> answer) {
    try {
      return answer
          .headers()
          .firstValue("Last-Modified")
          .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String reason(HttpResponse<byte[]> answer) {
    byte[] body = answer.body();
    if (body == null || body.length == 0) {
      return "";
    }
    String text = new String(body, StandardCharsets.UTF_8).lines().findFirst().orElse("").strip();
    String clean = text.replaceAll("\\p{Cntrl}", " ");
    return ": " + (clean.length() > LONGEST_REASON ? clean.substring(0, LONGEST_REASON) : clean);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
