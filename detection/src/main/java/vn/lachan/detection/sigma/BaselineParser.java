package vn.lachan.detection.sigma;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import vn.lachan.detection.sigma.SigmaBaseline.Hours;
import vn.lachan.detection.sigma.SigmaBaseline.Kind;

/** Reads {@code custom.baseline}. */
final class BaselineParser {
  static final String ATTRIBUTE = "baseline";

  private static final Pattern SPAN = Pattern.compile("([0-9]{1,5})([mhdw])");
  private static final Duration LONGEST = Duration.ofDays(400);
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final double USUAL_FACTOR = 3;
  private static final double USUAL_QUANTILE = 0.95;
  private static final int MOST_KEYS = 5;

  private final List<YamlNodes.Entry> entries;
  private final Node section;
  private final Kind kind;

  private BaselineParser(List<YamlNodes.Entry> entries, Node section) {
    this.entries = entries;
    this.section = section;
    this.kind = word(required("kind"), "kind", EnumSet.allOf(Kind.class), Kind::word);
  }

  /** The baseline of a rule, or null when it has none. */
  static @Nullable SigmaBaseline parse(List<YamlNodes.Entry> document) {
    Node custom = YamlNodes.find(document, "custom");
    if (!(custom instanceof MappingNode)) {
      return null;
    }
    Node section = YamlNodes.find(YamlNodes.entries(custom, "'custom'"), ATTRIBUTE);
    return section == null
        ? null
        : new BaselineParser(YamlNodes.entries(section, "'baseline'"), section).baseline();
  }

  /** Correlations and filters have none. */
  static void refuse(List<YamlNodes.Entry> document) {
    Node custom = YamlNodes.find(document, "custom");
    if (custom instanceof MappingNode) {
      Node section = YamlNodes.find(YamlNodes.entries(custom, "'custom'"), ATTRIBUTE);
      if (section != null) {
        throw new SigmaSyntaxException(section, "a baseline belongs to a rule about single events");
      }
    }
  }

  private SigmaBaseline baseline() {
    Set<String> known = known();
    for (YamlNodes.Entry entry : entries) {
      if (!known.contains(entry.key())) {
        throw new SigmaSyntaxException(
            entry.keyNode(),
            "baseline attribute '"
                + entry.key()
                + "' is not known for kind "
                + kind.word()
                + ", which has "
                + String.join(", ", known));
      }
    }
    List<String> key =
        YamlNodes.texts(entries, "key").stream().map(SelectionParser::fieldName).toList();
    if (key.size() > MOST_KEYS) {
      throw new SigmaSyntaxException(
          section, "a baseline has at most " + MOST_KEYS + " key fields");
    }
    if (kind.isAbsence() && key.isEmpty()) {
      throw new SigmaSyntaxException(section, "baseline kind " + kind.word() + " needs 'key'");
    }
    Duration period = span("period");
    Duration learn = kind.learns() ? span("learn") : Duration.ZERO;
    if (kind.isAmount() && learn.compareTo(period) < 0) {
      throw new SigmaSyntaxException(required("learn"), "'learn' is shorter than 'period'");
    }
    boolean fromGaps = kind == Kind.SILENCE && YamlNodes.find(entries, "factor") != null;
    double usual = kind.isAmount() ? USUAL_FACTOR : 0;
    return new SigmaBaseline(
        kind,
        key,
        kind.needsField() ? SelectionParser.fieldName(text("field")) : "",
        period,
        learn,
        hours(),
        kind.isAmount() || fromGaps ? number("factor", usual, 0.01, 10_000) : 0,
        number("quantile", USUAL_QUANTILE, 0.01, 1),
        least(),
        kind == Kind.MISSING ? text("opens") : "",
        kind == Kind.MISSING ? text("closes") : "");
  }

  private Set<String> known() {
    Set<String> known = new TreeSet<>(Set.of("kind", "key", "period", "hours"));
    if (kind.needsField()) {
      known.add("field");
    }
    if (kind.learns()) {
      known.add("learn");
    }
    if (kind.isAmount() || kind == Kind.SILENCE) {
      known.addAll(Set.of("factor", "quantile"));
    }
    if (kind.isAmount()) {
      known.add("least");
    }
    if (kind == Kind.MISSING) {
      known.addAll(Set.of("opens", "closes"));
    }
    return known;
  }

  private Node required(String attribute) {
    Node node = YamlNodes.find(entries, attribute);
    if (node == null) {
      throw new SigmaSyntaxException(section, "baseline lacks '" + attribute + "'");
    }
    return node;
  }

  private String text(String attribute) {
    Node node = required(attribute);
    String text = YamlNodes.text(node, "'" + attribute + "'").strip();
    if (text.isEmpty()) {
      throw new SigmaSyntaxException(node, "baseline attribute '" + attribute + "' is empty");
    }
    return text;
  }

  private static <E extends Enum<E>> E word(
      Node node, String attribute, Set<E> words, Function<E, String> spelling) {
    String text = YamlNodes.text(node, "'" + attribute + "'").toLowerCase(Locale.ROOT);
    return words.stream()
        .filter(word -> spelling.apply(word).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new SigmaSyntaxException(
                node,
                "baseline "
                    + attribute
                    + " '"
                    + text
                    + "' is not one of "
                    + String.join(", ", words.stream().map(spelling).toList())));
  }

  private Hours hours() {
    Node node = YamlNodes.find(entries, "hours");
    if (node == null) {
      return kind.isAmount() ? Hours.SPLIT : Hours.ALL;
    }
    Set<Hours> words =
        kind.isAmount()
            ? EnumSet.allOf(Hours.class)
            : EnumSet.complementOf(EnumSet.of(Hours.SPLIT));
    return word(node, "hours", words, Hours::word);
  }

  private Duration span(String attribute) {
    Node node = required(attribute);
    String text = YamlNodes.text(node, "'" + attribute + "'");
    Matcher matcher = SPAN.matcher(text);
    Duration span = Duration.ZERO;
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      span =
          switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> Duration.ofDays(7 * amount);
          };
    }
    if (span.compareTo(SHORTEST) < 0 || span.compareTo(LONGEST) > 0) {
      throw new SigmaSyntaxException(
          node, attribute + " '" + text + "' is not a number with m, h, d or w from 1m to 400d");
    }
    return span;
  }

  private double number(String attribute, double usual, double from, double to) {
    Node node = YamlNodes.find(entries, attribute);
    return node == null ? usual : number(node, attribute, from, to);
  }

  private static double number(Node node, String attribute, double from, double to) {
    if (!(node instanceof ScalarNode scalar) || !YamlNodes.isNumber(scalar)) {
      throw new SigmaSyntaxException(node, "'" + attribute + "' wants a number");
    }
    double number = new BigDecimal(String.valueOf(YamlNodes.value(scalar))).doubleValue();
    if (number < from || number > to) {
      throw new SigmaSyntaxException(
          node, "'" + attribute + "' must be from " + from + " to " + to);
    }
    return number;
  }

  /** One number, or one for each level of unit and {@code default} for all others. */
  private Map<String, Double> least() {
    Node node = YamlNodes.find(entries, "least");
    Map<String, Double> result = new LinkedHashMap<>();
    if (node instanceof MappingNode) {
      for (YamlNodes.Entry entry : YamlNodes.entries(node, "'least'")) {
        String level = entry.key().equals("default") ? "" : entry.key();
        result.put(level, number(entry.value(), "least", 0, 1e15));
      }
      if (!result.containsKey("")) {
        throw new SigmaSyntaxException(node, "'least' lacks 'default'");
      }
    } else {
      result.put("", node == null ? 0 : number(node, "least", 0, 1e15));
    }
    return result;
  }
}
