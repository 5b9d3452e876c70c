package vn.lachan.detection.correlation;

import java.util.Arrays;

/**
 * How far rules have followed each other. For every step it knows the latest match from which the
 * steps up to this one were found; going on by one match costs the same however many there are.
 *
 * <p>Steps are different events. The matches of one event stand side by side in the window, so it
 * is enough that a step was not made by the event at hand. For one thread.
 */
final class Steps implements Cursor {
  private static final int NONE = -1;

  private final int[] start;
  private final int[] before;
  private final int[] setter;
  private int from;
  private int until;

  Steps(int rules) {
    start = new int[rules];
    before = new int[rules];
    setter = new int[rules];
    begin(0);
  }

  private void begin(int at) {
    Arrays.fill(start, NONE);
    Arrays.fill(before, NONE);
    Arrays.fill(setter, NONE);
    from = at;
    until = at;
  }

  @Override
  public void inserted(Window window, int at) {
    if (at < until) {
      begin(0);
    }
  }

  @Override
  public void removesFirst(Window window) {
    from = Math.max(0, from - 1);
    until = Math.max(0, until - 1);
    for (int[] places : new int[][] {start, before, setter}) {
      for (int i = 0; i < places.length; i++) {
        places[i] = Math.max(NONE, places[i] - 1);
      }
    }
  }

  /**
   * Goes on so that every match up to {@code end} is known, or begins anew at {@code earliest};
   * returns the latest first match of the steps that end with the match at {@code end}, or -1.
   */
  int startOf(Window window, int earliest, int end) {
    if (until > end || from > earliest || until < earliest) {
      begin(earliest);
    }
    int found = NONE;
    while (until <= end) {
      found = step(window, until++);
    }
    return found;
  }

  /** How many matches {@link #startOf} would look at. */
  int cost(int earliest, int end) {
    boolean anew = until > end || from > earliest || until < earliest;
    return end + 1 - (anew ? earliest : until);
  }

  private int step(Window window, int at) {
    Entry entry = window.entry(at);
    int step = entry.position();
    int found = at;
    if (step > 0) {
      int last = setter[step - 1];
      boolean own = last != NONE && window.entry(last).same(entry, false);
      found = own ? before[step - 1] : start[step - 1];
    }
    if (found > start[step]) {
      before[step] = start[step];
      start[step] = found;
      setter[step] = at;
    }
    return found;
  }
}
