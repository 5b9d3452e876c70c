package vn.lachan.incidents.queue;

import java.util.List;

/**
 * What taking an act back did.
 *
 * @param rows those that are again what they were, in the order of their ids
 * @param left those left alone: a later act stands in the way, or the act was taken back before
 * @param undo does the act again ({@link AlertQueue#undo})
 */
public record Undone(List<String> rows, List<String> left, String undo) {
  public Undone {
    rows = List.copyOf(rows);
    left = List.copyOf(left);
  }

  public int changed() {
    return rows.size();
  }
}
