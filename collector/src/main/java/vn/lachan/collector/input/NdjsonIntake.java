package vn.lachan.collector.input;

import java.io.InputStream;
import java.time.Clock;
import java.util.Optional;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLines;

/**
 * Takes lines from the body of an HTTPS request; knows nothing of HTTP itself.
 *
 * <p>When a request was refused the sender should send the whole of it again; with the same
 * idempotency key the lines that were kept the first time become the same events. Without a key,
 * equal lines are one event.
 *
 * <p>Safe for use by several threads.
 */
public final class NdjsonIntake {
  private static final int LONGEST_KEY = 200;

  private final HttpIntake http;

  public NdjsonIntake(NdjsonSettings settings, LogSources sources, Intake intake, Clock clock) {
    this.http = new HttpIntake("ndjson", settings, sources, intake, clock);
  }

  /**
   * Takes one request; returns when its lines are durable or it is refused.
   *
   * @param token the sender's token, which names its log source
   * @param peer address of the sender
   * @param contentEncoding {@code gzip}, {@code identity} or empty
   * @param idempotencyKey the same whenever the same request is sent again
   */
  public IntakeResult accept(
      String token,
      String peer,
      InputStream body,
      String contentEncoding,
      Optional<String> idempotencyKey)
      throws InterruptedException {
    if (idempotencyKey.isPresent() && idempotencyKey.get().length() > LONGEST_KEY) {
      return http.refused("the idempotency key is longer than " + LONGEST_KEY + " characters", 400);
    }
    return http.accept(
        token,
        peer,
        body,
        contentEncoding,
        (lines, records) -> {
          int number = 0;
          RawLines.Line line = lines.next();
          while (line != null) {
            number++;
            if (line.bytes().length > 0) {
              records.add(
                  line, idempotencyKey.isEmpty() ? "" : idempotencyKey.get() + ":" + number);
            }
            line = lines.next();
          }
        });
  }

  /** How it is doing; refused requests are counted as refused connections. */
  public InputHealth health() {
    return http.health();
  }
}
