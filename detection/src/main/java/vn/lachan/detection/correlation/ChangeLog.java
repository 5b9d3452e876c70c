package vn.lachan.detection.correlation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down what happens to groups until it is asked for: the layout of a page of state.
 *
 * <pre>
 *   page:    number magic, number version, number rules + 1 or 0, rules x text (all that run),
 *            items, octet END, numbers: latest arrival, touches, dropped groups, dropped entries,
 *            ungrouped
 *   RULE     text key; rules are numbered in the order of these items
 *   ADDED    number rule, texts group, octet fresh, entry
 *   ALERTED  number rule, texts group, number time
 *   REMOVED  number rule, texts group
 *   WHOLE    number rule, texts group, number touched, number last arrival, numbers alerts, entries
 *   entry:   number arrived, number time - arrived, number position, text id, octet decimal,
 *            text value, texts chain
 * </pre>
 *
 * For one thread.
 */
final class ChangeLog {
  static final int MAGIC = 0x4c434350;
  static final int VERSION = 2;
  static final int END = 0;
  static final int RULE = 1;
  static final int ADDED = 2;
  static final int ALERTED = 3;
  static final int REMOVED = 4;
  static final int WHOLE = 5;

  private final long most;
  private final Map<String, Integer> numbers = new HashMap<>();
  private StateOutput out = new StateOutput();
  private boolean recording;

  /**
   * @param most bytes that may wait to be asked for; beyond that nothing more is written down
   */
  ChangeLog(long most) {
    this.most = most;
  }

  /** Whether everything that happened since the last page is written down. */
  boolean complete() {
    return recording;
  }

  /** Begins a page, with the names of all rules when others than before run now. */
  void begin(List<String> rules) {
    out = new StateOutput();
    numbers.clear();
    out.number(MAGIC);
    out.number(VERSION);
    out.number(rules.isEmpty() ? 0 : rules.size() + 1L);
    rules.forEach(out::text);
    recording = true;
  }

  private void head(int item, Group group) {
    String rule = group.lane().key();
    Integer number = numbers.get(rule);
    if (number == null) {
      number = numbers.size();
      numbers.put(rule, number);
      out.octet(RULE);
      out.text(rule);
    }
    out.octet(item);
    out.number(number);
    out.texts(group.key());
  }

  void added(Group group, Entry entry, boolean fresh) {
    if (recording) {
      head(ADDED, group);
      out.octet(fresh ? 1 : 0);
      out.entry(entry);
      if (out.size() > most) {
        stop();
      }
    }
  }

  /** Writes nothing down until the next page begins, which must then have everything. */
  void stop() {
    recording = false;
    out = new StateOutput();
  }

  void alerted(Group group, long time) {
    if (recording) {
      head(ALERTED, group);
      out.number(time);
    }
  }

  void removed(Group group) {
    if (recording) {
      head(REMOVED, group);
    }
  }

  void whole(Group group) {
    head(WHOLE, group);
    out.number(group.touched);
    out.number(group.lastArrival);
    out.number(group.alerts().length);
    for (long alert : group.alerts()) {
      out.number(alert);
    }
    out.number(group.size());
    for (int i = 0; i < group.size(); i++) {
      out.entry(group.entry(i));
    }
  }

  long size() {
    return out.size();
  }

  /** Ends the page. */
  byte[] end(Groups.Totals totals) {
    out.octet(END);
    out.number(totals.latestArrival);
    out.number(totals.touches);
    out.number(totals.droppedGroups);
    out.number(totals.droppedEntries);
    out.number(totals.ungrouped);
    byte[] page = out.toBytes();
    stop();
    return page;
  }
}
