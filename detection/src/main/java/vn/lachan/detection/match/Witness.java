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

  /** Something that an index finds quickly. */
  sealed interface Sign {}

  /** The folded value of the field is this text. */
  record Exact(int slot, String text) implements Sign {}

  /** The folded value of the field holds this text. */
  record Holds(int slot, String text) implements Sign {}

  /** The field has a value. */
  record Present(int slot) implements Sign {}

  /** Some folded value of the event holds this text. */
  record Anywhere(String text) implements Sign {}

  private static final double PRESENT = 0.8;
  private static final double EXACT = 0.05;
  private static final int MAX_NEEDLE = 16;

  Witness {
    signs = List.copyOf(signs);
  }

  static Witness present(int slot) {
    return new Witness(List.of(new Present(slot)), PRESENT);
  }

  /** An exact text; {@code common} fields hold the same value in most events of a bucket. */
  static Witness exact(int slot, String folded, boolean common) {
    return new Witness(List.of(new Exact(slot, folded)), common ? PRESENT - 0.1 : EXACT);
  }

  /** A piece of text; of a long one the end, which is the rarer part of paths and options. */
  static Witness holds(int slot, String folded) {
    if (folded.isEmpty()) {
      return present(slot);
    }
    return new Witness(List.of(new Holds(slot, shortened(folded))), rarity(folded));
  }

  static @Nullable Witness anywhere(String folded) {
    return folded.isEmpty()
        ? null
        : new Witness(List.of(new Anywhere(shortened(folded))), 3 * rarity(folded));
  }

  private static String shortened(String folded) {
    return folded.length() <= MAX_NEEDLE ? folded : folded.substring(folded.length() - MAX_NEEDLE);
  }

  private static double rarity(String folded) {
    return 0.002 + 0.7 * Math.exp(-Math.min(folded.length(), MAX_NEEDLE) / 3.0);
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
