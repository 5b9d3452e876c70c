package vn.lachan.detection.match;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signs of which an event shows at least one when it fits.
 *
 * @param cost how often about one of them is seen, 0 to 1 and more; smaller is better
 */
record Witness(List<Sign> signs, double cost) {
  static final int MAX_NEEDLE = 16;

  /** Something that an index finds quickly. */
  sealed interface Sign {}

  /**
   * The folded value of the field is this text.
   *
   * @param common whether the field holds the same value in most events of a bucket
   */
  record Exact(int slot, String text, boolean common) implements Sign {}

  /** The folded value of the field holds this text. */
  record Holds(int slot, String text) implements Sign {}

  /** The field has a value. */
  record Present(int slot) implements Sign {}

  /** Some folded value of the event holds this text. */
  record Anywhere(String text) implements Sign {}

  Witness {
    signs = List.copyOf(signs);
  }

  private static Witness of(Sign sign, Frequencies frequencies) {
    return new Witness(List.of(sign), frequencies.of(sign));
  }

  static Witness present(int slot, Frequencies frequencies) {
    return of(new Present(slot), frequencies);
  }

  static Witness exact(int slot, String folded, boolean common, Frequencies frequencies) {
    return of(new Exact(slot, folded, common), frequencies);
  }

  /** A piece of text; of a long one the end, which is the rarer part of paths and options. */
  static Witness holds(int slot, String folded, Frequencies frequencies) {
    return folded.isEmpty()
        ? present(slot, frequencies)
        : of(new Holds(slot, shortened(folded)), frequencies);
  }

  static @Nullable Witness anywhere(String folded, Frequencies frequencies) {
    return folded.isEmpty() ? null : of(new Anywhere(shortened(folded)), frequencies);
  }

  private static String shortened(String folded) {
    return folded.length() <= MAX_NEEDLE ? folded : folded.substring(folded.length() - MAX_NEEDLE);
  }

  /** Signs of both. */
  static @Nullable Witness either(List<? extends @Nullable Witness> witnesses) {
    List<Sign> signs = new ArrayList<>();
    double cost = 0;
    for (Witness witness : witnesses) {
      if (witness == null) {
        return null;
      }
      signs.addAll(witness.signs);
      cost += witness.cost;
    }
    return new Witness(signs, cost);
  }

  /** The rarest. */
  static @Nullable Witness best(List<? extends @Nullable Witness> witnesses) {
    Witness best = null;
    for (Witness witness : witnesses) {
      if (witness != null && (best == null || witness.cost < best.cost)) {
        best = witness;
      }
    }
    return best;
  }
}
