package vn.lachan.detection.match;

/** How often signs are seen in the events of a bucket. */
@FunctionalInterface
interface Frequencies {

  /** About in what share of the events {@code sign} is seen; 0 to 1. */
  double of(Witness.Sign sign);

  /** What can be said before any event was seen: long texts are rare, and so are exact ones. */
  Frequencies GUESSED =
      sign ->
          switch (sign) {
            case Witness.Exact exact -> exact.common() ? 0.7 : 0.05;
            case Witness.Holds holds -> rarity(holds.text());
            case Witness.Present _ -> 0.8;
            case Witness.Anywhere anywhere -> Math.min(1, 3 * rarity(anywhere.text()));
          };

  private static double rarity(String text) {
    return 0.002 + 0.7 * Math.exp(-Math.min(text.length(), Witness.MAX_NEEDLE) / 3.0);
  }
}
