package vn.lachan.collector.input;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How syslog over TCP or TLS is received.
 *
 * @param name name of the input
 * @param address where to listen; port 0 takes any free one
 * @param source id of the log source of peers that no source claims by its networks
 * @param maxMessageBytes bytes kept of a message; the rest is cut and the event marked
 * @param maxConnections connections at once; more are closed at once
 * @param idleTimeout a connection that is silent for this long is closed
 * @param handshakeTimeout a TLS handshake must be done after this
 * @param batchRecords messages handed to the journal at once, at most
 */
public record SyslogTcpSettings(
    String name,
    InetSocketAddress address,
    String source,
    int maxMessageBytes,
    int maxConnections,
    Duration idleTimeout,
    Duration handshakeTimeout,
    int batchRecords) {
  public SyslogTcpSettings {
    if (maxMessageBytes < 480 || maxMessageBytes > 16 << 20) {
      throw new IllegalArgumentException("a syslog message may have 480 bytes to 16 MiB");
    }
    if (maxConnections < 1 || batchRecords < 1) {
      throw new IllegalArgumentException("limits of input " + name + " are positive");
    }
    if (!idleTimeout.isPositive() || !handshakeTimeout.isPositive()) {
      throw new IllegalArgumentException("timeouts of input " + name + " are positive");
    }
  }

  /** 64 KiB, 1,000 connections, an hour idle, ten seconds for a handshake. */
  public static SyslogTcpSettings of(String name, InetSocketAddress address, String source) {
    return new SyslogTcpSettings(
        name, address, source, 64 << 10, 1_000, Duration.ofHours(1), Duration.ofSeconds(10), 1_000);
  }

  public SyslogTcpSettings withMaxConnections(int count) {
    return new SyslogTcpSettings(
        name, address, source, maxMessageBytes, count, idleTimeout, handshakeTimeout, batchRecords);
  }

  public SyslogTcpSettings withTimeouts(Duration idle, Duration handshake) {
    return new SyslogTcpSettings(
        name, address, source, maxMessageBytes, maxConnections, idle, handshake, batchRecords);
  }
}
