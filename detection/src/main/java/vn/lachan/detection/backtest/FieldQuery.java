package vn.lachan.detection.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import vn.lachan.detection.match.Texts;
import vn.lachan.detection.sigma.TextPattern;
import vn.lachan.events.EcsSchema;
import vn.lachan.events.FieldType;

/**
 * Conditions on one field of the store. Each finds at least the events of which a value of the
 * field fits, however the store has indexed it.
 *
 * <p>The store compares composed text in lower case, with and without accents, a rule compares
 * character by character without composing. So only ASCII characters of a rule are looked for; what
 * lies between them may be anything.
 */
final class FieldQuery {
  /** Fields that every event has, outside its own fields. */
  private static final Set<String> ALWAYS_THERE =
      Set.of("@timestamp", "event.ingested", "event.id", "*", "_exists_");

  private static final Pattern NUMBER_LIKE = Pattern.compile("[-+.0-9]+");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,15}");
  private static final int LONGEST_NUMBER = 18;
  private static final int LONGEST_EXACT = 120;
  private static final int LONGEST_PIECE = 40;
  private static final int MOST_WORDS = 3;
  private static final char GAP = '\0';

  private FieldQuery() {}

  /** Events that carry the field. */
  static Expression present(String field) {
    return ALWAYS_THERE.contains(field)
        ? new Expression.Everything()
        : new Expression.Part("_exists_:" + escaped(field));
  }

  /** Events that do not carry the field. */
  static Expression absent(String field) {
    return ALWAYS_THERE.contains(field)
        ? new Expression.Everything()
        : new Expression.Part("NOT _exists_:" + escaped(field));
  }

  /** Events of which a value of the field, as text and without case, fits the pattern. */
  static Expression like(String field, TextPattern pattern) {
    if (ALWAYS_THERE.contains(field)) {
      return new Expression.Everything();
    }
    String wanted = reduced(pattern);
    String literal = wanted.replace(String.valueOf(GAP), "");
    FieldType type = EcsSchema.DEFAULT.typeOf(field).orElse(null);
    if (literal.isEmpty() || type == FieldType.DATE || type == FieldType.DOUBLE) {
      return present(field);
    }
    boolean exact = wanted.equals(literal);
    if (type == FieldType.TEXT) {
      return NUMBER_LIKE.matcher(literal).matches() ? present(field) : words(field, wanted);
    }
    if (NUMBER_LIKE.matcher(literal).matches()) {
      return exact ? number(field, literal, type) : present(field);
    }
    if ((type == FieldType.LONG || type == FieldType.DIGEST) && !exact) {
      return present(field);
    }
    if (type == FieldType.IP && (!exact || literal.matches(".*[/*].*"))) {
      return present(field);
    }
    return new Expression.Part(escaped(field) + ":" + value(wanted));
  }

  /** The folded text with a gap for all that is a wildcard or no ASCII character. */
  private static String reduced(TextPattern pattern) {
    StringBuilder text = new StringBuilder();
    for (TextPattern.Token token : pattern.tokens()) {
      switch (token) {
        case TextPattern.Wildcard _ -> text.append(GAP);
        case TextPattern.Literal(String literal) ->
            Texts.fold(literal).chars().forEach(c -> text.append(c < 0x80 ? (char) c : GAP));
      }
    }
    return text.toString().replaceAll(GAP + "+", String.valueOf(GAP));
  }

  /** A number may be stored as text, as a whole number or as a fraction. */
  private static Expression number(
      String field, String literal, @org.jspecify.annotations.Nullable FieldType type) {
    boolean keyword = type == FieldType.KEYWORD || type == FieldType.BOOLEAN;
    boolean understood =
        type == FieldType.LONG
            ? WHOLE.matcher(literal).matches()
            : literal.length() <= LONGEST_NUMBER;
    if (!understood) {
      return present(field);
    }
    List<Expression> forms = new ArrayList<>();
    forms.add(new Expression.Part(escaped(field) + ":" + escaped(literal)));
    if (keyword || type == FieldType.IP) {
      try {
        String fraction = Double.toString(Double.parseDouble(literal));
        forms.add(new Expression.Part(escaped(field) + ":" + escaped(fraction)));
      } catch (NumberFormatException e) {
        // an address or a version; it is only ever text
      }
    }
    return Expression.any(forms);
  }

  /** Whole words of a sentence, as far as the pattern holds some between spaces. */
  private static Expression words(String field, String wanted) {
    List<Expression> words =
        wanted.replaceAll("[\t\r\n]", " ").transform(text -> List.of(text.split(" ", -1))).stream()
            .filter(word -> word.indexOf(GAP) < 0 && word.length() <= LONGEST_PIECE)
            .filter(word -> word.chars().anyMatch(FieldQuery::isLetterOrDigit))
            .distinct()
            .sorted((a, b) -> b.length() - a.length())
            .limit(MOST_WORDS)
            .<Expression>map(word ->
                new Expression.Part(
                    escaped(field)
                        + ":\""
                        + word.replace("\\", "\\\\").replace("\"", "\\\"")
                        + "\""))
            .toList();
    return words.isEmpty() ? present(field) : Expression.every(words);
  }

  /** The text with {@code *} for gaps, of bounded length and with at most three of them. */
  private static String value(String wanted) {
    if (wanted.indexOf(GAP) < 0) {
      return wanted.length() <= LONGEST_EXACT
          ? escaped(wanted)
          : escaped(wanted.substring(0, LONGEST_EXACT)) + "*";
    }
    List<String> pieces = List.of(wanted.split(String.valueOf(GAP), -1));
    String first = pieces.getFirst();
    String last = pieces.getLast();
    String inner =
        pieces.subList(1, pieces.size() - 1).stream()
            .max((a, b) -> a.length() - b.length())
            .orElse("");
    String head = first.substring(0, Math.min(LONGEST_PIECE, first.length()));
    String tail = last.substring(Math.max(0, last.length() - LONGEST_PIECE));
    String middle = inner.substring(0, Math.min(LONGEST_PIECE, inner.length()));
    boolean anchored = !head.isEmpty() && !tail.isEmpty();
    if (middle.isEmpty() || anchored) {
      return escaped(head) + "*" + escaped(tail);
    }
    return escaped(head) + "*" + escaped(middle) + "*" + escaped(tail);
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** With a backslash before all that could mean something in the query language. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && c != '_' && (c != '.' || i == 0)) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }
}
