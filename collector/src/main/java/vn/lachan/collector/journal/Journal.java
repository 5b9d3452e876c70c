package vn.lachan.collector.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.HandOver;
import vn.lachan.collector.HandOverStats;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.Receipt;

/**
 * Keeps raw logs on disk, in the order they were taken, until every reader has committed them.
 *
 * <p>What it promises:
 *
 * <ul>
 *   <li>When {@link Receipt.Taken#durable()} completes, the logs survive a crash of the machine.
 *       Many logs share one sync of the disk.
 *   <li>Readers see a log only after it is durable, each log once and in order; after a crash they
 *       see again what they had not committed.
 *   <li>A full or broken disk stops the taking, never the journal: it goes on by itself when there
 *       is room again, and loses nothing it has taken meanwhile.
 *   <li>A torn end is cut when the journal is opened; a damaged place in the middle is reported,
 *       kept aside and skipped.
 * </ul>
 *
 * <p>Safe for use by several threads. One process at a time may have it open.
 */
public final class Journal implements HandOver {
  private final Path folder;
  private final FileChannel lockFile;
  private final Segments segments;
  private final Quarantine quarantine;
  private final Readers readers;
  private final GroupWriter writer;
  private final Ageing ageing;
  private final long cutBytes;

  private Journal(
      Path folder,
      JournalSettings settings,
      Disk disk,
      InstantSource clock,
      Consumer<ExpiredSegment> expired) {
    this.folder = folder;
    this.segments = new Segments(folder);
    this.quarantine = new Quarantine(folder.resolve("quarantine"));
    try {
      Files.createDirectories(folder);
      this.lockFile = lock(folder);
    } catch (IOException e) {
      throw new JournalException("cannot open the journal in " + folder, e);
    }
    try {
      this.cutBytes = segments.recover(quarantine);
      this.writer = new GroupWriter(folder, settings, disk, segments, clock);
      this.readers = new Readers(folder.resolve("readers"), segments, writer::spaceFreed);
      this.ageing = new Ageing(folder, settings, segments, readers, clock, expired);
    } catch (IOException | RuntimeException e) {
      JournalException failure =
          e instanceof JournalException known
              ? known
              : new JournalException("cannot open the journal in " + folder, e);
      try {
        lockFile.close(); // so that it can be tried again
      } catch (IOException again) {
        failure.addSuppressed(again);
      }
      throw failure;
    }
  }

  /**
   * Opens the journal in {@code folder}, makes it when there is none. How long this takes does not
   * depend on how much is waiting in it.
   *
   * @throws JournalException when the folder cannot be used or another process uses it
   */
  public static Journal open(Path folder, JournalSettings settings) {
    return open(folder, settings, Clock.systemUTC(), _ -> {});
  }

  /**
   * Opens the journal in {@code folder} like {@link #open(Path, JournalSettings)}.
   *
   * @param clock tells how old segments are
   * @param expired is told of every segment before it is deleted unread for its age, by the thread
   *     that writes; while it throws, nothing is deleted. After a crash it may hear of a segment
   *     twice. It must not wait for this journal
   * @throws JournalException when the folder cannot be used or another process uses it
   */
  public static Journal open(
      Path folder,
      JournalSettings settings,
      InstantSource clock,
      Consumer<ExpiredSegment> expired) {
    return open(folder, settings, Disk.REAL, clock, expired);
  }

  static Journal open(Path folder, JournalSettings settings, Disk disk) {
    return open(folder, settings, disk, Clock.systemUTC(), _ -> {});
  }

  private static Journal open(
      Path folder,
      JournalSettings settings,
      Disk disk,
      InstantSource clock,
      Consumer<ExpiredSegment> expired) {
    Journal journal = new Journal(folder, settings, disk, clock, expired);
    journal.writer.start(() -> {
      if (journal.ageing.run()) {
        journal.writer.spaceFreed();
      }
    });
    return journal;
  }

  /** Keeps other processes out of {@code folder} until the channel is closed. */
  static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // held by this very process
    }
    channel.close();
    throw new JournalException("the journal in " + folder + " is in use by another process");
  }

  /**
   * {@inheritDoc}
   *
   * <p>While the journal cannot write, this waits for it at most {@code patience} and then answers
   * why nothing was taken.
   */
  @Override
  public Receipt take(List<RawLog> logs, Duration patience) throws InterruptedException {
    if (logs.isEmpty()) {
      return new Receipt.Taken(CompletableFuture.completedFuture(null));
    }
    List<byte[]> payloads = new ArrayList<>(logs.size());
    for (RawLog log : logs) {
      payloads.add(RawLogCodec.encode(log));
    }
    return writer.add(payloads, patience);
  }

  /**
   * The reader of this name, at the first log it has not committed; a new name starts at the oldest
   * log there is. Logs are kept for every name that was ever opened, until {@link #removeReader}.
   *
   * @throws JournalException when the name is not made of lower-case letters, digits and hyphens,
   *     or is open already
   */
  @Override
  public JournalReader reader(String name) {
    return readers.open(name, quarantine);
  }

  /**
   * Shows what was taken last, in order: the records of the newest two segments, whether they were
   * read or not. What is damaged there is passed over; readers report it.
   */
  @Override
  public void recent(Consumer<RawLog> to) {
    for (Segments.Extent extent : segments.newest(2)) {
      try (RandomAccessFile file = openForReading(folder, extent.number())) {
        OptionalLong salt =
            file == null ? OptionalLong.empty() : SegmentFormat.salt(file, extent.number());
        if (file != null && salt.isPresent()) {
          show(new SegmentScanner(file, salt.getAsLong()), extent.end(), to);
        }
      } catch (IOException e) {
        throw new JournalException("cannot read segment " + extent.number(), e);
      }
    }
  }

  private static void show(SegmentScanner scanner, long end, Consumer<RawLog> to)
      throws IOException {
    long position = SegmentFormat.HEADER_BYTES;
    while (position < end) {
      switch (scanner.next(position, end)) {
        case SegmentScanner.Whole(byte[] array, int at, int length, long next) -> {
          RawLog log = RawLogCodec.decode(array, at, length);
          if (log != null) {
            to.accept(log);
          }
          position = next;
        }
        case SegmentScanner.Damaged damaged -> position = damaged.to();
        case SegmentScanner.End _ -> position = end;
      }
    }
  }

  /** Forgets a reader for good, so that logs are no longer kept for it. */
  public void removeReader(String name) {
    readers.remove(name);
  }

  /**
   * Everything that is durable now lies before this place, and everything that is taken from now on
   * behind it.
   */
  public JournalPosition end() {
    return segments.end();
  }

  /** Whether the next record begins a new segment. */
  boolean isEnded() {
    return segments.newest(1).stream().allMatch(Segments.Extent::sealed);
  }

  /** How the journal is doing. */
  public JournalStats stats() {
    return writer.stats(quarantine, cutBytes, readers, ageing);
  }

  @Override
  public HandOverStats standing() {
    JournalStats stats = stats();
    HandOverStats.State state =
        switch (stats.state()) {
          case OPEN -> HandOverStats.State.OPEN;
          case FULL -> HandOverStats.State.FULL;
          case LOW_SPACE -> HandOverStats.State.LOW_SPACE;
          case DISK_ERROR -> HandOverStats.State.DISK_ERROR;
          case CLOSED -> HandOverStats.State.CLOSED;
        };
    return new HandOverStats(
        state,
        stats.problem(),
        stats.bytes(),
        stats.maxBytes(),
        stats.pendingBytes(),
        stats.maxPendingBytes(),
        stats.readers().stream().mapToLong(JournalStats.Reader::lagBytes).max().orElse(0),
        HandOverStats.Unit.BYTES,
        stats.damages(),
        stats.refused(),
        stats.oldestUnread(),
        stats.stale(),
        stats.expiredRecords());
  }

  /**
   * Writes what was taken, then frees the folder. Logs that cannot be written because the disk is
   * full or broken are given up; their receipts complete exceptionally.
   */
  @Override
  public void close() {
    writer.close();
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new JournalException("cannot free the journal in " + folder, e);
    }
  }

  /** Opens a segment file for reading. */
  static @Nullable RandomAccessFile openForReading(Path folder, long number) throws IOException {
    Path path = SegmentFormat.file(folder, number);
    return Files.exists(path) ? new RandomAccessFile(path.toFile(), "r") : null;
  }
}
