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

/** The records of one connection on their way to the journal. For one thread. */
final class Delivery {
  private static final int BATCH_BYTES = 1 << 20;

  private final Intake intake;
  private final Clock clock;
  private final InputMeter meter;
  private final int batchRecords;
  private final String source;
  private final String peer;
  private final Positions positions;
  private final List<RawLog> logs = new ArrayList<>();
  private long bytes;

  Delivery(
      StreamSettings settings,
      LogSources sources,
      Intake intake,
      Clock clock,
      InputMeter meter,
      Positions positions,
      InetSocketAddress from) {
    this.intake = intake;
    this.clock = clock;
    this.meter = meter;
    this.batchRecords = settings.batchRecords();
    this.source = sources.ofPeer(from.getAddress()).map(LogSource::id).orElse(settings.source());
    this.peer = from.getAddress().getHostAddress() + ":" + from.getPort();
    this.positions = positions;
  }

  /**
   * @param wireLength bytes that were sent; more than the record has when it was cut
   */
  void add(byte[] record, int wireLength) {
    if (wireLength > record.length) {
      meter.truncated.increment();
    }
    String position = positions.position(record);
    logs.add(new RawLog(source, clock.instant(), peer, position, record, wireLength));
    bytes += record.length;
  }

  /** Whether so much waits that it should go before more is read. */
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
    clear();
  }

  /**
   * Hands the records over for a sender that hears nothing back; waits as long as the journal makes
   * it wait. What the journal does not take is counted as dropped.
   */
  void hand() throws InterruptedException {
    Keeping.hand(intake, logs, meter);
    clear();
  }

  private void clear() {
    logs.clear();
    bytes = 0;
  }

  /** The sender took its leave: nothing of this comes again. */
  void farewell() {
    positions.farewell();
  }
}
