package vn.lachan.simulator.send;

/**
 * Takes lines to one port of the platform. Used by one thread.
 *
 * <p>What a protocol promises is all a sender promises: {@link HttpsSender} and {@link FileSender}
 * know that what was flushed arrived, syslog senders know only that the network took it.
 */
public interface Sender extends AutoCloseable {

  /**
   * Sends {@code line}, now or with the next ones.
   *
   * @throws SenderException when the target does not take it
   */
  void send(LogLine line);

  /** Sends what waits; returns when it is out. */
  void flush();

  /** Flushes and lets go of the target. */
  @Override
  void close();
}
