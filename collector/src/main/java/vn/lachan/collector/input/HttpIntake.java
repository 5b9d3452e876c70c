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
 * What the ways in over HTTPS share: who may send, how much, unpacked how, and the answer only
 * after the records are durable. Safe for use by several threads.
 */
final class HttpIntake {
  private static final int LONGEST_LINE = 16 << 20;

  private final NdjsonSettings settings;
  private final LogSources sources;
  private final Intake intake;
  private final Clock clock;
  private final Semaphore requests;
  private final InputMeter meter;

  /** Takes the records of a request out of its lines. */
  @FunctionalInterface
  interface Reader {
    /**
     * Hands each record to {@code records}.
     *
     * @throws UnreadableBody when nothing of the request can be taken
     */
    void read(RawLines lines, Records records) throws IOException;
  }

  /** The records of one request. For one thread. */
  final class Records {
    private final LogSource source;
    private final String peer;
    private final Instant received = clock.instant();
    private final List<RawLog> all = new ArrayList<>();

    private Records(LogSource source, String peer) {
      this.source = source;
      this.peer = peer;
    }

    /**
     * Adds a record.
     *
     * @param position the same whenever the record is sent again; empty when the sender says none
     */
    void add(RawLines.Line line, String position) throws UnreadableBody {
      if (all.size() == settings.maxLines()) {
        throw new UnreadableBody("more than " + settings.maxLines() + " lines", 413);
      }
      String own = RawLog.position(position);
      all.add(new RawLog(source.id(), received, peer, own, line.bytes(), line.wireLength()));
      if (line.wireLength() > line.bytes().length) {
        meter.truncated.increment();
      }
    }
  }

  HttpIntake(String name, NdjsonSettings settings, LogSources sources, Intake intake, Clock clock) {
    this.settings = settings;
    this.sources = sources;
    this.intake = intake;
    this.clock = clock;
    this.requests = new Semaphore(settings.maxRequests());
    this.meter = new InputMeter("https", name, "/", clock);
    this.meter.running("/");
  }

  IntakeResult accept(
      String token, String peer, InputStream body, String contentEncoding, Reader reader)
      throws InterruptedException {
    Optional<LogSource> source = sources.ofToken(token);
    if (source.isEmpty()) {
      return refused("the token is not known", 401);
    }
    if (!requests.tryAcquire()) {
      return refused("too many requests at once", 429);
    }
    meter.connections.incrementAndGet();
    try {
      Records records = new Records(source.get(), peer);
      reader.read(lines(body, contentEncoding), records);
      return hand(records.all);
    } catch (UnreadableBody e) {
      return refused(String.valueOf(e.getMessage()), e.status);
    } catch (IOException e) {
      return refused("the body cannot be read: " + e.getMessage(), 400);
    } finally {
      meter.connections.decrementAndGet();
      requests.release();
    }
  }

  private RawLines lines(InputStream body, String contentEncoding) throws IOException {
    InputStream plain =
        switch (contentEncoding.toLowerCase(Locale.ROOT)) {
          case "", "identity" -> body;
          case "gzip", "x-gzip" -> new GZIPInputStream(body, 8 << 10);
          default -> throw new UnreadableBody("unknown content encoding", 415);
        };
    long limit = settings.maxRequestBytes();
    InputStream bounded =
        new Bounded(
            plain,
            limit,
            () -> new UnreadableBody("the body is larger than " + limit + " bytes", 413));
    return new RawLines(bounded, settings.maxLineBytes(), LONGEST_LINE);
  }

  private IntakeResult hand(List<RawLog> logs) throws InterruptedException {
    if (logs.isEmpty()) {
      return new IntakeResult.Accepted(0);
    }
    long start = System.nanoTime();
    return switch (intake.take(logs, settings.patience())) {
      case Receipt.Refused(Receipt.Reason reason) ->
          overdue("the journal takes nothing now: " + reason.name().toLowerCase(Locale.ROOT));
      case Receipt.Taken(CompletableFuture<Void> durable) ->
          await(durable, start) ? accepted(logs) : overdue("the disk is too slow now");
    };
  }

  private IntakeResult overdue(String reason) {
    meter.overdue.increment();
    return refused(reason, 503);
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

  private IntakeResult accepted(List<RawLog> logs) {
    long bytes = 0;
    for (RawLog one : logs) {
      bytes += one.bytes().length;
    }
    meter.received(logs.size(), bytes);
    return new IntakeResult.Accepted(logs.size());
  }

  IntakeResult refused(String reason, int status) {
    meter.refusedConnections.increment();
    meter.problem(reason);
    return new IntakeResult.Refused(reason, status);
  }

  /** How it is doing; refused requests are counted as refused connections. */
  InputHealth health() {
    return meter.health(0);
  }

  /** A body that cannot be taken, with the status that says so. */
  static final class UnreadableBody extends IOException {
    private final int status;

    UnreadableBody(String message, int status) {
      super(message);
      this.status = status;
    }
  }
}
