package vn.lachan.detection.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A text with wildcards, anchored at both ends: {@code *} stands for any characters, {@code ?} for
 * exactly one.
 *
 * <p>Two neighbouring literals are always joined, and so are two neighbouring {@code *}.
 */
public record TextPattern(List<Token> tokens) {

  /** A piece of the pattern. */
  public sealed interface Token {}

  /** These characters. */
  public record Literal(String text) implements Token {}

  /** A wildcard. */
  public enum Wildcard implements Token {
    /** Any number of characters, also none. */
    ANY,
    /** One character. */
    ONE
  }

  public TextPattern {
    tokens = joined(tokens);
  }

  private static List<Token> joined(List<Token> tokens) {
    List<Token> result = new ArrayList<>(tokens.size());
    for (Token token : tokens) {
      Token last = result.isEmpty() ? Wildcard.ONE : result.getLast();
      boolean repeated = token == Wildcard.ANY && last == Wildcard.ANY;
      boolean nothing = token instanceof Literal(String text) && text.isEmpty();
      if (token instanceof Literal(String text) && last instanceof Literal(String before)) {
        result.set(result.size() - 1, new Literal(before + text));
      } else if (!repeated && !nothing) {
        result.add(token);
      }
    }
    return List.copyOf(result);
  }

  /**
   * Reads a value as it stands in a rule. A backslash escapes a wildcard or a backslash and is
   * itself before anything else (specification 2.1.0, "Escape Character").
   */
  public static TextPattern parse(String written) {
    List<Token> tokens = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '\\' && i + 1 < written.length() && "\\*?".indexOf(written.charAt(i + 1)) >= 0) {
        literal.append(written.charAt(++i));
      } else if (c == '*' || c == '?') {
        tokens.add(new Literal(literal.toString()));
        literal.setLength(0);
        tokens.add(c == '*' ? Wildcard.ANY : Wildcard.ONE);
      } else {
        literal.append(c);
      }
    }
    tokens.add(new Literal(literal.toString()));
    return new TextPattern(tokens);
  }

  /** The pattern that only {@code text} fits. */
  public static TextPattern literal(String text) {
    return new TextPattern(List.of(new Literal(text)));
  }

  public boolean hasWildcards() {
    return tokens.stream().anyMatch(Wildcard.class::isInstance);
  }

  /** The text without wildcards; of a pattern that has some, only its literal pieces. */
  public String literalText() {
    StringBuilder text = new StringBuilder();
    for (Token token : tokens) {
      if (token instanceof Literal(String piece)) {
        text.append(piece);
      }
    }
    return text.toString();
  }

  /** The pattern with {@code *} before it. */
  TextPattern anythingBefore() {
    List<Token> longer = new ArrayList<>(tokens);
    longer.addFirst(Wildcard.ANY);
    return new TextPattern(longer);
  }

  /** The pattern with {@code *} behind it. */
  TextPattern anythingAfter() {
    List<Token> longer = new ArrayList<>(tokens);
    longer.add(Wildcard.ANY);
    return new TextPattern(longer);
  }

  /** The pattern with every literal piece changed. */
  TextPattern mapLiterals(UnaryOperator<String> change) {
    List<Token> changed = new ArrayList<>(tokens.size());
    for (Token token : tokens) {
      changed.add(token instanceof Literal(String text) ? new Literal(change.apply(text)) : token);
    }
    return new TextPattern(changed);
  }
}
