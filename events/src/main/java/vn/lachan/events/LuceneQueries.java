package vn.lachan.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.InetAddressPoint;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Turns what is asked into Lucene's queries. */
final class LuceneQueries {
  private static final Query ALL = MatchAllDocsQuery.INSTANCE;
  private static final Set<String> ALWAYS_THERE =
      Set.of("@timestamp", FieldCriteria.ID, "event.ingested");

  private final Analyzer analyzer;

  LuceneQueries(Analyzer analyzer) {
    this.analyzer = analyzer;
  }

  /**
   * The one place where the organisation filter is applied: every query of the store passes here.
   *
   * @param asked what somebody wants to see
   * @param time empty when all events of the partition lie inside
   * @param scope what they may see
   */
  static Query restrict(Query asked, Optional<TimeBounds> time, OrganizationScope scope) {
    Query allowed =
        switch (scope) {
          case OrganizationScope.Province() -> ALL;
          case OrganizationScope.Units(var codes) when codes.isEmpty() -> MatchNoDocsQuery.INSTANCE;
          case OrganizationScope.Units(var codes) ->
              new TermInSetQuery(
                  LuceneFields.ORGANIZATION,
                  codes.stream().map(code -> new BytesRef(Folding.cut(code))).toList());
        };
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(allowed, Occur.FILTER);
    all.add(asked, Occur.FILTER);
    time.ifPresent(bounds ->
        all.add(within(LuceneFields.TIMESTAMP, bounds.first(), bounds.last()), Occur.FILTER));
    return new ConstantScoreQuery(all.build());
  }

  static Query byId(String id) {
    return new TermQuery(new Term(LuceneFields.ID, EventKey.of(id)));
  }

  Query toQuery(Criterion criterion) {
    return switch (criterion) {
      case Criterion.All() -> ALL;
      case Criterion.And(var parts) -> combine(parts, Occur.FILTER);
      case Criterion.Or(var parts) -> combine(parts, Occur.SHOULD);
      case Criterion.Not(var part) ->
          new BooleanQuery.Builder()
              .add(ALL, Occur.FILTER)
              .add(toQuery(part), Occur.MUST_NOT)
              .build();
      case Criterion.Exists(var field) -> exists(field);
      case Criterion.Term(var field, var value) -> new TermQuery(new Term(term(field), value));
      case Criterion.TermPattern(var field, var pattern) ->
          new WildcardQuery(new Term(term(field), pattern));
      case Criterion.Digest(var field, var digits, var whole) -> digest(field, digits, whole);
      case Criterion.TermRange range -> termRange(range);
      case Criterion.Words(var field, var text, var slop) ->
          words(LuceneFields.text(field), text, slop);
      case Criterion.WordPattern(var field, var pattern) ->
          new WildcardQuery(new Term(LuceneFields.text(field), pattern));
      case Criterion.IpRange(var field, var first, var last) -> addresses(field, first, last);
      case Criterion.LongRange(var field, var first, var last) ->
          LongField.newRangeQuery(LuceneFields.whole(field), first, last);
      case Criterion.DoubleRange(var field, var first, var last) ->
          DoubleField.newRangeQuery(LuceneFields.fraction(field), first, last);
      case Criterion.DateRange(var field, var first, var last) ->
          ALWAYS_THERE.contains(field)
              ? within(LuceneFields.whole(field), first, last)
              : LongField.newRangeQuery(LuceneFields.whole(field), first, last);
    };
  }

  private Query combine(List<Criterion> parts, Occur occur) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    parts.forEach(part -> all.add(toQuery(part), occur));
    return all.build();
  }

  private static String term(String field) {
    return FieldCriteria.ID.equals(field) ? LuceneFields.ID : LuceneFields.keyword(field);
  }

  private static Query exists(String field) {
    if (ALWAYS_THERE.contains(field)) {
      return ALL;
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (String name :
        List.of(
            LuceneFields.keyword(field),
            LuceneFields.whole(field),
            LuceneFields.fraction(field),
            LuceneFields.address(field),
            LuceneFields.text(field))) {
      any.add(new FieldExistsQuery(name), Occur.SHOULD);
    }
    any.add(new TermQuery(new Term(LuceneFields.DIGESTS, Folding.cut(field))), Occur.SHOULD);
    return any.build();
  }

  /** Also finds what is kept as a keyword: a value that is no digest, or any of before. */
  private static Query digest(String field, String digits, boolean whole) {
    Term keyword = new Term(LuceneFields.keyword(field), digits);
    return new BooleanQuery.Builder()
        .add(new LuceneDigestQuery(field, digits, whole), Occur.SHOULD)
        .add(whole ? new TermQuery(keyword) : new PrefixQuery(keyword), Occur.SHOULD)
        .build();
  }

  private static Query termRange(Criterion.TermRange range) {
    return new TermRangeQuery(
        term(range.field()),
        bytes(range.lower()),
        bytes(range.upper()),
        range.withLower(),
        range.withUpper());
  }

  private static @Nullable BytesRef bytes(@Nullable String bound) {
    return bound == null ? null : new BytesRef(bound);
  }

  private static Query addresses(String field, InetAddress first, InetAddress last) {
    String name = LuceneFields.address(field);
    if (first instanceof Inet4Address && first.equals(last)) {
      return InetAddressPoint.newExactQuery(name, first);
    }
    return InetAddressPoint.newRangeQuery(name, first, last);
  }

  private static Query within(String name, long first, long last) {
    return new IndexOrDocValuesQuery(
        LongPoint.newRangeQuery(name, first, last),
        NumericDocValuesField.newSlowRangeQuery(name, first, last));
  }

  /** The words of {@code text} in a row; nothing when it holds none. */
  private Query words(String name, String text, int slop) {
    PhraseQuery.Builder phrase = new PhraseQuery.Builder();
    phrase.setSlop(slop);
    int count = 0;
    int position = -1;
    Term last = new Term(name, "");
    try (TokenStream tokens = analyzer.tokenStream(name, text)) {
      TermToBytesRefAttribute bytes = tokens.addAttribute(TermToBytesRefAttribute.class);
      PositionIncrementAttribute step = tokens.addAttribute(PositionIncrementAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        position += step.getPositionIncrement();
        last = new Term(name, BytesRef.deepCopyOf(bytes.getBytesRef()));
        phrase.add(last, position);
        count++;
      }
      tokens.end();
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot fail to be read", e);
    }
    return switch (count) {
      case 0 -> MatchNoDocsQuery.INSTANCE;
      case 1 -> new TermQuery(last);
      default -> phrase.build();
    };
  }
}
