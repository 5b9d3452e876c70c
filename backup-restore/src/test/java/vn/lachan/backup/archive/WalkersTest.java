package vn.lachan.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WalkersTest {

  @Test
  void givesAFolderToAHelperAndTheNextToItself() throws InterruptedException {
    Thread walker = Thread.currentThread();
    CountDownLatch helping = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (Walkers walkers = new Walkers(2)) {
      CompletableFuture<Thread> first =
          walkers.fork(() -> {
            helping.countDown();
            waitFor(go);
            return Thread.currentThread();
          });
      helping.await();
      CompletableFuture<Thread> second = walkers.fork(Thread::currentThread);

      assertThat(second).isCompletedWithValue(walker);
      assertThat(first).isNotDone();
      go.countDown();
      walkers.await();
      assertThat(first.join()).isNotEqualTo(walker);
    }
  }

  /** With one folder at the top its walker would otherwise be the only one. */
  @Test
  @Timeout(60)
  void getsAHelperMoreWhenTheFirstThreadOnlyWaits() {
    CountDownLatch both = new CountDownLatch(2);
    try (Walkers walkers = new Walkers(2)) {
      CompletableFuture<Boolean> top =
          walkers.fork(() -> {
            while (both.getCount() == 2) {
              var _ =
                  walkers.fork(() -> {
                    if (!Thread.currentThread().getName().equals("walk-1")) {
                      both.countDown();
                      waitFor(both);
                    }
                    return true;
                  });
            }
            both.countDown(); // two at once
            return true;
          });
      walkers.await();

      assertThat(top.join()).isTrue();
    }
  }

  @Test
  void walksAloneWhereThereIsOneThread() {
    try (Walkers walkers = new Walkers(1)) {
      assertThat(walkers.fork(Thread::currentThread)).isCompletedWithValue(Thread.currentThread());
      walkers.await();
    }
  }

  @Test
  void hasNeverMoreThanItsThreadsAndWaitsForAll() {
    AtomicInteger now = new AtomicInteger();
    AtomicBoolean tooMany = new AtomicBoolean();
    AtomicInteger done = new AtomicInteger();
    try (Walkers walkers = new Walkers(3)) {
      walk(walkers, 9, now, tooMany, done);
      walkers.await();

      assertThat(done).hasValue(1 << 9);
      assertThat(tooMany).isFalse();
    }
  }

  /** A tree of folders, two in each. */
  private static void walk(
      Walkers walkers, int depth, AtomicInteger now, AtomicBoolean tooMany, AtomicInteger done) {
    if (depth == 0) {
      tooMany.compareAndSet(false, now.incrementAndGet() > 3);
      Thread.onSpinWait();
      done.incrementAndGet();
      now.decrementAndGet();
      return;
    }
    for (int i = 0; i < 2; i++) {
      var _ =
          walkers.fork(() -> {
            walk(walkers, depth - 1, now, tooMany, done);
            return true;
          });
    }
  }

  @Test
  void handsOnWhatAHelperThrowsAndUsesItAgain() {
    try (Walkers walkers = new Walkers(2)) {
      for (int i = 0; i < 3; i++) {
        CompletableFuture<Object> failing =
            walkers.fork(() -> {
              throw new ArchiveInterruptedException("test");
            });
        walkers.await();
        assertThatExceptionOfType(CompletionException.class)
            .isThrownBy(failing::join)
            .withCauseInstanceOf(ArchiveInterruptedException.class);
      }
    }
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
