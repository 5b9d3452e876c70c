package vn.lachan.audit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records and checkpoints. One thread at a time may use it; {@link #state} and the counters
 * may be read by any.
 */
final class TrailWriter implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(TrailWriter.class);

  /** What became of one entry of a block. */
  sealed interface Written {

    /** The record is durable. */
    record Done(AuditRecord record) implements Written {}

    /** The record would be {@code bytes} long, more than is allowed; nothing was written. */
    record TooLong(int bytes) implements Written {}
  }

  private final TrailFolder folder;
  private final FileAuditTrail.Settings settings;
  private final Clock clock;
  private final RawFile.Opener opener;
  private final SigningKey key;
  private final DurableFile checkpointFile;
  private DurableFile active;
  private volatile TrailState state;
  private final LongAdder commits = new LongAdder();
  private final LongAdder checkpoints = new LongAdder();
  private final LongAdder checkpointFailures = new LongAdder();

  TrailWriter(
      TrailFolder folder,
      FileAuditTrail.Settings settings,
      Clock clock,
      RawFile.Opener opener,
      SigningKey key,
      TrailState state)
      throws IOException {
    this.folder = folder;
    this.settings = settings;
    this.clock = clock;
    this.opener = opener;
    this.key = key;
    this.state = state;
    TrailFolder.Segment last = state.segments().getLast();
    this.active = new DurableFile(opener.open(folder.file(last)), state.activeLength());
    this.checkpointFile =
        new DurableFile(opener.open(folder.checkpoints()), state.checkpointLength());
  }

  TrailState state() {
    return state;
  }

  long commits() {
    return commits.sum();
  }

  long checkpoints() {
    return checkpoints.sum();
  }

  long checkpointFailures() {
    return checkpointFailures.sum();
  }

  /**
   * Writes {@code entries} with one fsync; answers in their order. Writes nothing when it throws.
   */
  List<Written> write(List<AuditEntry> entries) throws IOException {
    rotateWhenFull();
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    List<Written> results = new ArrayList<>();
    long sequence = state.sequence();
    String head = state.head();
    for (AuditEntry entry : entries) {
      AuditRecord record = RecordCodec.link(sequence + 1, clock.instant(), entry, head);
      byte[] line = RecordCodec.encode(record);
      if (line.length > settings.maxRecordBytes()) {
        results.add(new Written.TooLong(line.length));
        continue;
      }
      block.write(line);
      block.write('\n');
      results.add(new Written.Done(record));
      sequence = record.sequence();
      head = record.digest();
    }
    if (block.size() > 0) {
      active.append(block.toByteArray());
      commits.increment();
      state = state.appended(active.length(), sequence, head);
    }
    return results;
  }

  private void rotateWhenFull() throws IOException {
    if (active.length() < settings.segmentBytes()) {
      return;
    }
    TrailFolder.Segment next = TrailFolder.Segment.startingAt(state.sequence() + 1);
    folder.create(folder.file(next));
    DurableFile opened = new DurableFile(opener.open(folder.file(next)), 0);
    active.close();
    active = opened;
    state = state.rotated(next);
  }

  /**
   * Signs when enough records or time have passed. A failure does not touch the records, which are
   * durable already: it is counted and tried again with the next record.
   */
  void checkpointWhenDue() {
    Instant last = state.lastCheckpoint().map(Checkpoint::at).orElse(Instant.EPOCH);
    boolean due =
        state.uncovered() >= settings.checkpointRecords()
            || !clock.instant().isBefore(last.plus(settings.checkpointInterval()));
    if (due) {
      try {
        checkpoint();
      } catch (IOException e) {
        log.warn("cannot write a checkpoint in {}", folder.path(), e);
      }
    }
  }

  /** Signs the trail as it stands, when there is anything not covered yet. */
  void checkpoint() throws IOException {
    if (state.uncovered() == 0) {
      return;
    }
    Checkpoint checkpoint = key.sign(state.sequence(), state.head(), clock.instant());
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.write(CheckpointCodec.encode(checkpoint));
    line.write('\n');
    try {
      checkpointFile.append(line.toByteArray());
    } catch (IOException e) {
      checkpointFailures.increment();
      throw e;
    }
    checkpoints.increment();
    state = state.covered(checkpointFile.length(), checkpoint);
  }

  /** Signs what is not covered yet and closes the files, also when signing fails. */
  @Override
  public void close() throws IOException {
    try {
      checkpoint();
    } finally {
      try {
        active.close();
      } finally {
        checkpointFile.close();
      }
    }
  }
}
