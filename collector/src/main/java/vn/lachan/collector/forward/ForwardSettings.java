package vn.lachan.collector.forward;

import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * How a forwarder sends to the province.
 *
 * @param host name or address of the province's collector; its certificate must name it
 * @param port of the input for forwarders
 * @param tls shows our certificate and trusts that of the province
 * @param batchBytes a batch has about so many bytes before it is compressed; what is urgent waits
 *     for the batches that are under way
 * @param batchRecords records of a batch, at most
 * @param window batches that may be under way; the last place is kept for what is urgent
 * @param bytesPerSecond most that goes over the line, 0 for as much as it takes
 * @param level of Zstandard, 1 to 19
 * @param heartbeat a status goes out when nothing else did for so long
 * @param patience a line over which nothing moves for so long is broken off
 * @param connectTimeout for the connection and the handshake
 * @param minRetry pause after a broken line, doubled with each failure
 * @param maxRetry longest pause
 */
public record ForwardSettings(
    String host,
    int port,
    SSLContext tls,
    int batchBytes,
    int batchRecords,
    int window,
    long bytesPerSecond,
    int level,
    Duration heartbeat,
    Duration patience,
    Duration connectTimeout,
    Duration minRetry,
    Duration maxRetry) {
  public ForwardSettings {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(tls, "tls");
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
    }
    if (batchBytes < 1 || batchRecords < 1 || batchRecords > ForwardInputSettings.MOST_RECORDS) {
      throw new IllegalArgumentException("limits of a batch are positive");
    }
    if (window < 2) {
      throw new IllegalArgumentException("at least two batches are under way");
    }
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException("the rate is positive, or 0 for no limit");
    }
    if (level < 1 || level > 19) {
      throw new IllegalArgumentException("the level of compression is 1 to 19, not " + level);
    }
    if (!heartbeat.isPositive()
        || !patience.isPositive()
        || !connectTimeout.isPositive()
        || !minRetry.isPositive()
        || maxRetry.compareTo(minRetry) < 0) {
      throw new IllegalArgumentException("delays of the forwarder are positive");
    }
  }

  /**
   * Batches of 128 KiB or 1,000 records, 4 under way, no limit of rate, level 6, heartbeat 30 s,
   * patience 2 min, retries after 1 s to 1 min.
   */
  public static ForwardSettings of(String host, int port, SSLContext tls) {
    return new ForwardSettings(
        host,
        port,
        tls,
        128 << 10,
        1_000,
        4,
        0,
        6,
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        Duration.ofSeconds(15),
        Duration.ofSeconds(1),
        Duration.ofMinutes(1));
  }

  public ForwardSettings withBatch(int bytes, int records) {
    return new ForwardSettings(
        host,
        port,
        tls,
        bytes,
        records,
        window,
        bytesPerSecond,
        level,
        heartbeat,
        patience,
        connectTimeout,
        minRetry,
        maxRetry);
  }

  public ForwardSettings withLine(long rate, int compression) {
    return new ForwardSettings(
        host,
        port,
        tls,
        batchBytes,
        batchRecords,
        window,
        rate,
        compression,
        heartbeat,
        patience,
        connectTimeout,
        minRetry,
        maxRetry);
  }

  public ForwardSettings withDelays(
      Duration beat, Duration longest, Duration firstRetry, Duration lastRetry) {
    return new ForwardSettings(
        host,
        port,
        tls,
        batchBytes,
        batchRecords,
        window,
        bytesPerSecond,
        level,
        beat,
        longest,
        connectTimeout,
        firstRetry,
        lastRetry);
  }
}
