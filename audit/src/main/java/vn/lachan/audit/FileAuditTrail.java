package vn.lachan.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trail in a folder: segments of one record a line, chained by SHA-256, with signed checkpoints.
 * The form is described in {@code docs/formats/audit-trail.md}.
 *
 * <p>{@link #append} returns after an fsync; threads that append at the same time share one. A
 * failed append leaves no trace and the trail stays usable. One process at a time may hold the
 * folder. Reading never waits for writing.
 */
public final class FileAuditTrail implements AuditTrail {
  private static final Logger log = LoggerFactory.getLogger(FileAuditTrail.class);

  /**
   * Limits of a trail.
   *
   * @param segmentBytes a segment that reached this size is followed by a new one
   * @param checkpointRecords a checkpoint is signed after this many records
   * @param checkpointInterval and with the first record this long after the last checkpoint
   * @param maxRecordBytes a longer record is refused; at most 1 MiB
   */
  public record Settings(
      long segmentBytes, long checkpointRecords, Duration checkpointInterval, int maxRecordBytes) {
    public static final Settings DEFAULTS =
        new Settings(16L << 20, 1000, Duration.ofMinutes(10), 256 << 10);

    public Settings {
      if (segmentBytes < 1 || checkpointRecords < 1 || checkpointInterval.isNegative()) {
        throw new IllegalArgumentException("limits of a trail are positive");
      }
      if (maxRecordBytes < 1 || maxRecordBytes > Lines.MAX_LINE) {
        throw new IllegalArgumentException("a record has 1 to " + Lines.MAX_LINE + " bytes");
      }
    }
  }

  /**
   * A torn last line that a crash left and that was cut when the trail was opened.
   *
   * @param file where it stood
   * @param bytes its length
   */
  public record Recovery(Path file, long bytes) {}

  /**
   * Size of a trail, and figures since it was opened.
   *
   * @param records records in the trail
   * @param segments its files
   * @param commits fsyncs that made records durable
   * @param failures appends that failed
   * @param checkpoints checkpoints signed
   * @param checkpointFailures checkpoints that could not be written
   * @param uncovered records that no checkpoint covers yet
   */
  public record Stats(
      long records,
      int segments,
      long commits,
      long failures,
      long checkpoints,
      long checkpointFailures,
      long uncovered) {}

  /** An entry on its way, and what became of it. Guarded by {@link #turn}. */
  private static final class Pending {
    final AuditEntry entry;
    @Nullable AuditRecord record;
    @Nullable AuditTrailException failure;

    Pending(AuditEntry entry) {
      this.entry = entry;
    }

    boolean waits() {
      return record == null && failure == null;
    }
  }

  private final TrailFolder folder;
  private final Settings settings;
  private final Clock clock;
  private final RandomAccessFile lockFile;
  private final SigningKey key;
  private final List<Recovery> recovered;

  /** Guards the queue and whose turn it is; never held while the disk is waited for. */
  private final ReentrantLock turn = new ReentrantLock();

  private final Condition turnEnds = turn.newCondition();
  private List<Pending> queue = new ArrayList<>();
  private boolean writing;
  private boolean closed;
  // Used only by the thread whose turn it is.
  private final TrailWriter writer;
  private final LongAdder failures = new LongAdder();

  /** Opens or creates the trail in {@code folder}, its keys in the folder {@code keys} in it. */
  public static FileAuditTrail open(Path folder, Settings settings, Clock clock) {
    return open(folder, folder.resolve(TrailFolder.KEYS), settings, clock);
  }

  /**
   * Opens or creates the trail in {@code folder}, with the key pair in {@code keyFolder}; makes the
   * pair when there is none.
   *
   * @throws AuditTrailException when the folder is in use by another process, cannot be written, or
   *     its last segment is damaged in another way than a crash does
   */
  public static FileAuditTrail open(Path folder, Path keyFolder, Settings settings, Clock clock) {
    return open(folder, keyFolder, settings, clock, RawFile::onDisk);
  }

  static FileAuditTrail open(
      Path folder, Path keyFolder, Settings settings, Clock clock, RawFile.Opener opener) {
    try {
      TrailFolder.createFolder(folder);
      TrailFolder.createFolder(keyFolder);
      RandomAccessFile lockFile = new TrailFolder(folder).lock();
      try {
        return new FileAuditTrail(
            new TrailFolder(folder), keyFolder, settings, clock, opener, lockFile);
      } catch (IOException | RuntimeException e) {
        lockFile.close();
        throw e;
      }
    } catch (IOException e) {
      throw new AuditTrailException("cannot open the audit trail in " + folder, e);
    }
  }

  private FileAuditTrail(
      TrailFolder folder,
      Path keyFolder,
      Settings settings,
      Clock clock,
      RawFile.Opener opener,
      RandomAccessFile lockFile)
      throws IOException {
    this.folder = folder;
    this.settings = settings;
    this.clock = clock;
    this.lockFile = lockFile;
    this.key =
        SigningKey.openOrCreate(
            keyFolder.resolve(TrailFolder.PRIVATE_KEY), keyFolder.resolve(TrailFolder.PUBLIC_KEY));
    TrailOpening opening = new TrailOpening(folder, opener, key.verifyingKey());
    TrailState state = opening.state();
    this.recovered = opening.recoveries();
    recovered.forEach(cut -> log.warn("cut a torn line of {} bytes: {}", cut.bytes(), cut.file()));
    this.writer = new TrailWriter(folder, settings, clock, opener, key, state);
  }

  /** What was cut when the trail was opened; empty after a clean end. */
  public List<Recovery> recovered() {
    return recovered;
  }

  public Stats stats() {
    TrailState now = writer.state();
    return new Stats(
        now.sequence(),
        now.segments().size(),
        writer.commits(),
        failures.sum(),
        writer.checkpoints(),
        writer.checkpointFailures(),
        now.uncovered());
  }

  /** {@inheritDoc} Threads that wait at the same time share one fsync. */
  @Override
  public AuditRecord append(AuditEntry entry) {
    Pending mine = new Pending(entry);
    List<Pending> batch = List.of();
    turn.lock();
    try {
      queue.add(mine);
      while (writing && mine.waits()) {
        turnEnds.awaitUninterruptibly();
      }
      if (mine.waits()) {
        writing = true;
        batch = queue;
        queue = new ArrayList<>();
      }
    } finally {
      turn.unlock();
    }
    if (!batch.isEmpty()) {
      commit(batch);
    }
    if (mine.record != null) {
      return mine.record;
    }
    throw mine.failure != null
        ? mine.failure
        : new AuditTrailException("the record was not written to " + folder.path());
  }

  private void commit(List<Pending> batch) {
    List<TrailWriter.Written> results = List.of();
    @Nullable IOException failure = null;
    try {
      if (closed) {
        throw new IOException("the trail is closed");
      }
      results = writer.write(batch.stream().map(pending -> pending.entry).toList());
      writer.checkpointWhenDue();
    } catch (IOException e) {
      failure = e;
    } finally {
      endTurn(batch, results, failure);
    }
  }

  private void endTurn(
      List<Pending> batch, List<TrailWriter.Written> results, @Nullable IOException failure) {
    turn.lock();
    try {
      for (int i = 0; i < batch.size(); i++) {
        Pending pending = batch.get(i);
        if (i < results.size()) {
          settle(pending, results.get(i));
        } else {
          pending.failure =
              new AuditTrailException("cannot write the audit trail in " + folder.path(), failure);
        }
        if (pending.record == null) {
          failures.increment();
        }
      }
      writing = false;
      turnEnds.signalAll();
    } finally {
      turn.unlock();
    }
  }

  private void settle(Pending pending, TrailWriter.Written result) {
    switch (result) {
      case TrailWriter.Written.Done(AuditRecord record) -> pending.record = record;
      case TrailWriter.Written.TooLong(int bytes) ->
          pending.failure =
              new AuditTrailException(
                  "a record of %d bytes is over the limit of %d: %s"
                      .formatted(bytes, settings.maxRecordBytes(), pending.entry.action()));
    }
  }

  private void takeTurn() {
    turn.lock();
    try {
      while (writing) {
        turnEnds.awaitUninterruptibly();
      }
      writing = true;
    } finally {
      turn.unlock();
    }
  }

  /**
   * Signs the trail as it stands. Call it every few minutes, so that a quiet trail is covered too.
   *
   * @return the newest checkpoint; empty while the trail has no record
   * @throws AuditTrailException when it cannot be made durable
   */
  public Optional<Checkpoint> checkpoint() {
    takeTurn();
    try {
      if (closed) {
        throw new AuditTrailException("the trail is closed: " + folder.path());
      }
      writer.checkpoint();
      return writer.state().lastCheckpoint();
    } catch (IOException e) {
      throw new AuditTrailException("cannot write a checkpoint in " + folder.path(), e);
    } finally {
      endTurn(List.of(), List.of(), null);
    }
  }

  /** Id of the key that signs, to be compared with a copy kept elsewhere. */
  public String keyId() {
    return key.verifyingKey().id();
  }

  @Override
  public List<AuditRecord> read(AuditFilter filter) {
    return reader().read(filter);
  }

  @Override
  public Verification verify() {
    return reader().verify(key.verifyingKey());
  }

  /** What is on the disk now. */
  TrailReader reader() {
    return new TrailReader(folder, writer.state());
  }

  VerifyingKey verifyingKey() {
    return key.verifyingKey();
  }

  Clock clock() {
    return clock;
  }

  /** Signs what is not covered yet and lets go of the folder. */
  @Override
  public void close() {
    takeTurn();
    try (lockFile;
        writer) {
      closed = true;
    } catch (IOException e) {
      throw new AuditTrailException("cannot close the audit trail in " + folder.path(), e);
    } finally {
      endTurn(List.of(), List.of(), null);
    }
  }
}
