package vn.lachan.collector.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.Receipt;

/**
 * The one thread that writes. Takes what has gathered, writes it, syncs once, and only then tells
 * those who wait.
 *
 * <p>After a write or sync failed, the segment is ended where it was last durable and the rest of
 * the group is written again to a new one.
 */
final class GroupWriter {
  private static final Logger log = LoggerFactory.getLogger(GroupWriter.class);

  private final Path folder;
  private final JournalSettings settings;
  private final Disk disk;
  private final Segments segments;
  private final SegmentAppender appender;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition gathered = lock.newCondition();
  private final Condition room = lock.newCondition();
  // Guarded by lock.
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private long pendingBytes;
  private int queuedRecords;
  private JournalStats.State state = JournalStats.State.OPEN;
  private String problem = "";
  private volatile boolean closing;
  // Of the thread that writes.
  private Runnable ageing = () -> {};
  private long tended = System.nanoTime();
  // Guarded by lock.
  private boolean spaceFreed;
  private long refused;
  private long records;
  private long recordBytes;
  private long failures;

  private record Waiting(List<byte[]> payloads, long bytes, CompletableFuture<Void> durable) {}

  GroupWriter(
      Path folder, JournalSettings settings, Disk disk, Segments segments, InstantSource clock) {
    this.folder = folder;
    this.settings = settings;
    this.disk = disk;
    this.segments = segments;
    this.appender = new SegmentAppender(folder, settings, disk, segments, clock);
    this.thread = Thread.ofPlatform().name("journal-writer").daemon().unstarted(this::run);
  }

  /** Begins to write; {@code ages} is called again and again by the thread that writes. */
  void start(Runnable ages) {
    ageing = ages;
    thread.start();
  }

  Receipt add(List<byte[]> payloads, Duration patience) throws InterruptedException {
    long bytes = 0;
    for (byte[] payload : payloads) {
      if (payload.length > SegmentFormat.MAX_RECORD) {
        throw new JournalException("a record of " + payload.length + " bytes is too large");
      }
      bytes += payload.length + SegmentFormat.FRAME_BYTES;
    }
    lock.lockInterruptibly();
    try {
      long left = patience.compareTo(Duration.ofDays(1)) > 0 ? Long.MAX_VALUE : patience.toNanos();
      while (!hasRoom(bytes)) {
        if (state == JournalStats.State.CLOSED || left <= 0) {
          refused += payloads.size();
          return new Receipt.Refused(reason());
        }
        left = room.awaitNanos(left);
      }
      CompletableFuture<Void> durable = new CompletableFuture<>();
      queue.add(new Waiting(payloads, bytes, durable));
      pendingBytes += bytes;
      queuedRecords += payloads.size();
      if (queue.size() == 1 || queuedRecords >= settings.groupRecords()) {
        gathered.signal();
      }
      return new Receipt.Taken(durable);
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom(long bytes) {
    return state == JournalStats.State.OPEN
        && (pendingBytes == 0 || pendingBytes + bytes <= settings.pendingBytes());
  }

  private Receipt.Reason reason() {
    return switch (state) {
      case OPEN -> Receipt.Reason.BUSY;
      case FULL -> Receipt.Reason.FULL;
      case LOW_SPACE -> Receipt.Reason.LOW_SPACE;
      case DISK_ERROR -> Receipt.Reason.DISK_ERROR;
      case CLOSED -> Receipt.Reason.CLOSED;
    };
  }

  private void run() {
    while (true) {
      List<Waiting> group = awaitGroup();
      tend();
      if (group.isEmpty()) {
        if (nothingLeft()) {
          break;
        }
        continue;
      }
      if (!writeUntilDurable(group)) {
        JournalException closed = new JournalException("the journal was closed before writing");
        group.forEach(waiting -> waiting.durable().completeExceptionally(closed));
        break;
      }
      finished(group);
    }
    giveUpQueue();
    appender.seal();
  }

  /** Looks at the age of what is on disk, now and then. */
  private void tend() {
    long now = System.nanoTime();
    if (now - tended < settings.retryInterval().toNanos() || closing) {
      return;
    }
    tended = now;
    try {
      appender.sealWhenOld();
      ageing.run();
    } catch (RuntimeException e) {
      log.error("journal: what is too old is still there, tried again: {}", e.toString());
    }
  }

  private boolean nothingLeft() {
    lock.lock();
    try {
      return closing && queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** What has gathered; empty when nothing came for a while, or the journal is closing. */
  private List<Waiting> awaitGroup() {
    lock.lock();
    try {
      awaitFirst();
      if (queue.isEmpty()) {
        return List.of();
      }
      awaitMore();
      List<Waiting> group = new ArrayList<>();
      long bytes = 0;
      int count = 0;
      while (!queue.isEmpty()
          && (group.isEmpty()
              || (bytes + queue.getFirst().bytes() <= settings.segmentBytes()
                  && count < settings.groupRecords()))) {
        Waiting waiting = queue.removeFirst();
        group.add(waiting);
        bytes += waiting.bytes();
        count += waiting.payloads().size();
      }
      queuedRecords -= count;
      return group;
    } finally {
      lock.unlock();
    }
  }

  private void awaitFirst() {
    try {
      long left = settings.retryInterval().toNanos();
      while (queue.isEmpty() && !closing && left > 0) {
        left = gathered.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      // this thread belongs to the journal, which stops it by closing
    }
  }

  /** Gives others the chance to join the group. */
  private void awaitMore() {
    try {
      long left = settings.groupDelay().toNanos();
      while (left > 0
          && !closing
          && queuedRecords < settings.groupRecords()
          && pendingBytes < settings.pendingBytes() / 2) {
        left = gathered.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      // this thread belongs to the journal, which stops it by closing
    }
  }

  private boolean writeUntilDurable(List<Waiting> group) {
    List<byte[]> payloads = new ArrayList<>();
    long bytes = 0;
    for (Waiting waiting : group) {
      payloads.addAll(waiting.payloads());
      bytes += waiting.bytes();
    }
    int done = 0;
    while (true) {
      if (!awaitCapacity(bytes)) {
        return false;
      }
      try {
        while (done < payloads.size()) {
          done = appender.append(payloads, done);
        }
        setState(JournalStats.State.OPEN, "");
        return true;
      } catch (IOException | RuntimeException | Error e) { // whoever waits must be told or served
        appender.abandon();
        lock.lock();
        try {
          failures++;
        } finally {
          lock.unlock();
        }
        setState(JournalStats.State.DISK_ERROR, e.toString());
        if (!pause()) {
          return false;
        }
      }
    }
  }

  /** How many segments may begin for so many bytes: two neighbours fill more than one segment. */
  private long mostSegments(long bytes) {
    return 1 + 2 * bytes / settings.segmentBytes();
  }

  /**
   * Waits until {@code records} bytes may be written; false when the journal is closing meanwhile.
   */
  private boolean awaitCapacity(long records) {
    long bytes = records + SegmentFormat.HEADER_BYTES * mostSegments(records);
    while (true) {
      tend();
      long held = segments.bytes();
      if (held + bytes > settings.maxBytes() && segments.count() > 1) {
        setState(
            JournalStats.State.FULL,
            "holds " + held + " of " + settings.maxBytes() + " bytes; its readers are behind");
      } else {
        long free = freeBytes();
        if (free - bytes >= settings.minFreeBytes()) {
          return true;
        }
        setState(
            JournalStats.State.LOW_SPACE,
            free + " bytes are free, " + settings.minFreeBytes() + " must stay free");
      }
      if (!pause()) {
        return false;
      }
    }
  }

  private long freeBytes() {
    try {
      return disk.freeBytes(folder);
    } catch (IOException e) {
      log.debug("journal: cannot ask for free space: {}", e.toString());
      return Long.MAX_VALUE; // writing will tell
    }
  }

  /** Waits until it is worth trying again; false when the journal is closing. */
  private boolean pause() {
    lock.lock();
    try {
      long left = settings.retryInterval().toNanos();
      while (left > 0 && !closing && !spaceFreed) {
        left = gathered.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      // this thread belongs to the journal, which stops it by closing
    } finally {
      spaceFreed = false;
      lock.unlock();
    }
    return !closing;
  }

  /** Says that readers have let segments go. */
  void spaceFreed() {
    lock.lock();
    try {
      spaceFreed = true;
      gathered.signal();
    } finally {
      lock.unlock();
    }
  }

  private void setState(JournalStats.State next, String why) {
    lock.lock();
    try {
      if (state == next) {
        problem = why;
        return;
      }
      state = next;
      problem = why;
      if (next == JournalStats.State.OPEN) {
        log.info("journal: takes records again");
        room.signalAll();
      } else {
        log.error("journal: takes no more records, {}: {}", next, why);
      }
    } finally {
      lock.unlock();
    }
  }

  private void finished(List<Waiting> group) {
    lock.lock();
    try {
      for (Waiting waiting : group) {
        pendingBytes -= waiting.bytes();
        records += waiting.payloads().size();
        recordBytes += waiting.bytes();
      }
      room.signalAll();
    } finally {
      lock.unlock();
    }
    group.forEach(waiting -> waiting.durable().complete(null));
  }

  private void giveUpQueue() {
    List<Waiting> left;
    lock.lock();
    try {
      state = JournalStats.State.CLOSED;
      left = List.copyOf(queue);
      queue.clear();
      pendingBytes = 0;
      queuedRecords = 0;
      room.signalAll();
    } finally {
      lock.unlock();
    }
    JournalException closed = new JournalException("the journal was closed before writing");
    left.forEach(waiting -> waiting.durable().completeExceptionally(closed));
  }

  void close() {
    lock.lock();
    try {
      closing = true;
      gathered.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(1));
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  JournalStats stats(Quarantine quarantine, long cutBytes, Readers readers, Ageing ages) {
    List<JournalStats.Reader> far = readers.all();
    Duration oldest = ages.oldestUnread();
    lock.lock();
    try {
      return new JournalStats(
          state,
          problem,
          segments.count(),
          segments.bytes(),
          settings.maxBytes(),
          pendingBytes,
          settings.pendingBytes(),
          records,
          recordBytes,
          appender.syncs(),
          appender.syncTime(),
          appender.slowestSync(),
          refused,
          failures,
          quarantine.damages(),
          quarantine.bytes(),
          cutBytes,
          far,
          oldest,
          oldest.compareTo(settings.staleAfter()) > 0,
          ages.expiredRecords(),
          ages.expiredBytes());
    } finally {
      lock.unlock();
    }
  }
}
