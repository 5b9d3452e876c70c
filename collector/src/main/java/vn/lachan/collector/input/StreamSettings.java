package vn.lachan.collector.input;

import java.util.function.UnaryOperator;

/**
 * How records are received over connections: syslog over TCP, RELP, Lumberjack.
 *
 * @param listener where and how connections are taken
 * @param source id of the log source of peers that no source claims by its networks
 * @param maxRecordBytes bytes kept of a record; the rest is cut and the event marked
 * @param batchRecords records handed to the journal at once, at most
 * @param remembered records remembered at most, of all senders together, to know them again when a
 *     line broke before they were acknowledged
 */
public record StreamSettings(
    Listener listener, String source, int maxRecordBytes, int batchRecords, int remembered) {
  public StreamSettings {
    if (maxRecordBytes < 480 || maxRecordBytes > 16 << 20) {
      throw new IllegalArgumentException("a record may have 480 bytes to 16 MiB");
    }
    if (batchRecords < 1 || remembered < 1) {
      throw new IllegalArgumentException("limits of input " + listener.name() + " are positive");
    }
  }

  /** Records of 64 KiB, 1,000 at once, 500,000 remembered. */
  public static StreamSettings of(Listener listener, String source) {
    return new StreamSettings(listener, source, 64 << 10, 1_000, 500_000);
  }

  public StreamSettings withMaxRecordBytes(int bytes) {
    return new StreamSettings(listener, source, bytes, batchRecords, remembered);
  }

  public StreamSettings with(UnaryOperator<Listener> change) {
    return new StreamSettings(
        change.apply(listener), source, maxRecordBytes, batchRecords, remembered);
  }

  public StreamSettings withRemembered(int records) {
    return new StreamSettings(listener, source, maxRecordBytes, batchRecords, records);
  }

  String name() {
    return listener.name();
  }
}
