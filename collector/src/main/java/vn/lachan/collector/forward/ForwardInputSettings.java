package vn.lachan.collector.forward;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import vn.lachan.collector.input.Listener;

/**
 * How records are received from forwarders.
 *
 * @param listener where and how connections are taken; with TLS and a client certificate, always
 * @param forwarders who may forward
 * @param maxBatchBytes bytes of a batch after unpacking
 * @param maxBatchRecords records of a batch
 * @param patience how often a forwarder hears why nothing is taken
 * @param checkpointEvery how often positions are written to their file; after a crash the records
 *     of about so long are read again
 */
public record ForwardInputSettings(
    Listener listener,
    List<Forwarder> forwarders,
    long maxBatchBytes,
    int maxBatchRecords,
    Duration patience,
    Duration checkpointEvery) {
  /** No batch has more records than this. */
  public static final int MOST_RECORDS = 100_000;

  /**
   * A forwarder that is known.
   *
   * @param name common name of its certificate; also the log source of records whose own source it
   *     may not speak for
   * @param sources log sources it may speak for
   */
  public record Forwarder(String name, Set<String> sources) {
    public Forwarder {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
        throw new IllegalArgumentException("not a name of a forwarder: " + name);
      }
      sources = Set.copyOf(sources);
    }
  }

  public ForwardInputSettings {
    forwarders = List.copyOf(forwarders);
    if (listener.tls().isEmpty() || !listener.tls().get().clientCertificate()) {
      throw new IllegalArgumentException(
          "input " + listener.name() + " needs TLS and the certificates of forwarders");
    }
    if (maxBatchBytes < 1 || maxBatchRecords < 1 || maxBatchRecords > MOST_RECORDS) {
      throw new IllegalArgumentException("limits of input " + listener.name() + " are positive");
    }
    if (!patience.isPositive() || !checkpointEvery.isPositive()) {
      throw new IllegalArgumentException("delays of input " + listener.name() + " are positive");
    }
  }

  /** Batches of 40 MiB (a record may have 32) or 100,000 records; a checkpoint every 2 seconds. */
  public static ForwardInputSettings of(Listener listener, List<Forwarder> forwarders) {
    return new ForwardInputSettings(
        listener,
        forwarders,
        40L << 20,
        MOST_RECORDS,
        Duration.ofSeconds(5),
        Duration.ofSeconds(2));
  }
}
