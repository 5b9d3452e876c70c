package vn.lachan.detection;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The windows of suppression that are open, oldest first. For one thread. */
final class FoldedAlerts {
  private final Map<Key, Window> windows = new LinkedHashMap<>();
  private final Map<String, Long> folded = new HashMap<>();
  private long endedEarly;

  record Key(String rule, String values) {}

  private static final class Window {
    private final String alert;
    private final long opened;
    private long count;
    private long last;

    Window(String alert, long opened) {
      this.alert = alert;
      this.opened = opened;
    }
  }

  /**
   * Folds {@code alert} into the open window of {@code key}; null when there is none, or when the
   * alert is the very one that opened it.
   *
   * @param arrived when the event that raised it was received, milliseconds since 1970
   */
  @Nullable More fold(Key key, Alert alert, long arrived, Duration length) {
    Window window = windows.get(key);
    if (window == null
        || window.alert.equals(alert.id())
        || arrived - window.opened >= length.toMillis()) {
      return null;
    }
    window.count++;
    window.last = Math.max(window.last, alert.at().toEpochMilli());
    folded.merge(key.rule(), 1L, Long::sum);
    return new More(window.alert, key.rule(), window.count, Instant.ofEpochMilli(window.last));
  }

  /** {@code alert} was raised: what follows with the same key is folded into it. */
  void open(Key key, Alert alert, long arrived, int most) {
    Window before = windows.get(key);
    if (before != null && before.alert.equals(alert.id())) {
      return;
    }
    windows.remove(key);
    windows.put(key, new Window(alert.id(), arrived));
    Iterator<Window> oldest = windows.values().iterator();
    while (oldest.hasNext()) {
      boolean over = arrived - oldest.next().opened >= Suppression.MAX_WINDOW.toMillis();
      if (!over && windows.size() <= most) {
        break;
      }
      endedEarly += over ? 0 : 1;
      oldest.remove();
    }
  }

  /** Ends the windows of rules that are not suppressed any more. */
  void keepOnly(Set<String> rules) {
    windows.keySet().removeIf(key -> !rules.contains(key.rule()));
  }

  Map<String, Long> folded() {
    return folded;
  }

  int size() {
    return windows.size();
  }

  long endedEarly() {
    return endedEarly;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(windows.size());
    for (Map.Entry<Key, Window> entry : windows.entrySet()) {
      Window window = entry.getValue();
      out.writeUTF(entry.getKey().rule());
      out.writeUTF(entry.getKey().values());
      out.writeUTF(window.alert);
      out.writeLong(window.opened);
      out.writeLong(window.count);
      out.writeLong(window.last);
    }
    out.writeInt(folded.size());
    for (Map.Entry<String, Long> entry : folded.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeLong(entry.getValue());
    }
  }

  void read(DataInputStream in) throws IOException {
    clear();
    for (int n = in.readInt(); n > 0; n--) {
      Key key = new Key(in.readUTF(), in.readUTF());
      Window window = new Window(in.readUTF(), in.readLong());
      window.count = in.readLong();
      window.last = in.readLong();
      windows.put(key, window);
    }
    for (int n = in.readInt(); n > 0; n--) {
      folded.put(in.readUTF(), in.readLong());
    }
  }

  void clear() {
    windows.clear();
    folded.clear();
  }
}
