package vn.lachan.collector.input;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.input.EventLogFormat.Entry;

/** Records of an event log file on their way to the journal. For one thread. */
final class EventLogBatch {
  private final EventLogSettings settings;
  private final String source;
  private final Path path;
  private final InstantSource clock;
  private final InputMeter meter;
  private final List<RawLog> logs = new ArrayList<>();

  EventLogBatch(
      EventLogSettings settings, String source, Path path, InstantSource clock, InputMeter meter) {
    this.settings = settings;
    this.source = source;
    this.path = path;
    this.clock = clock;
    this.meter = meter;
  }

  void add(List<Entry> entries) {
    entries.forEach(entry -> logs.add(log(entry)));
  }

  private RawLog log(Entry entry) {
    byte[] line = entry.line().getBytes(StandardCharsets.UTF_8);
    byte[] kept = line;
    if (line.length > settings.maxRecordBytes()) {
      meter.truncated.increment();
      kept = Arrays.copyOf(line, settings.maxRecordBytes());
    }
    String position = "evtx:" + EventLogPass.print(entry);
    return new RawLog(source, clock.instant(), path.toString(), position, kept, line.length);
  }

  boolean isFull() {
    return logs.size() >= settings.batchRecords();
  }

  /**
   * Returns when all would survive a crash of the machine.
   *
   * @throws IOException when they were not taken
   */
  void keep(Intake intake) throws IOException, InterruptedException {
    Keeping.keep(intake, logs, meter);
    logs.clear();
  }
}
