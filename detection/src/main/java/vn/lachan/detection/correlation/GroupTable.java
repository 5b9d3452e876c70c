package vn.lachan.detection.correlation;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All groups by rule and key. Grows by one bucket at a time (linear hashing, Litwin 1980), so that
 * no single match pays for moving a million groups. For one thread.
 */
final class GroupTable {
  private static final int FIRST = 64;

  private @Nullable Group[] buckets = new Group[FIRST];
  private int level = FIRST;
  private int used = FIRST;
  private int size;

  int size() {
    return size;
  }

  private int bucket(int hash) {
    int bucket = hash & (2 * level - 1);
    return bucket < used ? bucket : hash & (level - 1);
  }

  @Nullable Group find(Lane lane, String[] key, int hash) {
    Group group = buckets[bucket(hash)];
    while (group != null && (group.hash() != hash || !group.is(lane, key))) {
      group = group.next;
    }
    return group;
  }

  /** Takes a group that is not there. */
  void add(Group group) {
    int bucket = bucket(group.hash());
    group.next = buckets[bucket];
    buckets[bucket] = group;
    size++;
    if (size > used) {
      split();
    }
  }

  private void split() {
    if (used == buckets.length) {
      @Nullable Group[] more = new Group[used * 2];
      System.arraycopy(buckets, 0, more, 0, used);
      buckets = more;
    }
    Group moving = buckets[used - level];
    buckets[used - level] = null;
    used++;
    while (moving != null) {
      Group next = moving.next;
      int bucket = bucket(moving.hash());
      moving.next = buckets[bucket];
      buckets[bucket] = moving;
      moving = next;
    }
    if (used == 2 * level) {
      level = used;
    }
  }

  void remove(Group group) {
    int bucket = bucket(group.hash());
    Group at = buckets[bucket];
    if (at == group) {
      buckets[bucket] = group.next;
    } else {
      while (at != null && at.next != group) {
        at = at.next;
      }
      if (at == null) {
        return;
      }
      at.next = group.next;
    }
    group.next = null;
    size--;
  }

  /** How many buckets there are. A group moves only to a bucket with a higher number. */
  int buckets() {
    return used;
  }

  void forEachIn(int bucket, Consumer<Group> action) {
    for (Group group = buckets[bucket]; group != null; group = group.next) {
      action.accept(group);
    }
  }

  void clear() {
    buckets = new Group[FIRST];
    level = FIRST;
    used = FIRST;
    size = 0;
  }
}
