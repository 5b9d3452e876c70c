package vn.lachan.collector.otlp;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;
import vn.lachan.collector.input.InputMeter;

/** Hands the records of requests to the journal and waits for the disk, so many at once. */
final class OtlpKeeping {
  static final String TOO_LARGE = "records too large to keep";

  private final OtlpSettings settings;
  private final Intake intake;
  private final Clock clock;
  private final InputMeter meter;
  private final Semaphore requests;

  /** What became of a request. */
  sealed interface Outcome {}

  /** Durable, except the rejected ones. */
  record Kept(int rejected) implements Outcome {}

  /** More than a request may have; sending it again would not help. */
  record TooMany(String reason) implements Outcome {}

  /** The sender should come again. */
  record NotNow(String reason) implements Outcome {}

  OtlpKeeping(OtlpSettings settings, Intake intake, Clock clock, InputMeter meter) {
    this.settings = settings;
    this.intake = intake;
    this.clock = clock;
    this.meter = meter;
    this.requests = new Semaphore(settings.maxRequests());
  }

  /** Whether one more request may begin; then {@link #end} is due. */
  boolean begin() {
    boolean may = requests.tryAcquire();
    if (may) {
      meter.connections.incrementAndGet();
    }
    return may;
  }

  void end() {
    meter.connections.decrementAndGet();
    requests.release();
  }

  Outcome keep(LogSource source, String peer, ExportLogsServiceRequest request)
      throws InterruptedException {
    if (OtlpLines.count(request) > settings.maxRecords()) {
      return new TooMany("more than " + settings.maxRecords() + " records");
    }
    OtlpLines lines = OtlpLines.of(request, settings.maxRecordBytes());
    Instant received = clock.instant();
    List<RawLog> logs = new ArrayList<>(lines.lines().size());
    long bytes = 0;
    for (OtlpLines.Line line : lines.lines()) {
      logs.add(new RawLog(source.id(), received, peer, "", line.bytes(), line.wireLength()));
      bytes += line.bytes().length;
      if (line.wireLength() > line.bytes().length) {
        meter.truncated.increment();
      }
    }
    if (!logs.isEmpty() && hand(logs) instanceof NotNow notNow) {
      return notNow;
    }
    meter.received(logs.size(), bytes);
    if (lines.rejected() > 0) {
      meter.dropped.add(lines.rejected());
      meter.problem(source.id() + ": " + lines.rejected() + " " + TOO_LARGE);
    }
    return new Kept(lines.rejected());
  }

  private Outcome hand(List<RawLog> logs) throws InterruptedException {
    long start = System.nanoTime();
    return switch (intake.take(logs, settings.patience())) {
      case Receipt.Refused(Receipt.Reason reason) ->
          overdue("the journal takes nothing now: " + reason.name().toLowerCase(Locale.ROOT));
      case Receipt.Taken(CompletableFuture<Void> durable) ->
          await(durable, start) ? new Kept(0) : overdue("the disk is too slow now");
    };
  }

  private NotNow overdue(String reason) {
    meter.overdue.increment();
    return new NotNow(reason);
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
}
