package vn.lachan.collector;

import java.util.function.Consumer;

/**
 * What stands between the inputs and detection: takes raw logs, keeps them durably, and gives them
 * to readers. On one machine the journal on disk; Kafka where several machines share the work.
 *
 * <p>What every one promises:
 *
 * <ul>
 *   <li>When {@link Receipt.Taken#durable()} completes, the logs survive the crash of this process
 *       and of the machine (of as many brokers as the topic has spare replicas).
 *   <li>Readers see a log only after it is durable. The logs of one sender are read in the order in
 *       which they were taken.
 *   <li>What a reader has not committed is read again, by it or by another of the same name: every
 *       log is read at least once.
 *   <li>While it cannot keep anything, taking waits; nothing that was taken is lost meanwhile.
 * </ul>
 *
 * <p>Safe for use by several threads.
 */
public interface HandOver extends Intake, AutoCloseable {

  /** A reader under a name, which goes on behind what was committed under that name. */
  HandOverReader reader(String name);

  /**
   * Shows what was taken last before this process began, in order, as far as that is at hand: the
   * newest two segments of the journal, nothing of Kafka. Inputs know by it what a sender repeats
   * after a crash; without it such records become second events.
   */
  default void recent(Consumer<RawLog> to) {}

  /** How it is doing. */
  HandOverStats standing();

  /** Keeps what was taken as far as it can, then frees what it holds. */
  @Override
  void close();
}
