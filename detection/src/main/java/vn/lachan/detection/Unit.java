package vn.lachan.detection;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import vn.lachan.detection.correlation.Admission;

/**
 * What must be kept together: the alerts of one rule about single events, or rules that remember
 * (with a baseline, or correlations) and are connected by references. A unit is divided by the
 * group-by fields that all its rules have in common.
 *
 * @param name the same in every process that runs the same versions of the rules
 * @param matches numbers of the rules about single events that count for it
 * @param alerts numbers of those that raise alerts of their own here
 * @param fields for each number of {@code matches} the fields whose values are the key; several
 *     lists when a correlation calls them by several names
 * @param places for the index of each correlation of the unit, where in its group the key stands
 */
record Unit(
    String name,
    BitSet matches,
    BitSet alerts,
    Map<Integer, List<List<String>>> fields,
    Map<Integer, int[]> places) {

  /** The part of a match with {@code key} that is meant for this unit. */
  Admission admission(List<String> key) {
    return new Admission() {
      @Override
      public boolean admits(int rule) {
        return places.containsKey(rule);
      }

      @Override
      public boolean admits(int rule, String[] group) {
        int[] of = places.get(rule);
        for (int i = 0; of != null && i < of.length; i++) {
          if (!group[of[i]].equals(key.get(i))) {
            return false;
          }
        }
        return of != null;
      }
    };
  }
}
