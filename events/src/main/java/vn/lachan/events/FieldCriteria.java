package vn.lachan.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.lachan.events.Criterion.DateRange;
import vn.lachan.events.Criterion.Digest;
import vn.lachan.events.Criterion.DoubleRange;
import vn.lachan.events.Criterion.Exists;
import vn.lachan.events.Criterion.IpRange;
import vn.lachan.events.Criterion.LongRange;
import vn.lachan.events.Criterion.Term;
import vn.lachan.events.Criterion.TermPattern;
import vn.lachan.events.Criterion.TermRange;
import vn.lachan.events.Criterion.WordPattern;
import vn.lachan.events.Criterion.Words;
import vn.lachan.events.QuerySyntaxException.Code;

/** Turns one field and value of a query's text into what is compared, after the field's type. */
final class FieldCriteria {
  static final String ID = "event.id";
  static final String EXISTS = "_exists_";
  private static final List<String> BARE_WORDS = List.of(EcsField.MESSAGE, EcsField.EVENT_ORIGINAL);
  private static final int MAX_WILDCARDS = 10;

  private final EcsSchema schema;
  private final SearchLimits limits;

  FieldCriteria(EcsSchema schema, SearchLimits limits) {
    this.schema = schema;
    this.limits = limits;
  }

  /** The two ends of a range; null for none. */
  record Bounds(
      @Nullable QueryWord lower, @Nullable QueryWord upper, boolean withLower, boolean withUpper) {}

  /** What stands between quotation marks: one whole value, or words in a row. */
  Criterion phrase(@Nullable String field, QueryWord phrase, int slop) {
    if (field == null) {
      return Criterion.any(
          BARE_WORDS.stream().<Criterion>map(f -> new Words(f, words(phrase), slop)).toList());
    }
    return equal(field, phrase, slop);
  }

  /** What stands without quotation marks. */
  Criterion word(@Nullable String field, QueryWord word) {
    if (word.anything()) {
      return field == null || "*".equals(field) ? new Criterion.All() : new Exists(field);
    }
    if (EXISTS.equals(field)) {
      return new Exists(word.text());
    }
    if (!word.wildcard()) {
      return field == null ? phrase(null, word, 0) : equal(field, word, 0);
    }
    checkPattern(word);
    if (field == null) {
      String pattern = Folding.lower(word.pattern());
      return Criterion.any(
          BARE_WORDS.stream().<Criterion>map(f -> new WordPattern(f, pattern)).toList());
    }
    return like(field, word);
  }

  private void checkPattern(QueryWord word) {
    char first = word.pattern().charAt(0);
    if (!limits.leadingWildcards() && (first == '*' || first == '?')) {
      throw new QuerySyntaxException(
          Code.WILDCARD, word.position(), "a word may not begin with * or ? here");
    }
    long wildcards = word.text().chars().filter(c -> c == '*' || c == '?').count();
    if (wildcards > MAX_WILDCARDS) {
      throw new QuerySyntaxException(
          Code.TOO_COMPLEX,
          word.position(),
          "a word may hold at most " + MAX_WILDCARDS + " of * and ?");
    }
  }

  private Criterion like(String field, QueryWord word) {
    FieldType type = schema.typeOf(field).orElse(FieldType.KEYWORD);
    return switch (type) {
      case TEXT -> new WordPattern(field, Folding.lower(word.pattern()));
      case KEYWORD, BOOLEAN -> new TermPattern(field, keyword(field, word.pattern()));
      case DIGEST -> likeDigest(field, word);
      case IP ->
          IpText.range(word.text())
              .<Criterion>map(range -> new IpRange(field, range.first(), range.last()))
              .orElseThrow(() ->
                  new QuerySyntaxException(
                      Code.ADDRESS,
                      word.position(),
                      field
                          + " holds addresses: write a network as 10.60.0.0/16 or 10.60.*,"
                          + " not "
                          + word.text()));
      case LONG, DOUBLE, DATE ->
          throw new QuerySyntaxException(
              Code.WILDCARD,
              word.position(),
              field + " holds numbers or dates: use a range such as [1 TO 9] instead of * or ?");
    };
  }

  /** A pattern that fits no digest can still fit a value that is none. */
  private static Criterion likeDigest(String field, QueryWord word) {
    String pattern = Folding.lower(word.pattern());
    String beginning = pattern.substring(0, Math.max(0, pattern.length() - 1));
    if (pattern.endsWith("*") && Digits.only(beginning)) {
      return new Digest(field, beginning, false);
    }
    String literal = pattern.replace("*", "").replace("?", "");
    if (literal.isEmpty() || Digits.only(literal)) {
      throw new QuerySyntaxException(
          Code.WILDCARD,
          word.position(),
          field + " holds digests: write the beginning of one, as in " + field + ":7676a499*");
    }
    return new TermPattern(field, keyword(field, word.pattern()));
  }

  private Criterion equal(String field, QueryWord word, int slop) {
    if (EXISTS.equals(field)) {
      return new Exists(word.text());
    }
    String text = word.text();
    Term asKeyword = new Term(field, keyword(field, text));
    Optional<FieldType> type = schema.typeOf(field);
    if (type.isEmpty()) {
      return byAnyType(asKeyword, text);
    }
    return switch (type.get()) {
      case TEXT -> new Words(field, words(word), slop);
      case KEYWORD -> asKeyword;
      case DIGEST -> {
        String digits = Digits.of(text);
        yield digits == null ? asKeyword : new Digest(field, digits, true);
      }
      case BOOLEAN -> new Term(field, text.toLowerCase(Locale.ROOT));
      case IP ->
          IpText.range(text)
              .<Criterion>map(range -> new IpRange(field, range.first(), range.last()))
              .orElse(asKeyword);
      case LONG -> {
        Long number = EcsSchema.wholeNumber(text);
        yield number == null ? asKeyword : new LongRange(field, number, number);
      }
      case DOUBLE -> {
        Double number = EcsSchema.number(text);
        yield number == null ? asKeyword : new DoubleRange(field, number, number);
      }
      case DATE ->
          DateText.parse(text, limits.zone())
              .<Criterion>map(date -> new DateRange(field, date.from(), date.to()))
              .orElse(asKeyword);
    };
  }

  /** A field whose type depends on its values may hold this text, or the number it reads as. */
  private static Criterion byAnyType(Term asKeyword, String text) {
    List<Criterion> parts = new ArrayList<>();
    parts.add(asKeyword);
    Long whole = EcsSchema.wholeNumber(text);
    if (whole != null) {
      parts.add(new LongRange(asKeyword.field(), whole, whole));
    }
    Double number = EcsSchema.number(text);
    if (number != null) {
      parts.add(new DoubleRange(asKeyword.field(), number, number));
    }
    return Criterion.any(parts);
  }

  /** Values between two bounds; {@code position} is where the range begins. */
  Criterion range(@Nullable String field, Bounds bounds, int position) {
    if (field == null || EXISTS.equals(field)) {
      throw new QuerySyntaxException(
          Code.RANGE, position, "a range needs a field, as in source.port:[1 TO 1023]");
    }
    if (bounds.lower() == null && bounds.upper() == null) {
      return new Exists(field);
    }
    Optional<FieldType> type = schema.typeOf(field);
    if (type.isEmpty()) {
      return rangeByAnyType(field, bounds);
    }
    return switch (type.get()) {
      case KEYWORD, BOOLEAN -> termRange(field, bounds);
      case TEXT ->
          throw new QuerySyntaxException(
              Code.RANGE, position, field + " holds sentences: a range has no meaning there");
      case DIGEST ->
          throw new QuerySyntaxException(
              Code.RANGE, position, field + " holds digests: a range has no meaning there");
      case IP -> FieldRanges.addresses(field, bounds);
      case LONG -> FieldRanges.whole(field, bounds);
      case DOUBLE -> FieldRanges.numbers(field, bounds);
      case DATE -> FieldRanges.dates(field, bounds, limits.zone());
    };
  }

  private static Criterion rangeByAnyType(String field, Bounds bounds) {
    if (isNumber(bounds.lower()) && isNumber(bounds.upper())) {
      List<Criterion> parts = new ArrayList<>();
      parts.add(FieldRanges.wholeWithin(field, bounds));
      parts.add(FieldRanges.numbers(field, bounds));
      return Criterion.any(parts);
    }
    return termRange(field, bounds);
  }

  private static boolean isNumber(@Nullable QueryWord bound) {
    return bound == null || EcsSchema.number(bound.text()) != null;
  }

  private static Criterion termRange(String field, Bounds bounds) {
    return new TermRange(
        field,
        bounds.lower() == null ? null : keyword(field, bounds.lower().text()),
        bounds.upper() == null ? null : keyword(field, bounds.upper().text()),
        bounds.withLower(),
        bounds.withUpper());
  }

  /** Ids are compared as they are; every other keyword without regard to case. */
  private static String keyword(String field, String text) {
    return ID.equals(field) ? EventKey.of(text) : Folding.lower(Folding.cut(text));
  }

  private static String words(QueryWord word) {
    return Folding.composed(word.text());
  }
}
