package vn.lachan.app.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.journal.Journal;
import vn.lachan.collector.journal.JournalBatch;
import vn.lachan.collector.journal.JournalException;
import vn.lachan.collector.journal.JournalPosition;
import vn.lachan.collector.journal.JournalReader;
import vn.lachan.detection.Detector;
import vn.lachan.detection.StatePage;
import vn.lachan.events.Event;
import vn.lachan.events.EventStore;

/**
 * Feeds the pipeline from the journal on a thread of its own. While one batch is stored and looked
 * at, the next one is read and parsed.
 *
 * <p>A checkpoint is made when enough time has passed or the journal is empty, while the work goes
 * on: first the store is flushed, then position and detector state are written together, then the
 * journal may forget. After a crash, or when the store could not be flushed, the work goes on at
 * the last checkpoint; what is done again changes nothing.
 */
public final class PipelineWorker implements DetectionWorker {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineWorker.class);
  private static final int BATCH = 1_000;
  private static final long CHECKPOINT_FILE = 16L << 20;
  private static final Duration PATIENCE = Duration.ofMillis(100);

  /**
   * Taking the detector's state stops the work: a checkpoint rests this often as long as it took.
   */
  private static final int REST = 20;

  private final String node;
  private final Journal journal;
  private final Pipeline pipeline;
  private final EventStore events;
  private final Detector detector;
  private final ExecutorService workers;
  private final CheckpointLog checkpoints;
  private final Duration interval;
  private final Thread thread;
  private final Persistence persistence = new Persistence();
  private final byte[] freshState;
  private JournalReader reader;
  private CompletableFuture<Batch> next = CompletableFuture.completedFuture(null);
  private CompletableFuture<Void> checkpointing = CompletableFuture.completedFuture(null);
  private volatile boolean stopping;
  private long lastCheckpoint = System.nanoTime();
  private long checkpointRest;

  /** What was read and understood, and where it ends. */
  private record Batch(List<Event> events, JournalPosition next) {}

  /**
   * Restores the last checkpoint; {@link #start} begins to work.
   *
   * @param node name of this process in what is counted
   * @param file folder and first part of the names of the files where checkpoints are kept
   * @param interval time between two checkpoints while there is work, longer only when the
   *     detector's state is so large that taking it would cost more than a twentieth of the time
   */
  public PipelineWorker(
      String node,
      Journal journal,
      Pipeline pipeline,
      EventStore events,
      Detector detector,
      ExecutorService workers,
      Path file,
      Duration interval) {
    this.node = node;
    this.journal = journal;
    this.pipeline = pipeline;
    this.events = events;
    this.detector = detector;
    this.workers = workers;
    this.checkpoints = new CheckpointLog(file, CHECKPOINT_FILE);
    this.interval = interval;
    this.freshState = detector.saveState();
    this.reader = restored();
    this.thread = Thread.ofPlatform().name("pipeline").unstarted(this::run);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public boolean caughtUp() {
    return journal.stats().readers().stream().allMatch(reader -> reader.lagBytes() == 0);
  }

  @Override
  public List<Counted> counted() {
    return List.of(Counted.of(node, 0, false, detector));
  }

  @Override
  public DetectorTotals totals() {
    return DetectorTotals.of(detector);
  }

  private JournalReader restored() {
    JournalReader opened = journal.reader("pipeline");
    var checkpoint = checkpoints.read();
    if (checkpoint.isEmpty()) {
      detector.restoreState(freshState);
      return opened;
    }
    detector.restoreState(checkpoint.get().pages());
    // The checkpoint is at or after the journal's own position: skip what the state has seen.
    opened.commit(checkpoint.get().position());
    opened.close();
    return journal.reader("pipeline");
  }

  private void run() {
    while (!stopping) {
      try {
        work();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (Persistence.StoppedException e) {
        LOG.warn("stopped with work left in the journal: {}", e.getMessage());
        return;
      } catch (RuntimeException e) {
        LOG.error("the pipeline goes back to its last checkpoint", e);
        goBack();
      }
    }
  }

  /** A store that failed to flush may have lost what it took: all of it is done again. */
  private void goBack() {
    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    settle(next);
    settle(checkpointing);
    reader.close();
    reader = restored();
    checkpointing = CompletableFuture.completedFuture(null);
  }

  /** Waits for what still uses the reader; how it ends does not matter any more. */
  private static void settle(CompletableFuture<?> task) {
    task.handle((_, _) -> null).join();
  }

  private void work() throws InterruptedException {
    next = ahead();
    JournalPosition done = null;
    while (!stopping) {
      Batch batch = next.join();
      next = ahead();
      pipeline.accept(batch.events());
      if (!batch.events().isEmpty()) {
        done = batch.next();
      }
      if (checkpointing.isDone()) {
        checkpointing.join(); // also when nothing comes any more: what failed is to be done again
        if (done != null && isDue(batch.events().isEmpty())) {
          checkpointing = checkpoint(done);
          done = null;
        }
      }
    }
    next.join();
    checkpointing.join();
    if (done != null) {
      checkpoint(done).join();
    }
  }

  private boolean isDue(boolean idle) {
    long since = System.nanoTime() - lastCheckpoint;
    return since >= checkpointRest && (idle || since > interval.toNanos());
  }

  private CompletableFuture<Batch> ahead() {
    return CompletableFuture.supplyAsync(this::readAndParse, workers);
  }

  private Batch readAndParse() {
    while (true) {
      try {
        JournalBatch batch = reader.read(BATCH, PATIENCE);
        return new Batch(pipeline.parse(batch.logs()), batch.next());
      } catch (JournalException e) {
        LOG.warn("the journal cannot be read, tried again", e);
        if (stopping) {
          throw new Persistence.StoppedException("the journal", e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Persistence.StoppedException("the journal", e);
      }
    }
  }

  /**
   * Takes what changed in the detector's state up to {@code position} now and makes both durable in
   * the background; what is stored meanwhile does no harm, because storing it again changes
   * nothing.
   */
  private CompletableFuture<Void> checkpoint(JournalPosition position) {
    long began = System.nanoTime();
    StatePage page = detector.saveChanges();
    Instant received = pipeline.lastIngested();
    lastCheckpoint = System.nanoTime();
    checkpointRest = REST * (lastCheckpoint - began);
    return CompletableFuture.runAsync(
        () -> {
          events.flush();
          persistence.untilDoneUninterrupted(
              "the checkpoint",
              () -> {
                checkpoints.append(position, page);
                reader.commit(position);
              });
          pipeline.checkpointed(received);
        },
        workers);
  }

  /** Finishes the batch at hand, makes a checkpoint and stops. */
  @Override
  public void close() {
    stopping = true;
    persistence.stop();
    try {
      thread.join(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reader.close();
  }
}
