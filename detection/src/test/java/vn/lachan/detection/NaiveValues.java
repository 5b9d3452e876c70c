package vn.lachan.detection;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What one value of a rule asks of an event, from its modifiers and its text as written. */
final class NaiveValues {
  private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)");
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)"
              + "(?:[T ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)?)?");
  private static final Pattern PLACEHOLDER = Pattern.compile("(?<!\\\\)%(\\w(?:[\\w.-]*\\w)?)%");

  private final String field;
  private final List<String> modifiers;
  private final Map<String, List<String>> placeholders;

  NaiveValues(String field, List<String> modifiers, Map<String, List<String>> placeholders) {
    this.field = field;
    this.modifiers = modifiers;
    this.placeholders = placeholders;
  }

  Predicate<NaiveEvent> check(ScalarNode node) {
    if (node.getTag().equals(Tag.NULL)) {
      return event -> event.values(field).isEmpty();
    }
    if (modifiers.contains("exists")) {
      boolean wanted = (Boolean) new Yaml().load(node.getValue());
      return event -> event.has(field) == wanted;
    }
    if (modifiers.contains("re")) {
      return any(spelled(node, true).stream().map(this::expression).toList());
    }
    if (modifiers.contains("cidr")) {
      return any(spelled(node, false).stream().map(this::network).toList());
    }
    if (modifiers.contains("fieldref")) {
      return any(spelled(node, false).stream().map(this::reference).toList());
    }
    Predicate<NaiveEvent> counted = counted(node);
    return counted != null ? counted : textual(node);
  }

  private static Predicate<NaiveEvent> any(List<Predicate<NaiveEvent>> parts) {
    return event -> parts.stream().anyMatch(part -> part.test(event));
  }

  private Predicate<NaiveEvent> onValue(Predicate<Object> test) {
    return event -> (field.isEmpty() ? event.all() : event.values(field)).stream().anyMatch(test);
  }

  /** The value with its placeholders filled in. */
  private List<String> spelled(ScalarNode node, boolean expression) {
    if (!modifiers.contains("expand")) {
      return List.of(node.getValue());
    }
    List<String> done = new ArrayList<>(List.of(""));
    Matcher matcher = PLACEHOLDER.matcher(node.getValue());
    int from = 0;
    while (matcher.find()) {
      String between = node.getValue().substring(from, matcher.start()).replace("\\%", "%");
      List<String> next = new ArrayList<>();
      for (String head : done) {
        for (String value : placeholders.get(matcher.group(1))) {
          next.add(head + between + (expression ? asExpression(value) : value));
        }
      }
      done = next;
      from = matcher.end();
    }
    String rest = node.getValue().substring(from).replace("\\%", "%");
    return done.stream().map(head -> head + rest).toList();
  }

  private static String asExpression(String value) {
    StringBuilder result = new StringBuilder();
    for (int token : NaiveText.read(value).tokens()) {
      result.append(
          token == NaiveText.ANY
              ? ".*"
              : token == NaiveText.ONE ? "." : Pattern.quote(Character.toString(token)));
    }
    return "(?:" + result + ")";
  }

  private Predicate<NaiveEvent> expression(String source) {
    int flags = Pattern.UNIX_LINES;
    String text = source;
    for (String modifier : modifiers) {
      flags |=
          switch (modifier) {
            case "i", "ignorecase" -> Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
            case "m", "multiline" -> Pattern.MULTILINE;
            case "s", "dotall" -> Pattern.DOTALL;
            default -> 0;
          };
    }
    text = modifiers.contains("startswith") ? "\\A(?:" + text + ")" : text;
    text = modifiers.contains("endswith") ? "(?:" + text + ")\\z" : text;
    Pattern pattern = Pattern.compile(text, flags);
    return onValue(value -> pattern.matcher(NaiveEvent.text(value)).find());
  }

  private Predicate<NaiveEvent> network(String text) {
    String[] parts = text.split("/", -1);
    byte[] wanted = InetAddress.ofLiteral(parts[0]).getAddress();
    int free = wanted.length * 8 - Integer.parseInt(parts[1]);
    BigInteger prefix = new BigInteger(1, wanted).shiftRight(free);
    return onValue(value -> {
      byte[] actual = address(value);
      return actual != null
          && actual.length == wanted.length
          && new BigInteger(1, actual).shiftRight(free).equals(prefix);
    });
  }

  private static byte[] address(Object value) {
    String text = value.toString().replaceFirst("%.*", "");
    if (!text.contains(":") && !text.matches("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+")) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text).getAddress();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private Predicate<NaiveEvent> reference(String written) {
    String other = NaiveText.read(written).literal().replace(" ", "");
    boolean cased = modifiers.contains("cased");
    boolean begins = modifiers.contains("startswith") || modifiers.contains("contains");
    boolean ends = modifiers.contains("endswith") || modifiers.contains("contains");
    return event ->
        event.values(field).stream()
            .anyMatch(left ->
                event.values(other).stream()
                    .anyMatch(right -> {
                      NaiveText wanted = NaiveText.plain(NaiveEvent.text(right)).open(ends, begins);
                      return new NaiveText(wanted.tokens(), cased, null)
                          .fits(NaiveEvent.text(left), event);
                    }));
  }

  /** Comparisons and parts of times; null when the value is neither. */
  private Predicate<NaiveEvent> counted(ScalarNode node) {
    String comparison = "eq";
    String part = "";
    for (String modifier : modifiers) {
      switch (modifier) {
        case "lt", "lte", "gt", "gte" -> comparison = modifier;
        case "minute", "hour", "day", "week", "month", "year" -> part = modifier;
        default -> {}
      }
    }
    if (part.isEmpty() && comparison.equals("eq")) {
      return null;
    }
    BigDecimal limit = new BigDecimal(new Yaml().load(node.getValue()).toString());
    String wanted = comparison;
    String ofTime = part;
    return onValue(value -> {
      BigDecimal actual = ofTime.isEmpty() ? number(value) : part(ofTime, value);
      if (actual == null) {
        return false;
      }
      int order = actual.compareTo(limit);
      return switch (wanted) {
        case "lt" -> order < 0;
        case "lte" -> order <= 0;
        case "gt" -> order > 0;
        case "gte" -> order >= 0;
        default -> order == 0;
      };
    });
  }

  private static BigDecimal number(Object value) {
    if (value instanceof Number) {
      return new BigDecimal(value.toString());
    }
    String text = value.toString().strip();
    boolean reads =
        value instanceof String && text.length() <= 40 && NUMBER.matcher(text).matches();
    return reads ? new BigDecimal(text) : null;
  }

  private static BigDecimal part(String part, Object value) {
    LocalDateTime time = time(value);
    if (time == null) {
      return null;
    }
    return BigDecimal.valueOf(
        switch (part) {
          case "minute" -> time.getMinute();
          case "hour" -> time.getHour();
          case "day" -> time.getDayOfMonth();
          case "week" -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
          case "month" -> time.getMonthValue();
          default -> time.getYear();
        });
  }

  private static LocalDateTime time(Object value) {
    if (value instanceof Long number) {
      boolean milliseconds = Math.abs(number) >= 100_000_000_000L;
      Instant instant = milliseconds ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
      return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
    Matcher matcher = TIME.matcher(value.toString().strip());
    if (!(value instanceof String) || !matcher.matches()) {
      return null;
    }
    int[] parts = new int[7];
    for (int i = 1; i <= 6; i++) {
      parts[i] = matcher.group(i) == null ? 0 : Integer.parseInt(matcher.group(i));
    }
    try {
      return LocalDateTime.of(parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private Predicate<NaiveEvent> textual(ScalarNode node) {
    List<NaiveText> texts = new ArrayList<>();
    for (String written : spelled(node, false)) {
      texts.addAll(modified(NaiveText.read(written)));
    }
    Object plain = new Yaml().load(node.isPlain() ? node.getValue() : "''");
    boolean bare = modifiers.stream().allMatch(List.of("all", "neq")::contains);
    if (bare && plain instanceof Boolean truth && node.getTag().equals(Tag.BOOL)) {
      texts.add(NaiveText.plain(truth.toString()));
    }
    if (bare && plain instanceof Number number && isNumber(node)) {
      texts.clear();
      texts.add(NaiveText.plain(node.getValue()));
      if (!field.isEmpty()) {
        texts.add(NaiveText.plain(NaiveEvent.plain(new BigDecimal(number.toString()))));
      }
    }
    boolean anywhere =
        field.isEmpty() && !modifiers.contains("startswith") && !modifiers.contains("endswith");
    List<NaiveText> wanted =
        texts.stream()
            .map(NaiveText::laidOut)
            .map(text -> anywhere ? text.open(true, true) : text)
            .toList();
    List<List<NaiveText.Segment>> segments = wanted.stream().map(NaiveText::segments).toList();
    boolean empty = wanted.stream().anyMatch(text -> text.tokens().isEmpty());
    return event -> {
      List<Object> values = field.isEmpty() ? event.all() : event.values(field);
      if (values.isEmpty() && empty && event.emptyIsAbsent() && !field.isEmpty()) {
        return true;
      }
      for (Object value : values) {
        String text = NaiveEvent.text(value);
        for (int i = 0; i < wanted.size(); i++) {
          String seen = wanted.get(i).cased() ? text : event.folded(text);
          if (NaiveText.fits(seen, segments.get(i))) {
            return true;
          }
        }
      }
      return false;
    };
  }

  private static boolean isNumber(ScalarNode node) {
    return node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
  }

  private List<NaiveText> modified(NaiveText text) {
    List<NaiveText> current = List.of(text);
    for (String modifier : modifiers) {
      List<NaiveText> next = new ArrayList<>();
      for (NaiveText one : current) {
        switch (modifier) {
          case "contains" -> next.add(one.open(true, true));
          case "startswith" -> next.add(one.open(false, true));
          case "endswith" -> next.add(one.open(true, false));
          case "cased" -> next.add(new NaiveText(one.tokens(), true, one.charset()));
          case "windash" -> next.addAll(one.windash());
          case "base64" -> next.add(one.base64());
          case "base64offset" -> next.addAll(one.base64Offsets());
          case "wide", "utf16le", "utf16be", "utf16" ->
              next.add(new NaiveText(one.tokens(), one.cased(), modifier));
          default -> next.add(one);
        }
      }
      current = next;
    }
    return current;
  }
}
