package vn.lachan.detection.rulebook;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bounds of the rulebook.
 *
 * @param ruleCharacters longest text of a rule
 * @param testCharacters longest text of its tests
 * @param archiveFiles most files of one import
 * @param archiveBytes most bytes of one import, unpacked
 * @param longestExemption an exemption expires after at most this time
 * @param openWindows windows of suppression kept in all, see {@link vn.lachan.detection.Moderation}
 * @param hiddenListed newest hidden events listed for each exemption
 * @param placeholders what {@code %name%} stands for in values with modifier {@code expand}
 */
public record RulebookSettings(
    int ruleCharacters,
    int testCharacters,
    int archiveFiles,
    long archiveBytes,
    Duration longestExemption,
    int openWindows,
    int hiddenListed,
    Map<String, List<String>> placeholders) {
  /** For one province. */
  public static final RulebookSettings DEFAULT =
      new RulebookSettings(
          500_000, 500_000, 50_000, 256L << 20, Duration.ofDays(366), 200_000, 100, Map.of());

  public RulebookSettings {
    Map<String, List<String>> copy = new HashMap<>();
    placeholders.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    placeholders = Map.copyOf(copy);
    if (ruleCharacters < 1
        || testCharacters < 1
        || archiveFiles < 1
        || archiveBytes < 1
        || openWindows < 1
        || hiddenListed < 1
        || !longestExemption.isPositive()) {
      throw new IllegalArgumentException("bounds of the rulebook are positive");
    }
  }
}
