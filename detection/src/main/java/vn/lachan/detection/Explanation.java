package vn.lachan.detection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why a rule fits an event, or why it does not. The verdict is that of the engine.
 *
 * @param ruleId id of the rule, as in {@link RuleInfo#id()}
 * @param version of the rule that was tried
 * @param matches whether the event fits the rule; for a correlation, whether the event counts in it
 * @param logSource whether the rule is for such events at all
 * @param detection the rule's detection with what each part of it said; empty for correlations
 * @param correlation the rules it looks at; empty for rules about single events
 */
public record Explanation(
    String ruleId,
    String version,
    String title,
    boolean matches,
    Source logSource,
    Optional<Node> detection,
    Optional<Correlation> correlation) {

  /**
   * Log source of the rule and of the event.
   *
   * @param wanted for example {@code windows/process_creation}
   * @param actual those of the event; empty when none is known
   * @param fits whether the rule is tried on the event
   */
  public record Source(String wanted, List<String> actual, boolean fits) {
    public Source {
      actual = List.copyOf(actual);
    }
  }

  /** A part of a detection with its answer. */
  public sealed interface Node {
    /** Whether the event fits this part. */
    boolean holds();
  }

  /** Every part must hold. */
  public record All(boolean holds, List<Node> parts) implements Node {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /** One part must hold. */
  public record Any(boolean holds, List<Node> parts) implements Node {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /** The part must not hold. */
  public record Not(boolean holds, Node part) implements Node {}

  /** A search identifier, {@code 1 of selection*} or a filter. */
  public record Named(String name, boolean holds, Node part) implements Node {}

  /**
   * A field and what the rule wants of it.
   *
   * @param field as in the rule, without spaces; empty for keywords
   * @param readFrom name of the field in the event; empty when the event does not have it
   * @param wanted values of the rule, those that fit first; at most {@link #MOST_WANTED}
   * @param hidden how many more values the rule has
   * @param every whether all values must fit
   * @param negated whether the answer of the values is turned round ({@code neq})
   * @param actual value of the event, shortened; for keywords the first one that fits
   */
  public record Item(
      String field,
      List<String> modifiers,
      String readFrom,
      List<Wanted> wanted,
      int hidden,
      boolean every,
      boolean negated,
      Optional<String> actual,
      boolean holds)
      implements Node {
    /** No item shows more values of the rule than this. */
    public static final int MOST_WANTED = 10;

    public Item {
      modifiers = List.copyOf(modifiers);
      wanted = List.copyOf(wanted);
    }
  }

  /** A value of the rule, shortened, and whether it fits. */
  public record Wanted(String value, boolean holds) {}

  /**
   * What a correlation sees in the event.
   *
   * @param condition what it asks for, as in the rule: {@code event_count gte 10 in PT10M}
   * @param parts the rules it looks at, in its order
   */
  public record Correlation(String condition, List<Part> parts) {
    public Correlation {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A rule that a correlation looks at.
   *
   * @param rule whether it fits, and why
   * @param group values of the event for {@code group-by}; a field that it lacks is not in it
   * @param missing what the event lacks, so that it does not count
   * @param kept matches of the group that are kept; empty when nothing is known of it
   * @param measured what the correlation measures for the group now
   */
  public record Part(
      Explanation rule,
      Map<String, String> group,
      List<String> missing,
      Optional<Integer> kept,
      Optional<String> measured) {
    public Part {
      group = Collections.unmodifiableMap(new LinkedHashMap<>(group));
      missing = List.copyOf(missing);
    }

    /** Whether the event counts in the correlation because of this rule. */
    public boolean counts() {
      return rule.matches() && missing.isEmpty();
    }
  }

  /** For people, in Vietnamese, over several lines; the last one ends with a line break. */
  public String text() {
    return new ExplanationText().of(this);
  }

  /** The same as a JSON object; see {@code docs/formats/sigma.md}, section 7. */
  public String json() {
    return ExplanationJson.of(this);
  }
}
