package vn.lachan.playbooks.cacao;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.task.ValueType;

/** Reads a {@link Condition} by recursive descent; for one thread, used once. */
final class ConditionParser {
  private static final int MAX_LENGTH = 4_000;
  private static final int MAX_DEPTH = 50;
  private static final java.util.regex.Pattern TOKEN =
      java.util.regex.Pattern.compile(
          "\\s*+(?:(?<variable>__[A-Za-z][A-Za-z0-9_-]{0,240}?__)(?<value>:value)?(?![\\w:])"
              + "|(?<prefix>[thb])?'(?<text>(?:[^'\\\\]|\\\\.)*+)'"
              + "|\"(?<quoted>(?:[^\"\\\\]|\\\\.)*+)\""
              + "|(?<number>[+-]?\\d++(?:\\.\\d++)?)(?![\\w.:/-])"
              + "|(?<symbol>==|!=|<>|<=|>=|[=<>()\\[\\],])"
              + "|(?<word>[\\p{L}\\p{N}][\\p{L}\\p{N}_.:/@-]*+))");
  private static final Set<String> KEYWORDS =
      Set.of(
          "AND",
          "OR",
          "NOT",
          "IN",
          "LIKE",
          "MATCHES",
          "ISSUBSET",
          "ISSUPERSET",
          "EXISTS",
          "FOLLOWEDBY",
          "WITHIN",
          "REPEATS",
          "START",
          "STOP");

  private static final Set<Condition.Operator> TEXTUAL =
      Set.of(
          Condition.Operator.LIKE,
          Condition.Operator.MATCHES,
          Condition.Operator.ISSUBSET,
          Condition.Operator.ISSUPERSET);

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private final Map<String, String> loose = new LinkedHashMap<>();
  private int next;
  private int depth;

  private record Token(Kind kind, String text, int position) {
    boolean is(String wanted) {
      return (kind == Kind.SYMBOL && text.equals(wanted))
          || (kind == Kind.WORD && text.toUpperCase(Locale.ROOT).equals(wanted));
    }
  }

  private enum Kind {
    VARIABLE,
    TEXT,
    NUMBER,
    SYMBOL,
    WORD,
    END
  }

  ConditionParser(String source) {
    this.source = source;
  }

  Condition parse() {
    if (source.length() > MAX_LENGTH) {
      throw new ConditionSyntaxException(MAX_LENGTH, "condition is too long");
    }
    tokenize();
    Condition condition = or();
    if (peek().kind() != Kind.END) {
      throw unexpected("AND, OR or the end");
    }
    return condition;
  }

  private void tokenize() {
    Matcher matcher = TOKEN.matcher(source);
    int position = 0;
    while (position < source.stripTrailing().length()) {
      if (!matcher.region(position, source.length()).lookingAt()) {
        throw new ConditionSyntaxException(position + 1, "cannot be read from here");
      }
      tokens.add(token(matcher, position + 1));
      position = matcher.end();
    }
    tokens.add(new Token(Kind.END, "the end", source.length() + 1));
  }

  /** What was read although the grammar does not know it: as it stands, and as it was read. */
  Map<String, String> loose() {
    return loose;
  }

  private Token token(Matcher matcher, int position) {
    String variable = matcher.group("variable");
    if (variable != null) {
      if (matcher.group("value") == null) {
        loose.put(variable, variable + ":value");
      }
      return new Token(Kind.VARIABLE, variable, position);
    }
    String quoted = matcher.group("quoted");
    if (quoted != null) {
      String plain = unescaped(quoted);
      loose.put("\"" + quoted + "\"", "'" + plain + "'");
      return new Token(Kind.TEXT, plain, position);
    }
    String text = matcher.group("text");
    if (text != null) {
      return new Token(
          Kind.TEXT, literal(matcher.group("prefix"), unescaped(text), position), position);
    }
    String number = matcher.group("number");
    if (number != null) {
      return new Token(Kind.NUMBER, number, position);
    }
    String symbol = matcher.group("symbol");
    return symbol != null
        ? new Token(Kind.SYMBOL, symbol, position)
        : new Token(Kind.WORD, matcher.group("word"), position);
  }

  private static String unescaped(String text) {
    return text.replaceAll("\\\\(.)", "$1");
  }

  /** The text of a literal; STIX marks times, hexadecimal and base64 by a letter before it. */
  private static String literal(@Nullable String prefix, String text, int position) {
    boolean fits =
        switch (prefix == null ? "" : prefix) {
          case "t" -> ShapeChecks.time(text) != null;
          case "h" -> ValueType.HEXSTRING.accepts(text);
          case "b" -> Base64Text.bytes(text) != null;
          default -> true;
        };
    if (!fits) {
      throw new ConditionSyntaxException(position, "not a literal of kind " + prefix);
    }
    return text;
  }

  private Condition or() {
    Condition left = and();
    while (take("OR")) {
      left = new Condition.Or(left, and());
    }
    return left;
  }

  private Condition and() {
    Condition left = not();
    while (take("AND")) {
      left = new Condition.And(left, not());
    }
    return left;
  }

  private Condition not() {
    if (++depth > MAX_DEPTH) {
      throw new ConditionSyntaxException(peek().position(), "condition is nested too deeply");
    }
    try {
      if (take("NOT")) {
        return new Condition.Not(not());
      }
      if (take("(")) {
        return closed(")");
      }
      if (take("[")) {
        return closed("]");
      }
      return comparison();
    } finally {
      depth--;
    }
  }

  private Condition closed(String bracket) {
    Condition inner = or();
    if (!take(bracket)) {
      throw unexpected(bracket);
    }
    return inner;
  }

  private Condition comparison() {
    if (take("EXISTS")) {
      return new Condition.Comparison(value(), Condition.Operator.EXISTS, List.of());
    }
    Condition.Value left = value();
    if (left.variable() && isOver()) {
      return new Condition.Comparison(left, Condition.Operator.IS_TRUE, List.of());
    }
    boolean negated = take("NOT");
    Condition comparison;
    if (take("IN")) {
      comparison = new Condition.Comparison(left, Condition.Operator.EQUAL, list());
    } else {
      Condition.Operator operator = operator();
      if (operator == null) {
        throw unexpected("a comparison");
      }
      Token token = peek();
      Condition.Value right = right();
      if (token.kind() == Kind.NUMBER && TEXTUAL.contains(operator)) {
        loose.put(token.text(), "'" + token.text() + "'");
      }
      checkLiteral(operator, right, token.position());
      comparison = new Condition.Comparison(left, operator, List.of(right));
    }
    return negated ? new Condition.Not(comparison) : comparison;
  }

  /** Whether nothing follows that belongs to a comparison. */
  private boolean isOver() {
    return peek().kind() == Kind.END
        || List.of("AND", "OR", ")", "]").stream().anyMatch(peek()::is);
  }

  /** What can be known to be wrong before a run is said before it. */
  private static void checkLiteral(
      Condition.Operator operator, Condition.Value value, int position) {
    if (value.variable()) {
      return;
    }
    switch (operator) {
      case MATCHES -> {
        try {
          Pattern.compile(value.text());
        } catch (PatternSyntaxException e) {
          throw new ConditionSyntaxException(
              position, "not a regular expression of RE2: " + e.getDescription());
        }
      }
      case ISSUBSET, ISSUPERSET -> {
        if (Network.parse(value.text()).isEmpty()) {
          throw new ConditionSyntaxException(position, "not an IP address or network");
        }
      }
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {}
      case LIKE, EXISTS, IS_TRUE -> {}
    }
  }

  private Condition.@Nullable Operator operator() {
    Token token = peek();
    boolean word = token.kind() == Kind.WORD;
    Condition.Operator operator =
        switch (word ? token.text().toUpperCase(Locale.ROOT) : token.text()) {
          case "=", "==" -> Condition.Operator.EQUAL;
          case "!=", "<>" -> Condition.Operator.NOT_EQUAL;
          case "<" -> Condition.Operator.LESS;
          case "<=" -> Condition.Operator.LESS_OR_EQUAL;
          case ">" -> Condition.Operator.GREATER;
          case ">=" -> Condition.Operator.GREATER_OR_EQUAL;
          case "LIKE" -> Condition.Operator.LIKE;
          case "MATCHES" -> Condition.Operator.MATCHES;
          case "ISSUBSET" -> Condition.Operator.ISSUBSET;
          case "ISSUPERSET" -> Condition.Operator.ISSUPERSET;
          default -> null;
        };
    if (token.kind() == Kind.TEXT) {
      operator = null;
    }
    if (operator != null) {
      next++;
    }
    return operator;
  }

  private List<Condition.Value> list() {
    if (!take("(")) {
      throw unexpected("(");
    }
    List<Condition.Value> values = new ArrayList<>();
    do {
      values.add(right());
    } while (take(","));
    if (!take(")")) {
      throw unexpected(")");
    }
    return values;
  }

  /** To the right of a comparison a single word can be nothing but a text. */
  private Condition.Value right() {
    Token token = peek();
    String word = token.text();
    boolean bare =
        token.kind() == Kind.WORD
            && !token.is("TRUE")
            && !token.is("FALSE")
            && !word.endsWith(":value")
            && !KEYWORDS.contains(word.toUpperCase(Locale.ROOT));
    if (!bare) {
      return value();
    }
    next++;
    loose.put(word, "'" + word + "'");
    return new Condition.Value(false, word);
  }

  private Condition.Value value() {
    Token token = peek();
    Condition.Value value =
        switch (token.kind()) {
          case VARIABLE -> new Condition.Value(true, token.text());
          case TEXT, NUMBER -> new Condition.Value(false, token.text());
          case WORD ->
              token.is("TRUE") || token.is("FALSE")
                  ? new Condition.Value(false, token.text().toLowerCase(Locale.ROOT))
                  : null;
          case SYMBOL, END -> null;
        };
    if (value == null) {
      throw unexpected("a variable or a value");
    }
    next++;
    return value;
  }

  private boolean take(String wanted) {
    if (peek().is(wanted)) {
      next++;
      return true;
    }
    return false;
  }

  private Token peek() {
    return tokens.get(next);
  }

  private ConditionSyntaxException unexpected(String wanted) {
    return new ConditionSyntaxException(
        peek().position(), "expected " + wanted + ", found " + peek().text());
  }
}
