package vn.lachan.collector.forward;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.journal.JournalPosition;

/**
 * What a connection has sent and not heard of yet, and what the province has said it keeps. One
 * thread sends, another one hears.
 */
final class ForwardWindow {
  private final int places;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by lock.
  private final Deque<ForwardBatch> underWay = new ArrayDeque<>();
  private final Map<Lane, JournalPosition> acknowledged = new EnumMap<>(Lane.class);
  private boolean asked;
  private @Nullable IOException broken;

  /**
   * @param places batches that may be under way
   */
  ForwardWindow(int places) {
    this.places = places;
  }

  /** The province has {@code lane} up to {@code have}. */
  void begin(Lane lane, JournalPosition have) {
    lock.lock();
    try {
      acknowledged.put(lane, have);
    } finally {
      lock.unlock();
    }
  }

  /** Free places for batches; waits {@code patience} for one. */
  int awaitPlaces(Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = patience.toNanos();
      while (underWay.size() >= places && broken == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      return Math.max(0, places - underWay.size());
    } finally {
      lock.unlock();
    }
  }

  void send(ForwardBatch batch) {
    lock.lock();
    try {
      underWay.add(batch);
    } finally {
      lock.unlock();
    }
  }

  /** A status goes out, which is answered. */
  void ask() {
    lock.lock();
    try {
      asked = true;
    } finally {
      lock.unlock();
    }
  }

  void answered() {
    lock.lock();
    try {
      asked = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The province keeps the oldest batch under way.
   *
   * @throws ProtocolException when that is not what it says
   */
  ForwardBatch acknowledge(Lane lane, JournalPosition end) throws ProtocolException {
    lock.lock();
    try {
      ForwardBatch batch = underWay.poll();
      if (batch == null || batch.lane() != lane || !batch.end().equals(end)) {
        throw new ProtocolException("an answer to what was not sent");
      }
      acknowledged.put(lane, end);
      changed.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** How far the province has said it keeps each lane. */
  Map<Lane, JournalPosition> acknowledged() {
    lock.lock();
    try {
      return new EnumMap<>(acknowledged);
    } finally {
      lock.unlock();
    }
  }

  boolean isAnswerDue() {
    lock.lock();
    try {
      return asked || !underWay.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more is heard; the first reason counts. */
  void breakWith(IOException reason) {
    lock.lock();
    try {
      if (broken == null) {
        broken = reason;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void requireWhole() throws IOException {
    lock.lock();
    try {
      if (broken != null) {
        throw new IOException("the line broke: " + broken.getMessage(), broken);
      }
    } finally {
      lock.unlock();
    }
  }
}
