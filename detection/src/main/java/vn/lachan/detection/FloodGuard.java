package vn.lachan.detection;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets through only so many alerts of one rule in one hour of ingest time. An alert that it has let
 * through before it lets through again, so that events that are seen twice change nothing.
 */
final class FloodGuard {
  private static final long HOUR = 3_600_000;
  private static final int MOST_CHANGES = 100_000;

  private final int perHour;
  private final Map<String, Hour> hours = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private boolean changesComplete;

  /** An alert that was let through since the last page of state. */
  private record Change(String rule, long hour, long alert) {}

  private static final class Hour {
    private final long number;
    private final Set<Long> alerts = new HashSet<>();

    Hour(long number) {
      this.number = number;
    }
  }

  FloodGuard(int perHour) {
    this.perHour = perHour;
  }

  /**
   * Whether the alert may go.
   *
   * @param arrived when the event that raised it was received, milliseconds since 1970
   */
  boolean allows(String ruleId, String alertId, long arrived) {
    long number = Math.floorDiv(arrived, HOUR);
    Hour hour = hours.get(ruleId);
    if (hour == null || hour.number < number) {
      hour = new Hour(number);
      hours.put(ruleId, hour);
    }
    long alert = Long.parseUnsignedLong(alertId.substring(0, 16), 16);
    if (hour.alerts.contains(alert)) {
      return true;
    }
    if (hour.alerts.size() >= perHour) {
      return false;
    }
    hour.alerts.add(alert);
    changes.add(new Change(ruleId, number, alert));
    if (changes.size() > MOST_CHANGES) {
      changes.clear();
      changesComplete = false;
    }
    return true;
  }

  /** Writes what was let through since the last call; everything when {@code whole}. */
  void writeChanges(DataOutputStream out, boolean whole) throws IOException {
    boolean everything = whole || !changesComplete;
    out.writeBoolean(everything);
    if (everything) {
      write(out);
    } else {
      out.writeInt(changes.size());
      for (Change change : changes) {
        out.writeUTF(change.rule());
        out.writeLong(change.hour());
        out.writeLong(change.alert());
      }
    }
    changes.clear();
    changesComplete = true;
  }

  void readChanges(DataInputStream in) throws IOException {
    if (in.readBoolean()) {
      read(in);
      return;
    }
    for (int n = in.readInt(); n > 0; n--) {
      String rule = in.readUTF();
      long number = in.readLong();
      Hour hour = hours.get(rule);
      if (hour == null || hour.number < number) {
        hour = new Hour(number);
        hours.put(rule, hour);
      }
      hour.alerts.add(in.readLong());
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(hours.size());
    for (Map.Entry<String, Hour> entry : hours.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeLong(entry.getValue().number);
      out.writeInt(entry.getValue().alerts.size());
      for (long alert : entry.getValue().alerts) {
        out.writeLong(alert);
      }
    }
  }

  void read(DataInputStream in) throws IOException {
    hours.clear();
    changes.clear();
    changesComplete = false;
    for (int n = in.readInt(); n > 0; n--) {
      String rule = in.readUTF();
      Hour hour = new Hour(in.readLong());
      for (int alerts = in.readInt(); alerts > 0; alerts--) {
        hour.alerts.add(in.readLong());
      }
      hours.put(rule, hour);
    }
  }
}
