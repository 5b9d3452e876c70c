package vn.lachan.detection;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Lets through only so many alerts of one rule in one hour of ingest time. An alert that it has let
 * through before it lets through again, so that events that are seen twice change nothing.
 */
final class FloodGuard {
  private static final long HOUR = 3_600_000;

  private final int perHour;
  private final Map<String, Hour> hours = new HashMap<>();

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
    return hour.alerts.size() < perHour && hour.alerts.add(alert);
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
