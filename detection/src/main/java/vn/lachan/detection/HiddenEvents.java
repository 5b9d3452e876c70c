package vn.lachan.detection;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Counts and lists what exemptions hid. For one thread. */
final class HiddenEvents {
  private final Map<String, Tally> byExemption = new HashMap<>();

  private static final class Tally {
    private long events;
    private long last;
    private final Deque<ModerationStats.HiddenEvent> newest = new ArrayDeque<>();
  }

  void add(String exemption, ModerationStats.HiddenEvent hidden, int listed) {
    Tally tally = byExemption.computeIfAbsent(exemption, _ -> new Tally());
    tally.events++;
    tally.last = hidden.at().toEpochMilli();
    tally.newest.addFirst(hidden);
    while (tally.newest.size() > listed) {
      tally.newest.removeLast();
    }
  }

  Map<String, ModerationStats.Hidden> stats() {
    Map<String, ModerationStats.Hidden> stats = new HashMap<>();
    byExemption.forEach((id, tally) ->
        stats.put(
            id,
            new ModerationStats.Hidden(
                tally.events, Instant.ofEpochMilli(tally.last), new ArrayList<>(tally.newest))));
    return stats;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(byExemption.size());
    for (Map.Entry<String, Tally> entry : byExemption.entrySet()) {
      Tally tally = entry.getValue();
      out.writeUTF(entry.getKey());
      out.writeLong(tally.events);
      out.writeLong(tally.last);
      out.writeInt(tally.newest.size());
      for (ModerationStats.HiddenEvent hidden : tally.newest) {
        out.writeUTF(hidden.event());
        out.writeUTF(hidden.rule());
        out.writeUTF(hidden.organization());
        out.writeLong(hidden.at().toEpochMilli());
      }
    }
  }

  void read(DataInputStream in) throws IOException {
    byExemption.clear();
    for (int n = in.readInt(); n > 0; n--) {
      Tally tally = new Tally();
      byExemption.put(in.readUTF(), tally);
      tally.events = in.readLong();
      tally.last = in.readLong();
      for (int events = in.readInt(); events > 0; events--) {
        tally.newest.addLast(
            new ModerationStats.HiddenEvent(
                in.readUTF(), in.readUTF(), in.readUTF(), Instant.ofEpochMilli(in.readLong())));
      }
    }
  }

  void clear() {
    byExemption.clear();
  }
}
