package vn.lachan.detection.rulebook;

import java.util.ArrayList;
import java.util.List;

/** Which lines of two texts differ: the fewest that do, for texts of usual length. */
final class TextDiff {
  /** Above so many pairs of lines everything between the common ends is replaced. */
  private static final long MOST_PAIRS = 1_000_000;

  /**
   * Lines that are gone ({@code -}) and new ({@code +}), in order.
   *
   * @param most lines given; when there are more, the last one is {@code …}
   */
  static List<String> between(String before, String after, int most) {
    List<String> old = before.lines().toList();
    List<String> now = after.lines().toList();
    int head = 0;
    while (head < Math.min(old.size(), now.size()) && old.get(head).equals(now.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(old.size(), now.size()) - head
        && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
      tail++;
    }
    List<String> diff =
        middle(old.subList(head, old.size() - tail), now.subList(head, now.size() - tail));
    if (diff.size() <= most) {
      return diff;
    }
    List<String> cut = new ArrayList<>(diff.subList(0, most));
    cut.add("…");
    return cut;
  }

  private static List<String> middle(List<String> old, List<String> now) {
    List<String> diff = new ArrayList<>();
    int i = 0;
    int j = 0;
    if ((long) old.size() * now.size() <= MOST_PAIRS) {
      int[][] common = common(old, now);
      while (i < old.size() && j < now.size()) {
        if (old.get(i).equals(now.get(j))) {
          i++;
          j++;
        } else if (common[i + 1][j] >= common[i][j + 1]) {
          diff.add("-" + old.get(i++));
        } else {
          diff.add("+" + now.get(j++));
        }
      }
    }
    old.subList(i, old.size()).forEach(line -> diff.add("-" + line));
    now.subList(j, now.size()).forEach(line -> diff.add("+" + line));
    return diff;
  }

  /** How many lines the rests from each pair of places on have in common. */
  private static int[][] common(List<String> old, List<String> now) {
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private TextDiff() {}
}
