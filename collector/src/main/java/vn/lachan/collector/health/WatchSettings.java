package vn.lachan.collector.health;

import java.time.Duration;

/**
 * What counts as unusual.
 *
 * @param floor no source counts as silent earlier
 * @param factor a source is silent after so many times its usual longest gap ...
 * @param margin ... but never later than the usual gap and this
 * @param stretches that many stretches of a kind of time must have been seen before it is judged
 * @param halfLife what was learned so long ago counts half
 * @param settle so long after a source fell silent it is told, when it is clear what else did
 * @param ownGap a longer pause between two looks is a gap of the platform, not of the sources
 * @param restShare a source that sends nothing at all in a larger share of the stretches of a kind
 *     of time usually rests then and is not judged
 * @param window lines are counted in windows of this length, at least one minute
 * @param dropShare a window with a smaller share of the fewest usual lines is a drop
 * @param dropLeast sources whose windows usually hold fewer lines are not judged by their rate
 * @param unparsedShare a larger share of lines that are not understood is a problem
 * @param fieldUsual a field that usually is in at least this share of the events ...
 * @param fieldLeft ... and now in less than this share is a problem
 * @param leastLines windows with fewer lines are not judged by their content
 * @param massUnits when at least so many units ...
 * @param massShare ... and at least this share of the judged ones fall silent together, it is one
 *     matter: the way to the platform
 * @param sources most sources that are learned; further ones are not judged and counted
 */
public record WatchSettings(
    Duration floor,
    double factor,
    Duration margin,
    int stretches,
    Duration halfLife,
    Duration settle,
    Duration ownGap,
    double restShare,
    Duration window,
    double dropShare,
    int dropLeast,
    double unparsedShare,
    double fieldUsual,
    double fieldLeft,
    int leastLines,
    int massUnits,
    double massShare,
    int sources) {
  public static final WatchSettings DEFAULT =
      new WatchSettings(
          Duration.ofMinutes(10),
          3,
          Duration.ofHours(12),
          3,
          Duration.ofDays(28),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          0.1,
          Duration.ofMinutes(15),
          0.1,
          100,
          0.2,
          0.8,
          0.3,
          50,
          5,
          0.5,
          10_000);

  public WatchSettings {
    positive(floor, "floor");
    positive(margin, "margin");
    positive(halfLife, "half-life");
    positive(settle, "settle");
    positive(ownGap, "own gap");
    if (window.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException("a window is at least a minute");
    }
    if (factor < 1 || stretches < 1 || dropLeast < 1 || leastLines < 1 || massUnits < 2) {
      throw new IllegalArgumentException(
          "factor, stretches and least lines are at least 1, units 2");
    }
    share(restShare);
    share(dropShare);
    share(unparsedShare);
    share(fieldUsual);
    share(fieldLeft);
    share(massShare);
  }

  private static void positive(Duration duration, String what) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(what + " is positive, not " + duration);
    }
  }

  private static void share(double share) {
    if (share < 0 || share > 1) {
      throw new IllegalArgumentException("a share is 0 to 1, not " + share);
    }
  }
}
