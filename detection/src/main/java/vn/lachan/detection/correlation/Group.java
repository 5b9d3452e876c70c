package vn.lachan.detection.correlation;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The matches of one rule that agree in the group-by fields, and when they raised alerts. Most
 * groups have one or two matches and must be small; what only large ones need is made when they
 * grow. For one thread.
 */
final class Group extends Window {
  /** Smaller windows are looked at anew each time. */
  static final int SMALL = 16;

  private static final int MANY = 64;
  private static final int OBJECT = 160;
  private static final int TEXT = 48;
  private static final long[] NONE = {};

  private final String[] key;
  private final int hash;
  private final Lane lane;
  private long[] alerts = NONE;
  private @Nullable Cursor cursor;
  private @Nullable Duplicates duplicates;

  /** The number of the match that it got last, over all rules; and when that arrived. */
  long touched;

  long lastArrival;

  /** Links of {@link GroupTable} and {@link Recency}; nobody else touches them. */
  @Nullable Group next;

  @Nullable Group olderOfRule;
  @Nullable Group newerOfRule;
  @Nullable Group older;
  @Nullable Group newer;

  Group(Lane lane, String[] key, int hash) {
    this.lane = lane;
    this.key = key;
    this.hash = hash;
  }

  boolean is(Lane other, String[] otherKey) {
    return lane.equals(other) && Arrays.equals(key, otherKey);
  }

  Lane lane() {
    return lane;
  }

  int hash() {
    return hash;
  }

  /** The values of the group-by fields; not to be changed. */
  String[] key() {
    return key;
  }

  /** About how much memory it takes without its matches. */
  int ownBytes() {
    int bytes = OBJECT;
    for (String value : key) {
      bytes += TEXT + value.length();
    }
    return bytes;
  }

  boolean holds(Entry entry, boolean perPosition) {
    if (duplicates == null && size() >= MANY) {
      duplicates = new Duplicates(this, perPosition);
    }
    if (duplicates != null) {
      return duplicates.contains(entry);
    }
    for (int i = size() - 1; i >= 0 && time(i) >= entry.time(); i--) {
      if (entry(i).same(entry, perPosition)) {
        return true;
      }
    }
    return false;
  }

  @Override
  int insert(Entry entry) {
    int at = super.insert(entry);
    if (duplicates != null) {
      duplicates.add(entry);
    }
    if (cursor != null) {
      cursor.inserted(this, at);
    }
    return at;
  }

  @Override
  Entry removeFirst() {
    if (cursor != null) {
      cursor.removesFirst(this);
    }
    Entry first = super.removeFirst();
    if (duplicates != null) {
      duplicates.remove(first);
    }
    if (size() < SMALL / 2) {
      cursor = null;
      duplicates = null;
    }
    return first;
  }

  /** What is measured over a part of it: kept when it is large. */
  Stretch stretch() {
    if (cursor instanceof Stretch kept) {
      return kept;
    }
    Stretch stretch = new Stretch(lane.plan().rule());
    if (size() > SMALL) {
      cursor = stretch;
    }
    return stretch;
  }

  /** How far the rules follow each other in it: kept when it is large. */
  Steps steps() {
    if (cursor instanceof Steps kept) {
      return kept;
    }
    Steps steps = new Steps(lane.plan().sources().length);
    if (size() > SMALL) {
      cursor = steps;
    }
    return steps;
  }

  long[] alerts() {
    return alerts;
  }

  /** The alerts between two times, both included. */
  long[] alertsBetween(long first, long last) {
    if (alerts.length == 0) {
      return NONE;
    }
    long[] found = new long[alerts.length];
    int count = 0;
    for (long alert : alerts) {
      if (alert >= first && alert <= last) {
        found[count++] = alert;
      }
    }
    return count == 0 ? NONE : Arrays.copyOf(found, count);
  }

  /** Remembers that an alert was raised for a stretch that ends at {@code time}. */
  void alerted(long time) {
    int kept = Math.min(alerts.length, lane.plan().remembered() - 1);
    long[] more = new long[kept + 1];
    System.arraycopy(alerts, alerts.length - kept, more, 0, kept);
    more[kept] = time;
    alerts = more;
  }

  void restoreAlerts(long[] times) {
    alerts = times;
  }

  /** The latest {@code most} events of a stretch, oldest first. */
  List<String> eventIds(int from, int until, int most) {
    SequencedSet<String> ids = new LinkedHashSet<>();
    for (int i = until; i >= from && ids.size() < most; i--) {
      ids.add(entry(i).id());
      ids.addAll(entry(i).chain().reversed());
    }
    return ids.stream().limit(most).toList().reversed();
  }
}
