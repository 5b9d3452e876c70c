package vn.lachan.collector.input;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.Input;
import vn.lachan.collector.InputException;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;

/**
 * Reads the files of one log source as they grow, on one thread.
 *
 * <p>Survives rotation by renaming and by copy-and-truncate, files that are cut or replaced, and
 * restarts; a file that was packed with gzip meanwhile is read on from where its plain form was
 * left, and packed history that the paths name is read once. How far a file was read is kept only
 * after the journal has the lines, so that after a crash lines may be read again (with the same
 * position, hence the same event) but none is left out. A last line without line end waits for the
 * rest, and so does a record of several lines ({@link Multiline}), but not for ever.
 */
public final class FileInput implements Input {
  private static final Logger log = LoggerFactory.getLogger(FileInput.class);

  private final FileSettings settings;
  private final LogSource source;
  private final Intake intake;
  private final InputMeter meter;
  private final OpenFiles files;
  private final Object wake = new Object();
  private @Nullable Thread thread;
  private volatile boolean closed;

  public FileInput(FileSettings settings, LogSource source, Intake intake, Clock clock) {
    this.settings = settings;
    this.source = source;
    this.intake = intake;
    this.meter = new InputMeter(settings.name(), "file", String.join(", ", source.paths()), clock);
    this.files = new OpenFiles(settings, source, clock, meter);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void start() {
    try {
      files.load();
    } catch (IOException e) {
      meter.problem(e.toString());
      throw new InputException(
          "input " + settings.name() + " cannot read its positions: " + e.getMessage(), e);
    }
    meter.running(String.join(", ", source.paths()));
    thread = Thread.ofPlatform().daemon().name(settings.name()).start(this::run);
  }

  private void run() {
    while (!closed) {
      try {
        boolean more = poll();
        if (more) {
          continue;
        }
      } catch (IOException e) {
        meter.problem(e.toString());
        log.warn("input {}: {}", settings.name(), e.toString());
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
      if (!pause()) {
        return;
      }
    }
  }

  private boolean pause() {
    synchronized (wake) {
      try {
        long deadline = System.nanoTime() + settings.pollInterval().toNanos();
        long left = deadline - System.nanoTime();
        while (!closed && left > 0) {
          wake.wait(left / 1_000_000, (int) (left % 1_000_000));
          left = deadline - System.nanoTime();
        }
        return true;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /** Looks at every file once; whether there is more to read at once. */
  private boolean poll() throws IOException, InterruptedException {
    OpenFiles.Look look = files.look();
    boolean more = look.more();
    for (Map.Entry<String, FileTail> entry : List.copyOf(files.all().entrySet())) {
      FileTail tail = entry.getValue();
      if (files.isPacked(entry.getKey())) {
        more |= readPacked(entry.getKey(), tail);
      } else if (look.listed().contains(entry.getKey())) {
        more |= read(tail);
      } else {
        more |= finish(entry.getKey(), tail);
      }
    }
    files.save();
    return more;
  }

  /** Reads a packed file to its end, and then never again. */
  private boolean readPacked(String key, FileTail tail) throws IOException, InterruptedException {
    boolean more = deliver(tail, tail.read(settings.batchLines(), true, System.nanoTime()));
    if (!more && !closed && !tail.hasMore()) {
      files.packedIsRead(key, tail);
      return true;
    }
    return more;
  }

  private boolean read(FileTail tail) throws IOException, InterruptedException {
    if (tail.wasReplaced() && !(handOverHeld(tail) && files.restart(tail))) {
      return false;
    }
    return deliver(tail, tail.read(settings.batchLines(), false, System.nanoTime()));
  }

  /**
   * A record that waited for its end when the file was cut is all there will be of it, unless a
   * copy has the rest: that is looked for once more.
   */
  private boolean handOverHeld(FileTail tail) throws InterruptedException {
    List<RawLog> held = tail.held();
    if (held.isEmpty() || files.isCopied(tail)) {
      return true;
    }
    if (!tail.wasSeenCut() || !handOver(held)) {
      return false;
    }
    meter.incomplete.add(held.size());
    return true;
  }

  /** Reads on in a file that is no longer found, and lets it go when it stays quiet. */
  private boolean finish(String key, FileTail tail) throws IOException, InterruptedException {
    long now = System.nanoTime();
    boolean ended = tail.idleNanos(now) > settings.closeRemoved().toNanos();
    boolean more = deliver(tail, tail.read(settings.batchLines(), ended, now));
    if (ended && !more && !tail.hasMore()) {
      files.letGo(key, tail);
    }
    return more;
  }

  /** Hands lines to the journal and waits until they are durable. */
  private boolean deliver(FileTail tail, List<RawLog> logs)
      throws IOException, InterruptedException {
    if (logs.isEmpty() || !handOver(logs)) {
      return false;
    }
    meter.incomplete.add(tail.incomplete());
    files.commit(tail);
    return true;
  }

  private boolean handOver(List<RawLog> logs) throws InterruptedException {
    long bytes = 0;
    for (RawLog one : logs) {
      bytes += one.bytes().length;
      if (one.truncated()) {
        meter.truncated.increment();
      }
    }
    switch (intake.take(logs, Intake.FOREVER)) {
      case Receipt.Taken taken -> {
        if (!isDurable(taken)) {
          return false;
        }
      }
      case Receipt.Refused(Receipt.Reason reason) -> {
        meter.failing("the journal refused: " + reason.name().toLowerCase(Locale.ROOT));
        closed = true; // the position stays; the next start reads these lines
        return false;
      }
    }
    meter.received(logs.size(), bytes);
    return true;
  }

  private boolean isDurable(Receipt.Taken taken) throws InterruptedException {
    try {
      taken.durable().get();
      return true;
    } catch (ExecutionException e) {
      meter.failing(String.valueOf(e.getCause()));
      closed = true;
      return false;
    }
  }

  @Override
  public InputHealth health() {
    return meter.health(0);
  }

  @Override
  public void close() {
    closed = true;
    synchronized (wake) {
      wake.notifyAll();
    }
    Thread reading = thread;
    if (reading == null) {
      meter.stopped();
      return;
    }
    thread = null;
    try {
      reading.join(TimeUnit.SECONDS.toMillis(10));
      if (!reading.isAlive()) {
        files.close();
      }
    } catch (IOException e) {
      meter.problem(e.toString());
      log.warn("input {}: cannot keep its positions: {}", settings.name(), e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    meter.stopped();
  }
}
