package vn.lachan.backup.command;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said when the process is told to end (Ctrl-C, {@code systemctl stop}) before a task has
 * come to its end: either the words are said or the task was {@link #first}, never both.
 */
final class LastWords implements AutoCloseable {

  private final AtomicBoolean decided = new AtomicBoolean();
  private final Thread hook;

  private LastWords(Runnable words) {
    this.hook =
        new Thread(
            () -> {
              if (first()) {
                words.run();
              }
            },
            "last-words");
  }

  static LastWords onSignal(Runnable words) {
    LastWords last = new LastWords(words);
    Runtime.getRuntime().addShutdownHook(last.hook);
    return last;
  }

  /** Whether the caller, at the end of the task or at the signal, is the first to ask. */
  boolean first() {
    return decided.compareAndSet(false, true);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log().debug("the process ends already: {}", e.toString());
    }
  }

  /**
   * Asked for only when there is something to say: finding the log is a tenth of a short command.
   */
  private static Logger log() {
    return LoggerFactory.getLogger(LastWords.class);
  }
}
