package vn.lachan.detection.correlation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All groups of all rules, within their limits. Every change is told to the {@link ChangeLog}; the
 * same changes told to other, empty groups make them the same. For one thread.
 */
final class Groups {
  private static final int EXPIRED_AT_ONCE = 2;

  private final Map<String, Lane> byKey = new HashMap<>();
  private List<Lane> lanes = List.of();
  private final CorrelationLimits limits;
  private final ChangeLog log;
  private final GroupTable table = new GroupTable();
  private final Recency recency = new Recency();
  private final Totals totals = new Totals();
  private long entries;
  private long bytes;

  /** What must be the same after a restart, beside the groups. */
  static final class Totals {
    long latestArrival = Long.MIN_VALUE / 4;
    long touches;
    long droppedGroups;
    long droppedEntries;
    long ungrouped;
  }

  Groups(CorrelationLimits limits, ChangeLog log) {
    this.limits = limits;
    this.log = log;
  }

  /** Other rules run from now on; groups of those that are the same stay, the rest is forgotten. */
  void run(List<Plan> plans) {
    List<Lane> next = new ArrayList<>();
    Set<String> gone = new HashSet<>(byKey.keySet());
    for (int i = 0; i < plans.size(); i++) {
      Plan plan = plans.get(i);
      int rule = i;
      Lane lane = byKey.computeIfAbsent(plan.key(), _ -> new Lane(rule, plan));
      lane.move(rule, plan);
      next.add(lane);
      gone.remove(plan.key());
    }
    for (String key : gone) {
      Lane lane = byKey.remove(key);
      if (lane != null) {
        removeAll(lane);
      }
    }
    lanes = List.copyOf(next);
  }

  private void removeAll(Lane lane) {
    for (Group group = lane.oldest; group != null; group = lane.oldest) {
      remove(group);
    }
  }

  List<Lane> lanes() {
    return lanes;
  }

  @Nullable Lane lane(String key) {
    return byKey.get(key);
  }

  Totals totals() {
    return totals;
  }

  CorrelationStats stats() {
    return new CorrelationStats(
        table.size(),
        entries,
        bytes,
        totals.droppedGroups,
        totals.droppedEntries,
        totals.ungrouped);
  }

  private boolean expired(Group group) {
    return group.lastArrival < totals.latestArrival - group.lane().plan().keep();
  }

  /** The group if it is there and may still count. */
  @Nullable Group live(Lane lane, String[] key, int hash) {
    Group group = table.find(lane, key, hash);
    if (group != null && expired(group)) {
      remove(group);
      return null;
    }
    return group;
  }

  /** The group, be it too old to count; nothing changes. */
  @Nullable Group find(Lane lane, String[] key) {
    return table.find(lane, key, lane.hash(key));
  }

  /** Adds a match that the group does not hold; returns its place. */
  int add(Group group, Entry entry, boolean fresh) {
    log.added(group, entry, fresh);
    return place(group, entry, fresh);
  }

  private int place(Group group, Entry entry, boolean fresh) {
    long limit = totals.latestArrival - group.lane().plan().keep();
    while (group.size() > 0 && group.entry(0).arrived() < limit) {
      removeFirst(group);
    }
    group.touched = totals.touches++;
    group.lastArrival = entry.arrived();
    if (fresh) {
      put(group);
    } else {
      recency.touch(group);
    }
    entries++;
    bytes += entry.bytes();
    return group.insert(entry);
  }

  private void put(Group group) {
    table.add(group);
    recency.add(group);
    bytes += group.ownBytes();
  }

  private void removeFirst(Group group) {
    bytes -= group.removeFirst().bytes();
    entries--;
  }

  void alerted(Group group, long time) {
    log.alerted(group, time);
    group.alerted(time);
  }

  private void remove(Group group) {
    log.removed(group);
    forget(group);
  }

  private void forget(Group group) {
    table.remove(group);
    recency.remove(group);
    entries -= group.size();
    bytes -= group.ownBytes();
    for (int i = 0; i < group.size(); i++) {
      bytes -= group.entry(i).bytes();
    }
  }

  /** Keeps the limits after a match was added to {@code group}. */
  void trim(Group group) {
    totals.droppedEntries += cut(group);
    Lane lane = group.lane();
    while (lane.size > limits.groupsPerRule()) {
      drop(lane.oldest);
    }
    while ((table.size() > limits.groups() || bytes > limits.bytes())
        && recency.oldest() != group) {
      drop(recency.oldest());
    }
    removeExpired(lane);
    removeExpired(lanes.get((int) (totals.touches % lanes.size())));
  }

  private int cut(Group group) {
    int cut = 0;
    while (group.size() > limits.entriesPerGroup()) {
      removeFirst(group);
      cut++;
    }
    return cut;
  }

  private void drop(@Nullable Group group) {
    if (group != null) {
      totals.droppedGroups += expired(group) ? 0 : 1;
      remove(group);
    }
  }

  private void removeExpired(Lane lane) {
    Group oldest = lane.oldest;
    for (int i = 0; i < EXPIRED_AT_ONCE && oldest != null && expired(oldest); i++) {
      remove(oldest);
      oldest = lane.oldest;
    }
  }

  /** Does again what {@link #add} did; nothing when the group's earlier matches are not known. */
  void addAgain(Lane lane, String[] key, Entry entry, boolean fresh) {
    totals.latestArrival = Math.max(totals.latestArrival, entry.arrived());
    int hash = lane.hash(key);
    Group group = table.find(lane, key, hash);
    if (fresh && group != null) {
      forget(group);
    }
    if (fresh) {
      group = new Group(lane, key, hash);
    }
    if (group == null) {
      totals.touches++;
      return;
    }
    place(group, entry, fresh);
    cut(group);
  }

  void alertedAgain(Lane lane, String[] key, long time) {
    Group group = table.find(lane, key, lane.hash(key));
    if (group != null) {
      group.alerted(time);
    }
  }

  void removeAgain(Lane lane, String[] key) {
    Group group = table.find(lane, key, lane.hash(key));
    if (group != null) {
      forget(group);
    }
  }

  /** Puts a whole group in the place of what is known of it. */
  void replace(Group group) {
    Group known = table.find(group.lane(), group.key(), group.hash());
    if (known != null) {
      forget(known);
    }
    put(group);
    entries += group.size();
    for (int i = 0; i < group.size(); i++) {
      bytes += group.entry(i).bytes();
    }
  }

  /** Forgets what belongs to other rules than {@code wanted}. */
  void keepRules(Set<String> wanted) {
    for (Lane lane : lanes) {
      for (Group group = lane.oldest;
          group != null && !wanted.contains(lane.key());
          group = lane.oldest) {
        forget(group);
      }
    }
  }

  /** Puts the groups in the order of their last matches, after they came in any order. */
  void order() {
    Group[] all = new Group[table.size()];
    int[] count = {0};
    forEach(group -> all[count[0]++] = group);
    Arrays.sort(all, Comparator.comparingLong(group -> group.touched));
    for (Group group : all) {
      recency.touch(group);
    }
  }

  void forEach(Consumer<Group> action) {
    for (int bucket = 0; bucket < table.buckets(); bucket++) {
      table.forEachIn(bucket, action);
    }
  }

  /** The groups by bucket. */
  GroupTable table() {
    return table;
  }

  void clear() {
    keepRules(Set.of());
    table.clear();
  }
}
