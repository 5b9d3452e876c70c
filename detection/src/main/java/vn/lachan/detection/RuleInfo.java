package vn.lachan.detection;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a rule that runs; for screens.
 *
 * @param id as in the file
 * @param level {@link Level#MEDIUM} when the rule does not say
 * @param logSource for example {@code windows/process_creation}
 * @param license SPDX identifier, as the rule says; often empty where a whole set has one
 * @param custom our own attributes: {@code use_case}, {@code guide}, {@code entity}, {@code
 *     category}
 * @param line first line of the rule in its file
 * @param version first 12 hexadecimal digits of the SHA-256 of the rule's text and of all that
 *     changes what it means: its filters and the rules it refers to
 * @param silent whether it only serves a correlation and raises no alerts of its own
 * @param modified day of the last change, as the rule says
 * @param text as it stands in the file
 */
public record RuleInfo(
    String id,
    String name,
    String title,
    String description,
    Level level,
    String status,
    Kind kind,
    String logSource,
    List<String> tags,
    String author,
    String license,
    List<String> falsePositives,
    List<String> references,
    Map<String, List<String>> custom,
    String file,
    int line,
    String version,
    Origin origin,
    boolean silent,
    Optional<LocalDate> modified,
    String text) {

  /** What a rule looks at. */
  public enum Kind {
    EVENT,
    CORRELATION
  }

  /** Where a rule comes from. */
  public enum Origin {
    LA_CHAN,
    EXTERNAL
  }

  public RuleInfo {
    tags = List.copyOf(tags);
    falsePositives = List.copyOf(falsePositives);
    references = List.copyOf(references);
    custom = Map.copyOf(custom);
  }

  /** What to check first when it fires, in the order to do it; may be empty. */
  public List<String> guide() {
    return custom.getOrDefault("guide", List.of());
  }

  /** The first value of a custom attribute, or empty. */
  public String custom(String attribute) {
    List<String> values = custom.getOrDefault(attribute, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }

  /** The same, raising alerts of its own. */
  RuleInfo loud() {
    return new RuleInfo(
        id,
        name,
        title,
        description,
        level,
        status,
        kind,
        logSource,
        tags,
        author,
        license,
        falsePositives,
        references,
        custom,
        file,
        line,
        version,
        origin,
        false,
        modified,
        text);
  }

  /** Identifies the rule and what it means at this version. */
  String key() {
    return id + "@" + version;
  }
}
