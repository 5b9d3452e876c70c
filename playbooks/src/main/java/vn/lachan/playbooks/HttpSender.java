package vn.lachan.playbooks;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends calls; follows no redirect, because that would lead past the list of allowed hosts. */
final class HttpSender implements AutoCloseable {
  private static final String KEY = "Idempotency-Key";

  private final HttpClient client;
  private final int maxOutputBytes;

  HttpSender(int maxOutputBytes) {
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    this.maxOutputBytes = maxOutputBytes;
  }

  /** What came of a call. */
  sealed interface Outcome {
    /** An answer, of whatever status. */
    record Answered(int status, String body) implements Outcome {}

    /** No answer in time. */
    record TimedOut() implements Outcome {}

    /** No connection came about, so nothing was sent; {@code reason} is for people. */
    record Unsent(String reason) implements Outcome {}

    /** It broke; {@code reason} is for people. */
    record Broken(String reason) implements Outcome {}
  }

  /**
   * @param key the same for every attempt of the same call (draft-ietf-httpapi-idempotency-key);
   *     empty for none
   */
  Outcome send(HttpCall call, String key, Duration timeout) throws InterruptedException {
    HttpRequest request;
    try {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(call.uri())
              .timeout(timeout)
              .method(
                  call.method(),
                  call.body().length == 0
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofByteArray(call.body()));
      if (!key.isEmpty()) {
        builder.setHeader(KEY, key);
      }
      call.headers().forEach((name, values) -> values.forEach(v -> builder.header(name, v)));
      request = builder.build();
    } catch (IllegalArgumentException e) {
      return new Outcome.Broken("Yêu cầu HTTP không hợp lệ: " + e.getMessage());
    }
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), maxOutputBytes));
    try {
      HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Outcome.Answered(
          response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
    } catch (TimeoutException _) {
      answer.cancel(true);
      return new Outcome.TimedOut();
    } catch (ExecutionException e) {
      return broken(e);
    }
  }

  private Outcome broken(ExecutionException failure) {
    Throwable cause = failure.getCause();
    // The request is written only once there is a connection; a kept one never fails in this way.
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return new Outcome.Unsent("Không kết nối được, chưa gửi gì: " + cause);
    }
    if (cause instanceof HttpTimeoutException) {
      return new Outcome.TimedOut();
    }
    if (cause instanceof IOException && String.valueOf(cause.getMessage()).contains("capacity")) {
      return new Outcome.Broken("Trả lời lớn hơn giới hạn " + maxOutputBytes + " byte.");
    }
    return new Outcome.Broken("Không gọi được: " + cause);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
