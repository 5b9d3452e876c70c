package vn.lachan.collector.journal;

import java.util.Objects;
import vn.lachan.collector.RawLog;

/**
 * A record and where it is.
 *
 * @param end the place behind it; larger than that of every record before it
 */
public record PlacedLog(RawLog log, JournalPosition end) {
  public PlacedLog {
    Objects.requireNonNull(log, "log");
    Objects.requireNonNull(end, "end");
  }
}
