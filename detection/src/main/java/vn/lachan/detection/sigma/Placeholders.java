package vn.lachan.detection.sigma;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands for {@code %name%} in a value with the modifier {@code expand}.
 *
 * <p>The values may have wildcards, as any value of a rule. Immutable.
 */
public record Placeholders(Map<String, List<String>> values) {
  /** No placeholder is known: every rule that uses one is refused. */
  public static final Placeholders NONE = new Placeholders(Map.of());

  private static final Pattern NAME = Pattern.compile("(?<!\\\\)%(\\w(?:[\\w.-]*\\w)?)%");
  private static final int MAX_EXPANDED = 10_000;

  public Placeholders {
    Map<String, List<String>> copy = new HashMap<>();
    values.forEach((name, list) -> copy.put(name, List.copyOf(list)));
    values = Map.copyOf(copy);
  }

  /** The first name in {@code written} that is not known. */
  Optional<String> unresolved(String written) {
    Matcher matcher = NAME.matcher(written);
    while (matcher.find()) {
      if (!values.containsKey(matcher.group(1))) {
        return Optional.of(matcher.group(1));
      }
    }
    return Optional.empty();
  }

  /**
   * Every combination of what the placeholders in {@code written} stand for; {@code \\%} becomes a
   * plain percent character.
   *
   * @param spelling how a value is put into the text
   */
  List<String> expand(String written, UnaryOperator<String> spelling) {
    Matcher matcher = NAME.matcher(written);
    List<String> heads = new ArrayList<>(List.of(""));
    int from = 0;
    while (matcher.find()) {
      String between = plain(written.substring(from, matcher.start()));
      List<String> longer = new ArrayList<>();
      for (String head : heads) {
        for (String value : values.getOrDefault(matcher.group(1), List.of())) {
          longer.add(head + between + spelling.apply(value));
        }
      }
      if (longer.size() > MAX_EXPANDED) {
        return List.of();
      }
      heads = longer;
      from = matcher.end();
    }
    String rest = plain(written.substring(from));
    return heads.stream().map(head -> head + rest).toList();
  }

  private static String plain(String text) {
    return text.replace("\\%", "%");
  }
}
