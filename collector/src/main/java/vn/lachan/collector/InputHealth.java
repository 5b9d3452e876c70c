package vn.lachan.collector;

import java.time.Instant;
import java.util.Optional;

/**
 * How an input is doing; counts are since it was started.
 *
 * @param name name of the input
 * @param kind for example {@code syslog-tcp}
 * @param address where it listens or what it reads
 * @param state what it is doing
 * @param problem the last thing that went wrong, empty when nothing did
 * @param received messages received
 * @param bytes bytes of these messages
 * @param dropped messages lost here because the journal could not take them
 * @param kernelDropped datagrams the kernel dropped because the socket buffer was full; 0 where
 *     this cannot be known
 * @param truncated messages that were cut
 * @param damaged places in files that could not be read
 * @param incomplete records of several lines that had too many, or whose end did not come
 * @param connections connections open now, or files open now
 * @param refusedConnections connections closed because there were too many
 * @param failedHandshakes TLS handshakes that failed or took too long
 * @param idleConnections connections closed because nothing came over them for too long
 * @param overdue requests refused because their records were not durable in time
 * @param recognised records that a sender sent again after a broken line and that were known again
 * @param remembered records remembered now to know them again
 * @param lastReceived when the last message came
 */
public record InputHealth(
    String name,
    String kind,
    String address,
    State state,
    String problem,
    long received,
    long bytes,
    long dropped,
    long kernelDropped,
    long truncated,
    long damaged,
    long incomplete,
    int connections,
    long refusedConnections,
    long failedHandshakes,
    long idleConnections,
    long overdue,
    long recognised,
    int remembered,
    Optional<Instant> lastReceived) {

  /** What an input is doing. */
  public enum State {
    /** Not started yet. */
    NEW,
    /** Receiving. */
    RUNNING,
    /** Wants to receive but cannot; tries again by itself. */
    FAILING,
    /** Closed. */
    STOPPED
  }
}
