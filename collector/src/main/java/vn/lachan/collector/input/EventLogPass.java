package vn.lachan.collector.input;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import vn.lachan.collector.input.EventLogFormat.Entry;
import vn.lachan.collector.input.EventLogFormat.Piece;
import vn.lachan.collector.input.EventLogPosition.Taken;

/** One reading of an event log file: what is new in it, and what was there in all. */
final class EventLogPass {
  private final Taken before;
  private final long until;
  private long last = Taken.NOTHING.last();
  private String print = "";
  private long events;
  private long damages;
  private String firstDamage = "";

  /**
   * @param before what was taken from this log earlier
   * @param until greatest number of an event that is looked at
   */
  EventLogPass(Taken before, long until) {
    this.before = before;
    this.until = until;
  }

  /** The events of {@code piece} that were not taken earlier. */
  List<Entry> add(Piece piece) {
    if (damages == 0 && !piece.damages().isEmpty()) {
      firstDamage = piece.damages().getFirst();
    }
    damages += piece.damages().size();
    List<Entry> fresh = new ArrayList<>();
    for (Entry entry : piece.events()) {
      if (entry.number() > until) {
        continue;
      }
      events++;
      if (entry.number() >= last) {
        last = entry.number();
        print = print(entry);
      }
      if (entry.number() > before.last()) {
        fresh.add(entry);
      }
    }
    return fresh;
  }

  /** What was read. */
  Taken taken() {
    return new Taken(last, print, events, damages);
  }

  /** The first place that could not be read. */
  String firstDamage() {
    return firstDamage;
  }

  /** What tells the event from every other. */
  static String print(Entry entry) {
    byte[] line = entry.line().getBytes(StandardCharsets.UTF_8);
    return FilePosition.hash(line, line.length);
  }
}
