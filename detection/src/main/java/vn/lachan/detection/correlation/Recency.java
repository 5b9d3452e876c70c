package vn.lachan.detection.correlation;

import org.jspecify.annotations.Nullable;

/** In what order groups got their last match, over all and for each rule. For one thread. */
final class Recency {
  private @Nullable Group oldest;
  private @Nullable Group newest;

  @Nullable Group oldest() {
    return oldest;
  }

  /** Puts a group that is in no list behind all others. */
  void add(Group group) {
    addToLane(group, group.lane());
    group.older = newest;
    if (newest == null) {
      oldest = group;
    } else {
      newest.newer = group;
    }
    newest = group;
  }

  private void addToLane(Group group, Lane lane) {
    lane.size++;
    Group last = lane.newest;
    group.olderOfRule = last;
    if (last == null) {
      lane.oldest = group;
    } else {
      last.newerOfRule = group;
    }
    lane.newest = group;
  }

  void remove(Group group) {
    Lane lane = group.lane();
    lane.size--;
    Group olderOfRule = group.olderOfRule;
    Group newerOfRule = group.newerOfRule;
    if (olderOfRule == null) {
      lane.oldest = newerOfRule;
    } else {
      olderOfRule.newerOfRule = newerOfRule;
    }
    if (newerOfRule == null) {
      lane.newest = olderOfRule;
    } else {
      newerOfRule.olderOfRule = olderOfRule;
    }
    group.olderOfRule = null;
    group.newerOfRule = null;
    removeFromAll(group);
  }

  private void removeFromAll(Group group) {
    Group before = group.older;
    Group after = group.newer;
    if (before == null) {
      oldest = after;
    } else {
      before.newer = after;
    }
    if (after == null) {
      newest = before;
    } else {
      after.older = before;
    }
    group.older = null;
    group.newer = null;
  }

  /** Moves a group behind all others. */
  void touch(Group group) {
    if (newest != group) {
      remove(group);
      add(group);
    }
  }
}
