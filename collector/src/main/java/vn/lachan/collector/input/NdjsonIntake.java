package vn.lachan.collector.input;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLines;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;

/**
 * Takes lines from the body of an HTTPS request; knows nothing of HTTP itself.
 *
 * <p>{@link Result.Accepted} means that every line would survive a crash of the machine. On any
 * other answer the sender should send the whole request again; with the same idempotency key the
 * lines that were kept the first time become the same events. Without a key, equal lines are one
 * event.
 *
 * <p>Safe for use by several threads.
 */
public final class NdjsonIntake {
  private static final int LONGEST_LINE = 16 << 20;
  private static final int LONGEST_KEY = 200;

  private final NdjsonSettings settings;
  private final LogSources sources;
  private final Intake intake;
  private final Clock clock;
  private final Semaphore requests;
  private final InputMeter meter;

  /** What became of a request. */
  public sealed interface Result {

    /** All lines are durable. */
    record Accepted(int lines) implements Result {}

    /**
     * Not taken.
     *
     * @param reason for the one who sends, without secrets
     * @param status fitting HTTP status
     */
    record Refused(String reason, int status) implements Result {}
  }

  public NdjsonIntake(NdjsonSettings settings, LogSources sources, Intake intake, Clock clock) {
    this.settings = settings;
    this.sources = sources;
    this.intake = intake;
    this.clock = clock;
    this.requests = new Semaphore(settings.maxRequests());
    this.meter = new InputMeter("https", "ndjson", "/", clock);
    this.meter.running("/");
  }

  /**
   * Takes one request; returns when its lines are durable or it is refused.
   *
   * @param token the sender's token, which names its log source
   * @param peer address of the sender
   * @param contentEncoding {@code gzip}, {@code identity} or empty
   * @param idempotencyKey the same whenever the same request is sent again
   */
  public Result accept(
      String token,
      String peer,
      InputStream body,
      String contentEncoding,
      Optional<String> idempotencyKey)
      throws InterruptedException {
    Optional<LogSource> source = sources.ofToken(token);
    if (source.isEmpty()) {
      return refused("the token is not known", 401);
    }
    if (idempotencyKey.isPresent() && idempotencyKey.get().length() > LONGEST_KEY) {
      return refused("the idempotency key is longer than " + LONGEST_KEY + " characters", 400);
    }
    if (!requests.tryAcquire()) {
      return refused("too many requests at once", 429);
    }
    meter.connections.incrementAndGet();
    try {
      return accept(source.get(), peer, body, contentEncoding, idempotencyKey);
    } finally {
      meter.connections.decrementAndGet();
      requests.release();
    }
  }

  private Result accept(
      LogSource source,
      String peer,
      InputStream body,
      String contentEncoding,
      Optional<String> idempotencyKey)
      throws InterruptedException {
    List<RawLog> logs = new ArrayList<>();
    try {
      InputStream plain =
          switch (contentEncoding.toLowerCase(Locale.ROOT)) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> new GZIPInputStream(body, 8 << 10);
            default -> throw new UnreadableBody("unknown content encoding", 415);
          };
      read(bounded(plain), source, peer, idempotencyKey, logs);
    } catch (UnreadableBody e) {
      return refused(String.valueOf(e.getMessage()), e.status);
    } catch (IOException e) {
      return refused("the body cannot be read: " + e.getMessage(), 400);
    }
    return hand(logs);
  }

  private InputStream bounded(InputStream plain) {
    long limit = settings.maxRequestBytes();
    return new Bounded(
        plain, limit, () -> new UnreadableBody("the body is larger than " + limit + " bytes", 413));
  }

  private void read(
      InputStream body,
      LogSource source,
      String peer,
      Optional<String> idempotencyKey,
      List<RawLog> logs)
      throws IOException {
    Instant received = clock.instant();
    RawLines lines = new RawLines(body, settings.maxLineBytes(), LONGEST_LINE);
    int number = 0;
    RawLines.Line line = lines.next();
    while (line != null) {
      number++;
      if (line.bytes().length > 0) {
        if (logs.size() == settings.maxLines()) {
          throw new UnreadableBody("more than " + settings.maxLines() + " lines", 413);
        }
        String position = idempotencyKey.isEmpty() ? "" : idempotencyKey.get() + ":" + number;
        logs.add(
            new RawLog(source.id(), received, peer, position, line.bytes(), line.wireLength()));
        if (line.wireLength() > line.bytes().length) {
          meter.truncated.increment();
        }
      }
      line = lines.next();
    }
  }

  private Result hand(List<RawLog> logs) throws InterruptedException {
    if (logs.isEmpty()) {
      return new Result.Accepted(0);
    }
    long start = System.nanoTime();
    return switch (intake.take(logs, settings.patience())) {
      case Receipt.Refused(Receipt.Reason reason) ->
          refused("the journal takes nothing now: " + reason.name().toLowerCase(Locale.ROOT), 503);
      case Receipt.Taken(CompletableFuture<Void> durable) ->
          await(durable, start) ? accepted(logs) : refused("the disk is too slow now", 503);
    };
  }

  private boolean await(CompletableFuture<Void> durable, long start) throws InterruptedException {
    Duration left = settings.patience().minusNanos(System.nanoTime() - start);
    try {
      durable.get(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException _) {
      return false;
    }
  }

  private Result accepted(List<RawLog> logs) {
    long bytes = 0;
    for (RawLog one : logs) {
      bytes += one.bytes().length;
    }
    meter.received(logs.size(), bytes);
    return new Result.Accepted(logs.size());
  }

  private Result refused(String reason, int status) {
    meter.refusedConnections.increment();
    meter.problem(reason);
    return new Result.Refused(reason, status);
  }

  /** How it is doing; refused requests are counted as refused connections. */
  public InputHealth health() {
    return meter.health(0);
  }

  /** A body that cannot be taken, with the status that says so. */
  private static final class UnreadableBody extends IOException {
    private final int status;

    UnreadableBody(String message, int status) {
      super(message);
      this.status = status;
    }
  }
}
