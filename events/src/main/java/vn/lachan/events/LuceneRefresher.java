package vn.lachan.events;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes appended events visible in the background as long as somebody searches. When nobody has for
 * a while it rests, so that writing is not slowed by small segments; the next question then
 * refreshes the partitions it looks into.
 */
final class LuceneRefresher {
  private static final Logger LOG = LoggerFactory.getLogger(LuceneRefresher.class);

  private final LucenePartitions partitions;
  private final LuceneSettings settings;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final LongAdder refreshes = new LongAdder();
  private volatile long searchedAt = System.nanoTime();

  LuceneRefresher(LucenePartitions partitions, LuceneSettings settings) {
    this.partitions = partitions;
    this.settings = settings;
  }

  void start() {
    Thread.ofPlatform().daemon().name("event-refresh").start(this::run);
  }

  /** Not by an interrupt: that would close the files the thread may be writing. */
  void stop() {
    stopping.countDown();
  }

  /** Somebody searches now. */
  void searched() {
    searchedAt = System.nanoTime();
  }

  long refreshes() {
    return refreshes.sum();
  }

  private void run() {
    try {
      while (!stopping.await(settings.refreshInterval().toMillis() + 1, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() - searchedAt < settings.searchIdle().toNanos()) {
          refreshAll();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refreshAll() {
    for (LucenePartition partition : partitions.all()) {
      if (partition.unrefreshed()) {
        refresh(partition);
      }
    }
  }

  private void refresh(LucenePartition partition) {
    try {
      partition.refresh();
      refreshes.increment();
    } catch (Exception e) {
      // The outermost loop of this thread: what is lost, the next flush says.
      LOG.error("partition {} could not be refreshed", partition.day(), e);
    }
  }
}
