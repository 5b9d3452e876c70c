package vn.lachan.collector.input;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLog;

/**
 * The records of one connection on their way to the journal, for protocols that acknowledge: {@link
 * #keep} returns when every record added so far would survive a crash of the machine. For one
 * thread.
 */
final class Delivery {
  private static final int BATCH_BYTES = 1 << 20;

  private final Intake intake;
  private final Clock clock;
  private final InputMeter meter;
  private final int batchRecords;
  private final String source;
  private final String peer;
  private final Resends.Row row;
  private final List<RawLog> logs = new ArrayList<>();
  private long bytes;

  Delivery(
      StreamSettings settings,
      LogSources sources,
      Intake intake,
      Clock clock,
      InputMeter meter,
      Resends resends,
      InetSocketAddress from) {
    this.intake = intake;
    this.clock = clock;
    this.meter = meter;
    this.batchRecords = settings.batchRecords();
    this.source = sources.ofPeer(from.getAddress()).map(LogSource::id).orElse(settings.source());
    String address = from.getAddress().getHostAddress();
    this.peer = address + ":" + from.getPort();
    this.row = resends.begin(address);
  }

  /**
   * @param wireLength bytes that were sent; more than the record has when it was cut
   */
  void add(byte[] record, int wireLength) {
    if (wireLength > record.length) {
      meter.truncated.increment();
    }
    logs.add(new RawLog(source, clock.instant(), peer, row.position(record), record, wireLength));
    bytes += record.length;
  }

  /** Whether so much waits that it should be kept before more is read. */
  boolean full() {
    return logs.size() >= batchRecords || bytes >= BATCH_BYTES;
  }

  /**
   * Returns when all records are durable; waits as long as the journal makes it wait.
   *
   * @throws IOException when they were not taken: the sender must not hear that they were
   */
  void keep() throws IOException, InterruptedException {
    Keeping.keep(intake, logs, meter);
    logs.clear();
    bytes = 0;
  }

  /** The sender took its leave: nothing of this comes again. */
  void farewell() {
    row.farewell();
  }
}
