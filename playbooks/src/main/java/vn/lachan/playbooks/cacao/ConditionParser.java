package vn.lachan.playbooks.cacao;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Condition} by recursive descent; for one thread, used once. */
final class ConditionParser {
  private static final int MAX_LENGTH = 4_000;
  private static final int MAX_DEPTH = 50;
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*+(?:(?<variable>__[A-Za-z][A-Za-z0-9_-]{0,240}?__):value"
              + "|'(?<text>(?:[^'\\\\]|\\\\.)*+)'"
              + "|(?<number>[+-]?\\d++(?:\\.\\d++)?)"
              + "|(?<symbol>==|!=|<>|<=|>=|[=<>()\\[\\],])"
              + "|(?<word>[A-Za-z]++))");

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
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
    while (position < source.length() && !source.substring(position).isBlank()) {
      if (!matcher.region(position, source.length()).lookingAt()) {
        throw new ConditionSyntaxException(position + 1, "cannot be read from here");
      }
      tokens.add(token(matcher, position + 1));
      position = matcher.end();
    }
    tokens.add(new Token(Kind.END, "the end", source.length() + 1));
  }

  private static Token token(Matcher matcher, int position) {
    String variable = matcher.group("variable");
    if (variable != null) {
      return new Token(Kind.VARIABLE, variable, position);
    }
    String text = matcher.group("text");
    if (text != null) {
      return new Token(Kind.TEXT, text.replaceAll("\\\\(.)", "$1"), position);
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
    Condition.Value left = value();
    boolean negated = take("NOT");
    Condition comparison;
    if (take("IN")) {
      comparison = new Condition.Comparison(left, Condition.Operator.EQUAL, list());
    } else if (take("LIKE")) {
      comparison = new Condition.Comparison(left, Condition.Operator.LIKE, List.of(value()));
    } else {
      Condition.Operator operator = negated ? null : operator();
      if (operator == null) {
        throw unexpected("a comparison that is supported");
      }
      comparison = new Condition.Comparison(left, operator, List.of(value()));
    }
    return negated ? new Condition.Not(comparison) : comparison;
  }

  private Condition.@Nullable Operator operator() {
    Condition.Operator operator =
        switch (peek().kind() == Kind.SYMBOL ? peek().text() : "") {
          case "=", "==" -> Condition.Operator.EQUAL;
          case "!=", "<>" -> Condition.Operator.NOT_EQUAL;
          case "<" -> Condition.Operator.LESS;
          case "<=" -> Condition.Operator.LESS_OR_EQUAL;
          case ">" -> Condition.Operator.GREATER;
          case ">=" -> Condition.Operator.GREATER_OR_EQUAL;
          default -> null;
        };
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
      values.add(value());
    } while (take(","));
    if (!take(")")) {
      throw unexpected(")");
    }
    return values;
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
