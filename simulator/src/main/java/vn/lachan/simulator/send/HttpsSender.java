package vn.lachan.simulator.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * NDJSON over HTTP: lines are posted in batches with a bearer token. The platform answers only when
 * it has them on disk; a batch that was refused for the moment (429, 503) or got lost on the way is
 * sent again, so the platform must know events it has seen.
 */
public final class HttpsSender implements Sender {
  /**
   * Limits of a sender.
   *
   * @param batchBytes a batch is posted when it reached this size
   * @param timeout how long an answer may take
   * @param attempts how often a batch is tried before the sender gives up
   * @param pause how long it waits before the next try
   */
  public record Settings(int batchBytes, Duration timeout, int attempts, Duration pause) {
    public static final Settings DEFAULTS =
        new Settings(256 << 10, Duration.ofSeconds(30), 10, Duration.ofMillis(500));

    public Settings {
      if (batchBytes < 1 || attempts < 1) {
        throw new IllegalArgumentException("limits of a sender are positive");
      }
    }
  }

  private final URI uri;
  private final String token;
  private final Settings settings;
  private final HttpClient client;
  private final ByteArrayOutputStream batch = new ByteArrayOutputStream();

  /**
   * @param uri where batches are posted
   * @param token the bearer token, which also tells the platform the data set
   * @param tls whom to trust; empty for the usual authorities of the machine
   */
  public HttpsSender(URI uri, String token, Optional<SSLContext> tls, Settings settings) {
    this.uri = uri;
    this.token = token;
    this.settings = settings;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout());
    tls.ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  @Override
  public void send(LogLine line) {
    batch.writeBytes(line.asFileLine().getBytes(StandardCharsets.UTF_8));
    batch.write('\n');
    if (batch.size() >= settings.batchBytes()) {
      flush();
    }
  }

  @Override
  public void flush() {
    if (batch.size() == 0) {
      return;
    }
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(settings.timeout())
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofByteArray(batch.toByteArray()))
            .build();
    post(request);
    batch.reset();
  }

  private void post(HttpRequest request) {
    String last = "";
    for (int attempt = 1; attempt <= settings.attempts(); attempt++) {
      try {
        HttpResponse<String> response =
            client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        int status = response.statusCode();
        if (status / 100 == 2) {
          return;
        }
        last = "answered " + status;
        if (status != 429 && status < 500) {
          throw new SenderException(uri + " " + last + ": " + shortened(response.body()));
        }
      } catch (IOException e) {
        last = "cannot be reached: " + e.getMessage();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SenderException("interrupted while sending to " + uri, e);
      }
      pause();
    }
    throw new SenderException("%s %s, %d times".formatted(uri, last, settings.attempts()));
  }

  private static String shortened(String body) {
    return body.length() > 200 ? body.substring(0, 200) : body;
  }

  private void pause() {
    try {
      Thread.sleep(settings.pause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SenderException("interrupted while sending to " + uri, e);
    }
  }

  @Override
  public void close() {
    try {
      flush();
    } finally {
      client.shutdownNow();
    }
  }
}
