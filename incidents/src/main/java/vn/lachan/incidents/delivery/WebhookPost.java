package vn.lachan.incidents.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Sends signed webhooks; follows no redirect. Safe for several threads. */
final class WebhookPost implements AutoCloseable {
  private static final int TOO_MANY = 429;
  private static final int TIMED_OUT = 408;

  private final HttpClient client;
  private final Clock clock;
  private final Duration timeout;

  WebhookPost(Clock clock, Duration timeout) {
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
    this.clock = clock;
    this.timeout = timeout;
  }

  /** {@code id} is the same for every attempt: the receiver can tell a repetition by it. */
  Posted send(WebhookTarget target, String body, String id) throws InterruptedException {
    List<String> keys = target.keys().get();
    if (keys.isEmpty()) {
      return new Posted.NotNow("Kho khóa không có khóa ký của webhook “" + target.name() + "”.");
    }
    String timestamp = clock.instant().toString();
    HttpRequest request =
        HttpRequest.newBuilder(target.url())
            .timeout(timeout)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("Idempotency-Key", id)
            .header(WebhookSignature.TIMESTAMP, timestamp)
            .header(WebhookSignature.SIGNATURE, WebhookSignature.of(timestamp, body, keys))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return judged(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return new Posted.NotNow("Không kết nối được: " + e.getClass().getSimpleName());
    } catch (IOException e) {
      return new Posted.Broken("Mất kết nối: " + e.getClass().getSimpleName());
    }
  }

  private static Posted judged(int status) {
    if (status / 100 == 2) {
      return new Posted.Taken("HTTP " + status);
    }
    boolean later = status >= 500 || status == TOO_MANY || status == TIMED_OUT;
    return later ? new Posted.NotNow("HTTP " + status) : new Posted.Refused("HTTP " + status);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
