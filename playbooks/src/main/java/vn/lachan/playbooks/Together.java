package vn.lachan.playbooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Does what several threads ask for at about the same time in one transaction: while one is under
 * way the next ones gather, and the first of them does all of theirs. Nobody waits for others to
 * come. What fails together is done again one by one. Safe for use by several threads.
 *
 * @param <Q> what is asked for
 * @param <A> what each gets
 */
final class Together<Q, A> {
  private final int most;
  private final Work<Q, A> work;
  private final Queue<Waiting<Q, A>> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock();

  /** Answers questions in their order, in one transaction. */
  interface Work<Q, A> {
    List<A> all(List<Q> questions);
  }

  /** One question; guarded by {@code turn}. */
  private static final class Waiting<Q, A> {
    final Q question;
    @Nullable A answer;
    @Nullable RuntimeException failure;
    boolean done;

    Waiting(Q question) {
      this.question = question;
    }

    void answered(A with) {
      answer = with;
      done = true;
    }

    void failed(RuntimeException why) {
      failure = why;
      done = true;
    }
  }

  /**
   * @param most how many are done in one transaction
   */
  Together(int most, Work<Q, A> work) {
    this.most = most;
    this.work = work;
  }

  /** Returns when it is done. */
  A ask(Q question) {
    Waiting<Q, A> own = new Waiting<>(question);
    queue.add(own);
    turn.lock();
    try {
      while (!own.done) {
        next();
      }
      RuntimeException failure = own.failure;
      if (failure != null) {
        throw failure;
      }
      return java.util.Objects.requireNonNull(own.answer);
    } finally {
      turn.unlock();
    }
  }

  private void next() {
    List<Waiting<Q, A>> taken = new ArrayList<>();
    while (taken.size() < most && queue.peek() != null) {
      taken.add(queue.remove());
    }
    try {
      answer(taken);
    } finally {
      for (Waiting<Q, A> one : taken) {
        if (!one.done) {
          one.failed(new IllegalStateException("the transaction broke off"));
        }
      }
    }
  }

  private void answer(List<Waiting<Q, A>> taken) {
    try {
      List<A> answers = work.all(taken.stream().map(one -> one.question).toList());
      for (int i = 0; i < answers.size(); i++) {
        taken.get(i).answered(answers.get(i));
      }
    } catch (JdbiException failure) {
      if (taken.size() == 1) {
        taken.getFirst().failed(failure);
      } else {
        taken.forEach(one -> answer(List.of(one)));
      }
    }
  }
}
