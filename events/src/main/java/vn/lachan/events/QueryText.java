package vn.lachan.events;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.QuerySyntaxException.Code;

/**
 * Reads the text of a query, for both stores.
 *
 * <pre>
 *   any    = every { ( "OR" | "||" ) every }
 *   every  = part { [ "AND" | "&amp;&amp;" ] part }          side by side means AND
 *   part   = ( "NOT" | "!" | "-" ) part | "+" part | [ field ":" ] value | "(" any ")"
 *   value  = word | "\"" phrase "\"" | range | ( ">" | ">=" | "<" | "<=" ) word | "(" any ")"
 *   range  = ( "[" | "{" ) bound "TO" bound ( "]" | "}" )
 * </pre>
 *
 * <p>The result is a tree: nothing in the text can reach around what the store puts beside it.
 */
final class QueryText {
  private final QueryScanner scanner;
  private final SearchLimits limits;
  private final FieldCriteria criteria;
  private int clauses;
  private int depth;

  private QueryText(String text, SearchLimits limits, EcsSchema schema) {
    this.scanner = new QueryScanner(text);
    this.limits = limits;
    this.criteria = new FieldCriteria(schema, limits);
  }

  /**
   * Reads {@code text}.
   *
   * @throws QuerySyntaxException when it cannot be read or exceeds {@code limits}
   */
  static Criterion parse(String text, SearchLimits limits) {
    if (text.length() > limits.maxTextLength()) {
      throw new QuerySyntaxException(
          Code.TOO_COMPLEX,
          "the query has "
              + text.length()
              + " characters; at most "
              + limits.maxTextLength()
              + " are allowed");
    }
    if (text.isBlank()) {
      return new Criterion.All();
    }
    QueryText query = new QueryText(text, limits, EcsSchema.DEFAULT);
    Criterion criterion = query.any(null);
    if (!query.scanner.atEnd()) {
      throw new QuerySyntaxException(
          Code.PARENTHESIS, query.scanner.position(), "this parenthesis closes and none is open");
    }
    return criterion;
  }

  private Criterion any(@Nullable String field) {
    List<Criterion> parts = new ArrayList<>();
    do {
      parts.add(every(field));
      scanner.skipSpace();
    } while (scanner.takeOperator("OR") || scanner.take("||"));
    return Criterion.any(parts);
  }

  private Criterion every(@Nullable String field) {
    List<Criterion> parts = new ArrayList<>();
    parts.add(part(field));
    while (true) {
      scanner.skipSpace();
      if (scanner.takeOperator("AND") || scanner.take("&&")) {
        parts.add(part(field));
      } else if (scanner.atEnd() || scanner.peek() == ')' || orStandsHere()) {
        return Criterion.every(parts);
      } else {
        parts.add(part(field));
      }
    }
  }

  private boolean orStandsHere() {
    QueryScanner ahead = scanner.copy();
    return ahead.takeOperator("OR") || ahead.take("||");
  }

  private Criterion part(@Nullable String field) {
    scanner.skipSpace();
    if (++depth > limits.maxDepth()) {
      throw tooDeep();
    }
    try {
      if (scanner.takeOperator("NOT") || scanner.take("!") || scanner.take("-")) {
        return new Criterion.Not(part(field));
      } else if (scanner.take("+")) {
        return part(field);
      } else if (scanner.takeOperator("AND") || scanner.takeOperator("OR")) {
        throw new QuerySyntaxException(
            Code.UNEXPECTED, scanner.position() - 1, "something is missing before AND or OR");
      }
      return value(field);
    } finally {
      depth--;
    }
  }

  private Criterion value(@Nullable String field) {
    String named = scanner.takeField();
    String on = named == null ? field : named;
    if (scanner.peek() == '(') {
      return group(on);
    }
    if (++clauses > limits.maxClauses()) {
      throw new QuerySyntaxException(
          Code.TOO_COMPLEX,
          scanner.position(),
          "the query has more than " + limits.maxClauses() + " parts");
    }
    return switch (scanner.peek()) {
      case '"' -> phrase(on);
      case '[', '{' -> range(on);
      case '<', '>' -> comparison(on);
      default -> word(on);
    };
  }

  private Criterion group(@Nullable String field) {
    int start = scanner.position();
    scanner.take("(");
    Criterion inner = any(field);
    if (!scanner.take(")")) {
      throw new QuerySyntaxException(
          Code.PARENTHESIS, start, "the parenthesis that opens here is never closed");
    }
    scanner.takeNumberAfter('^');
    return inner;
  }

  private QuerySyntaxException tooDeep() {
    return new QuerySyntaxException(
        Code.TOO_COMPLEX,
        scanner.position(),
        "parentheses and negations are nested too deeply; at most "
            + limits.maxDepth()
            + " are allowed");
  }

  private Criterion phrase(@Nullable String field) {
    QueryWord phrase = scanner.takeQuoted();
    int slop = Math.max(0, scanner.takeNumberAfter('~'));
    scanner.takeNumberAfter('^');
    return criteria.phrase(field, phrase, slop);
  }

  private Criterion word(@Nullable String field) {
    QueryWord word = scanner.takeWord("");
    if (scanner.peek() == '~') {
      throw new QuerySyntaxException(
          Code.NOT_OFFERED,
          scanner.position(),
          "fuzzy words (~) are not offered; use * or ?, or write \\~ for the character");
    }
    scanner.takeNumberAfter('^');
    return criteria.word(field, word);
  }

  private Criterion comparison(@Nullable String field) {
    int start = scanner.position();
    boolean greater = scanner.take(">");
    if (!greater) {
      scanner.take("<");
    }
    boolean equal = scanner.take("=");
    QueryWord bound = scanner.peek() == '"' ? scanner.takeQuoted() : scanner.takeWord("");
    return greater
        ? criteria.range(field, new FieldCriteria.Bounds(bound, null, equal, true), start)
        : criteria.range(field, new FieldCriteria.Bounds(null, bound, true, equal), start);
  }

  private Criterion range(@Nullable String field) {
    int start = scanner.position();
    boolean withLower = scanner.take("[");
    if (!withLower) {
      scanner.take("{");
    }
    QueryWord lower = bound();
    scanner.skipSpace();
    if (!scanner.takeOperator("TO")) {
      throw new QuerySyntaxException(
          Code.RANGE, scanner.position(), "a range is written [from TO to]; TO is missing");
    }
    QueryWord upper = bound();
    scanner.skipSpace();
    boolean withUpper = scanner.take("]");
    if (!withUpper && !scanner.take("}")) {
      throw new QuerySyntaxException(
          Code.RANGE, start, "the range that opens here is never closed with ] or }");
    }
    scanner.takeNumberAfter('^');
    return criteria.range(
        field,
        new FieldCriteria.Bounds(
            lower.anything() ? null : lower, upper.anything() ? null : upper, withLower, withUpper),
        start);
  }

  private QueryWord bound() {
    scanner.skipSpace();
    return scanner.peek() == '"' ? scanner.takeQuoted() : scanner.takeWord("]}");
  }
}
