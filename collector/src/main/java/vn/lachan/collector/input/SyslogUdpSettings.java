package vn.lachan.collector.input;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How syslog over UDP is received.
 *
 * @param name name of the input
 * @param address where to listen; port 0 takes any free one
 * @param source id of the log source of peers that no source claims by its networks
 * @param receiveBufferBytes socket buffer asked of the kernel, which may give less
 * @param patience how long a datagram may wait for the journal before it is dropped and counted
 * @param batchRecords datagrams handed to the journal at once, at most
 */
public record SyslogUdpSettings(
    String name,
    InetSocketAddress address,
    String source,
    int receiveBufferBytes,
    Duration patience,
    int batchRecords) {
  public SyslogUdpSettings {
    if (receiveBufferBytes < 1 || batchRecords < 1 || patience.isNegative()) {
      throw new IllegalArgumentException("limits of input " + name + " are positive");
    }
  }

  /** A socket buffer of 8 MiB, a patience of 250 ms. */
  public static SyslogUdpSettings of(String name, InetSocketAddress address, String source) {
    return new SyslogUdpSettings(name, address, source, 8 << 20, Duration.ofMillis(250), 1_000);
  }

  public SyslogUdpSettings withPatience(Duration value) {
    return new SyslogUdpSettings(name, address, source, receiveBufferBytes, value, batchRecords);
  }
}
