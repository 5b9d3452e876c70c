package vn.lachan.detection.sigma;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the {@code correlation} section (correlation rules specification 2.1.0). */
final class CorrelationParser {
  private static final Pattern TIMESPAN = Pattern.compile("([0-9]{1,9})([smhdw])");
  private static final Set<String> KNOWN =
      Set.of("type", "rules", "group-by", "timespan", "aliases", "condition", "generate");

  static SigmaCorrelation parse(SigmaHeader header, List<YamlNodes.Entry> document, Node section) {
    List<YamlNodes.Entry> entries = YamlNodes.entries(section, "'correlation'");
    for (YamlNodes.Entry entry : entries) {
      if (!KNOWN.contains(entry.key())) {
        throw new SigmaSyntaxException(
            entry.keyNode(), "correlation attribute '" + entry.key() + "' is not supported");
      }
    }
    SigmaCorrelation.Type type = type(required(entries, "type", section));
    List<String> rules = YamlNodes.texts(required(entries, "rules", section), "'rules'");
    if (rules.isEmpty()) {
      throw new SigmaSyntaxException(section, "correlation names no rules");
    }
    List<String> groupBy =
        YamlNodes.texts(entries, "group-by").stream().map(SelectionParser::fieldName).toList();
    Duration timespan = timespan(required(entries, "timespan", section));
    Condition condition = condition(YamlNodes.find(entries, "condition"), type, section);
    checkTemporal(type, rules, condition, section);
    return new SigmaCorrelation(
        header,
        type,
        rules,
        groupBy,
        timespan,
        aliases(YamlNodes.find(entries, "aliases")),
        condition.limits(),
        condition.fields(),
        condition.percentile(),
        generate(entries) || generate(document));
  }

  private record Condition(
      List<SigmaCorrelation.Limit> limits, List<String> fields, Optional<BigDecimal> percentile) {}

  private static Node required(List<YamlNodes.Entry> entries, String key, Node section) {
    Node node = YamlNodes.find(entries, key);
    if (node == null) {
      throw new SigmaSyntaxException(section, "correlation lacks '" + key + "'");
    }
    return node;
  }

  private static boolean generate(List<YamlNodes.Entry> entries) {
    Node node = YamlNodes.find(entries, "generate");
    return node != null && YamlNodes.bool(node, "'generate'");
  }

  private static SigmaCorrelation.Type type(Node node) {
    String word = YamlNodes.text(node, "'type'");
    for (SigmaCorrelation.Type type : SigmaCorrelation.Type.values()) {
      if (type.word().equals(word)) {
        return type;
      }
    }
    throw new SigmaSyntaxException(node, "correlation type '" + word + "' is not supported");
  }

  private static Duration timespan(Node node) {
    String text = YamlNodes.text(node, "'timespan'");
    Matcher matcher = TIMESPAN.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new SigmaSyntaxException(
          node, "timespan '" + text + "' is not a number with s, m, h, d or w");
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

  private static Map<String, Map<String, String>> aliases(@Nullable Node node) {
    Map<String, Map<String, String>> result = new LinkedHashMap<>();
    if (node == null || YamlNodes.isNull(node)) {
      return result;
    }
    for (YamlNodes.Entry alias : YamlNodes.entries(node, "'aliases'")) {
      Map<String, String> fields = new LinkedHashMap<>();
      for (YamlNodes.Entry rule : YamlNodes.entries(alias.value(), "alias " + alias.key())) {
        fields.put(
            rule.key(), SelectionParser.fieldName(YamlNodes.text(rule.value(), "a field name")));
      }
      result.put(SelectionParser.fieldName(alias.key()), Map.copyOf(fields));
    }
    return result;
  }

  private static Condition condition(
      @Nullable Node node, SigmaCorrelation.Type type, Node section) {
    List<SigmaCorrelation.Limit> limits = new ArrayList<>();
    List<String> fields = List.of();
    Optional<BigDecimal> percentile =
        type == SigmaCorrelation.Type.VALUE_MEDIAN
            ? Optional.of(SigmaCorrelation.MEDIAN)
            : Optional.empty();
    for (YamlNodes.Entry entry : criteria(node)) {
      switch (entry.key()) {
        case "field" ->
            fields =
                YamlNodes.texts(entry.value(), "'field'").stream()
                    .map(SelectionParser::fieldName)
                    .toList();
        case "percentile" -> percentile = Optional.of(percentile(entry, type));
        default -> limits.add(limit(entry));
      }
    }
    if (limits.isEmpty() && !type.isTemporal()) {
      throw new SigmaSyntaxException(
          node == null ? section : node, "correlation condition lacks gt, gte, lt, lte, eq or neq");
    }
    checkFields(fields, type, node == null ? section : node);
    checkRange(limits, node == null ? section : node);
    if (type == SigmaCorrelation.Type.VALUE_PERCENTILE && percentile.isEmpty()) {
      checkShare(limits, node == null ? section : node);
    }
    return new Condition(limits, fields, percentile);
  }

  private static List<YamlNodes.Entry> criteria(@Nullable Node node) {
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof MappingNode)) {
      throw new SigmaSyntaxException(
          node, "a correlation condition that is not a map is not supported");
    }
    return YamlNodes.entries(node, "'condition'");
  }

  /** A range without a number in it would make a rule that never fires. */
  private static void checkRange(List<SigmaCorrelation.Limit> limits, Node node) {
    BigDecimal half = new BigDecimal("0.5");
    boolean possible =
        limits.isEmpty()
            || limits.stream()
                .flatMap(limit ->
                    Stream.of(limit.value(), limit.value().add(half), limit.value().subtract(half)))
                .anyMatch(number -> limits.stream().allMatch(limit -> limit.holds(number)));
    if (!possible) {
      throw new SigmaSyntaxException(node, "no number satisfies the correlation condition");
    }
  }

  /** A share is a number above 0 and up to 100; who wants more means a percentile of numbers. */
  private static void checkShare(List<SigmaCorrelation.Limit> limits, Node node) {
    BigDecimal hundred = BigDecimal.valueOf(100);
    BigDecimal little = new BigDecimal("0.0001");
    boolean possible =
        Stream.concat(
                Stream.of(little, hundred),
                limits.stream()
                    .flatMap(limit ->
                        Stream.of(
                            limit.value(),
                            limit.value().add(little),
                            limit.value().subtract(little))))
            .filter(share -> share.signum() > 0 && share.compareTo(hundred) <= 0)
            .anyMatch(share -> limits.stream().allMatch(limit -> limit.holds(share)));
    if (!possible) {
      throw new SigmaSyntaxException(
          node,
          "without 'percentile' the condition compares the share of a value in percent, and no"
              + " share satisfies it");
    }
  }

  private static void checkFields(List<String> fields, SigmaCorrelation.Type type, Node node) {
    String word = type.word();
    if (fields.isEmpty() == type.needsField()) {
      throw new SigmaSyntaxException(
          node,
          "correlation type "
              + word
              + (type.needsField() ? " needs" : " has no")
              + " 'field' in its condition");
    }
    if (fields.size() > 1 && type != SigmaCorrelation.Type.VALUE_COUNT) {
      throw new SigmaSyntaxException(
          node, "correlation type " + word + " looks at one field, not at several");
    }
  }

  /** Which percentile is meant; pySigma's key, which the specification leaves out. */
  private static BigDecimal percentile(YamlNodes.Entry entry, SigmaCorrelation.Type type) {
    if (type != SigmaCorrelation.Type.VALUE_PERCENTILE) {
      throw new SigmaSyntaxException(
          entry.keyNode(), "correlation type " + type.word() + " has no 'percentile'");
    }
    BigDecimal number = number(entry);
    if (number.signum() < 0 || number.compareTo(BigDecimal.valueOf(100)) > 0) {
      throw new SigmaSyntaxException(entry.value(), "'percentile' wants a number from 0 to 100");
    }
    return number;
  }

  private static BigDecimal number(YamlNodes.Entry entry) {
    if (!(entry.value() instanceof ScalarNode scalar) || !YamlNodes.isNumber(scalar)) {
      throw new SigmaSyntaxException(entry.value(), "'" + entry.key() + "' wants a number");
    }
    return new BigDecimal(String.valueOf(YamlNodes.value(scalar)));
  }

  private static SigmaCorrelation.Limit limit(YamlNodes.Entry entry) {
    for (Comparison comparison : Comparison.values()) {
      if (comparison.word().equals(entry.key())) {
        return new SigmaCorrelation.Limit(comparison, number(entry));
      }
    }
    throw new SigmaSyntaxException(
        entry.keyNode(), "correlation condition '" + entry.key() + "' is not supported");
  }

  private static void checkTemporal(
      SigmaCorrelation.Type type, List<String> rules, Condition condition, Node section) {
    BigDecimal every = BigDecimal.valueOf(Set.copyOf(rules).size());
    boolean wantsFewer =
        condition.limits().stream()
            .anyMatch(limit -> !limit.holds(every) || limit.value().compareTo(every) != 0);
    if (type == SigmaCorrelation.Type.TEMPORAL_ORDERED && wantsFewer) {
      throw new SigmaSyntaxException(
          section, "a condition that wants only some rules of temporal_ordered is not supported");
    }
  }

  private CorrelationParser() {}
}
