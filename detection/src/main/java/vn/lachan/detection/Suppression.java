package vn.lachan.detection;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first alert of a rule with the same values is raised; those that follow within the window are
 * counted on it. Alerts of different units are never taken together.
 *
 * @param fields whose values must be the same; none means all alerts of the rule
 * @param window how long after the first alert, by ingest time; at most 7 days
 */
public record Suppression(List<String> fields, Duration window) {
  /** Longest window. */
  public static final Duration MAX_WINDOW = Duration.ofDays(7);

  private static final int MAX_FIELDS = 10;
  private static final Pattern WINDOW = Pattern.compile("([1-9][0-9]{0,6})([smhdw])");
  private static final String FIELDS_KEY = "suppress.fields";
  private static final String WINDOW_KEY = "suppress.window";

  public Suppression {
    fields = fields.stream().map(field -> field.replace(" ", "")).toList();
    if (fields.size() > MAX_FIELDS || fields.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("suppression has 0 to 10 fields");
    }
    if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(MAX_WINDOW) > 0) {
      throw new IllegalArgumentException("suppression window is 1 second to 7 days");
    }
  }

  /** What the rule itself asks for with {@code custom.suppress}. */
  public static Optional<Suppression> of(RuleInfo rule) {
    return rule.custom().keySet().stream().anyMatch(Suppression::isOurs)
        ? Optional.of(read(rule.custom()))
        : Optional.empty();
  }

  /** What is wrong with {@code custom.suppress}; empty when it is absent or right. */
  static String problem(Map<String, List<String>> custom) {
    try {
      if (custom.keySet().stream().anyMatch(Suppression::isOurs)) {
        read(custom);
      }
      return "";
    } catch (IllegalArgumentException e) {
      return "custom 'suppress': " + e.getMessage();
    }
  }

  private static boolean isOurs(String key) {
    return key.equals("suppress") || key.startsWith("suppress.");
  }

  private static Suppression read(Map<String, List<String>> custom) {
    for (String key : custom.keySet()) {
      if (isOurs(key) && !key.equals(FIELDS_KEY) && !key.equals(WINDOW_KEY)) {
        throw new IllegalArgumentException("has 'fields' and 'window', not '" + key + "'");
      }
    }
    List<String> window = custom.getOrDefault(WINDOW_KEY, List.of());
    return new Suppression(
        custom.getOrDefault(FIELDS_KEY, List.of()),
        window(window.size() == 1 ? window.getFirst() : ""));
  }

  /**
   * A window as rules write it: {@code 90s}, {@code 15m}, {@code 1h}, {@code 1d}, {@code 1w}.
   *
   * @throws IllegalArgumentException when it is written otherwise
   */
  public static Duration window(String text) {
    Matcher matcher = WINDOW.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "window '" + text + "' is not a number with s, m, h, d or w");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> Duration.ofDays(7 * amount);
    };
  }
}
