package vn.lachan.events;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.json.JsonData;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns what is asked into Elasticsearch's queries. */
final class ElasticsearchQueries {
  private static final Query ALL = Query.of(q -> q.matchAll(m -> m));
  private static final Set<String> ALWAYS_THERE =
      Set.of("@timestamp", FieldCriteria.ID, "event.ingested");

  private final EcsSchema schema;

  ElasticsearchQueries(EcsSchema schema) {
    this.schema = schema;
  }

  /**
   * The one place where the organisation filter is applied: every query of the store passes here.
   *
   * @param asked what somebody wants to see
   * @param time limits {@code @timestamp}
   * @param scope what they may see
   */
  static Query restrict(Query asked, TimeBounds time, OrganizationScope scope) {
    Query allowed =
        switch (scope) {
          case OrganizationScope.Province() -> ALL;
          case OrganizationScope.Units(var codes) when codes.isEmpty() ->
              Query.of(q -> q.matchNone(m -> m));
          case OrganizationScope.Units(var codes) -> {
            List<FieldValue> values =
                codes.stream().map(code -> FieldValue.of(Folding.cut(code))).toList();
            yield Query.of(q ->
                q.terms(
                    t -> t.field(ElasticsearchFields.ORGANIZATION).terms(v -> v.value(values))));
          }
        };
    List<Query> all = new ArrayList<>(List.of(allowed, asked));
    if (!time.everything()) {
      all.add(numbers(ElasticsearchFields.TIMESTAMP, time.first(), time.last()));
    }
    return Query.of(q -> q.bool(b -> b.filter(all)));
  }

  static Query byId(String id) {
    return Query.of(q -> q.ids(i -> i.values(EventKey.of(id))));
  }

  Query toQuery(Criterion criterion) {
    return switch (criterion) {
      case Criterion.All() -> ALL;
      case Criterion.And(var parts) -> bool(b -> b.filter(all(parts)));
      case Criterion.Or(var parts) -> any(all(parts));
      case Criterion.Not(var part) -> bool(b -> b.mustNot(toQuery(part)));
      case Criterion.Exists(var field) ->
          ALWAYS_THERE.contains(field) ? ALL : term(ElasticsearchFields.TERMS, field);
      case Criterion.Term(var field, var value) ->
          isId(field)
              ? term(ElasticsearchFields.ID, value)
              : term(ElasticsearchFields.TERMS, ElasticsearchFields.keywordTerm(field, value));
      case Criterion.TermPattern(var field, var pattern) ->
          isId(field)
              ? wildcard(ElasticsearchFields.ID, pattern)
              : wildcard(
                  ElasticsearchFields.TERMS,
                  ElasticsearchFields.keywordTerm(protect(field), pattern));
      case Criterion.Digest(var field, var digits, var whole) -> {
        String term = ElasticsearchFields.keywordTerm(field, digits);
        yield whole ? term(ElasticsearchFields.TERMS, term) : beginning(term);
      }
      case Criterion.TermRange range -> termRange(range);
      case Criterion.Words(var field, var text, var slop) ->
          any(
              List.of(
                  words(field, text, slop), words(ElasticsearchFields.text(field), text, slop)));
      case Criterion.WordPattern(var field, var pattern) ->
          any(
              List.of(
                  wildcard(field, pattern), wildcard(ElasticsearchFields.text(field), pattern)));
      case Criterion.IpRange(var field, var first, var last) ->
          range(field, IpText.text(first), IpText.text(last));
      case Criterion.LongRange(var field, var first, var last) ->
          schema.typeOf(field).isPresent()
              ? numbers(field, first, last)
              : terms(
                  ElasticsearchFields.wholeTerm(field, first),
                  ElasticsearchFields.wholeTerm(field, last));
      case Criterion.DoubleRange(var field, var first, var last) ->
          schema.typeOf(field).isPresent()
              ? fractions(field, first, last)
              : terms(
                  ElasticsearchFields.fractionTerm(field, first),
                  ElasticsearchFields.fractionTerm(field, last));
      case Criterion.DateRange(var field, var first, var last) ->
          numbers(ElasticsearchFields.date(field), first, last);
    };
  }

  private List<Query> all(List<Criterion> parts) {
    return parts.stream().map(this::toQuery).toList();
  }

  private static boolean isId(String field) {
    return FieldCriteria.ID.equals(field);
  }

  private static Query bool(UnaryOperator<BoolQuery.Builder> parts) {
    return Query.of(q -> q.bool(parts::apply));
  }

  private static Query any(List<Query> parts) {
    return bool(b -> b.should(parts).minimumShouldMatch("1"));
  }

  private static Query term(String field, String value) {
    return Query.of(q -> q.term(t -> t.field(field).value(value)));
  }

  private static Query beginning(String term) {
    return Query.of(q -> q.prefix(p -> p.field(ElasticsearchFields.TERMS).value(term)));
  }

  private static Query wildcard(String field, String pattern) {
    return Query.of(q -> q.wildcard(w -> w.field(field).value(pattern)));
  }

  /** {@code text} as part of a pattern, each character for itself. */
  private static String protect(String text) {
    return text.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?");
  }

  private static Query words(String field, String text, int slop) {
    return Query.of(
        q -> q.matchPhrase(m -> m.field(field).query(text).slop(slop).analyzer("standard")));
  }

  private static Query termRange(Criterion.TermRange range) {
    String field = range.field();
    String lower = range.lower();
    String upper = range.upper();
    if (isId(field)) {
      return range(ElasticsearchFields.ID, lower, range.withLower(), upper, range.withUpper());
    }
    return range(
        ElasticsearchFields.TERMS,
        ElasticsearchFields.keywordTerm(field, lower == null ? "" : lower),
        lower == null || range.withLower(),
        upper == null ? field + '\u0001' : ElasticsearchFields.keywordTerm(field, upper),
        upper != null && range.withUpper());
  }

  private static Query range(
      String field,
      @Nullable String lower,
      boolean withLower,
      @Nullable String upper,
      boolean withUpper) {
    return Query.of(q ->
        q.range(r ->
            r.term(t -> {
              t.field(field);
              if (lower != null && withLower) {
                t.gte(lower);
              } else if (lower != null) {
                t.gt(lower);
              }
              if (upper != null && withUpper) {
                t.lte(upper);
              } else if (upper != null) {
                t.lt(upper);
              }
              return t;
            })));
  }

  private static Query range(String field, String first, String last) {
    return range(field, first, true, last, true);
  }

  private static Query terms(String first, String last) {
    return range(ElasticsearchFields.TERMS, first, last);
  }

  private static Query numbers(String field, long first, long last) {
    return Query.of(q ->
        q.range(r ->
            r.untyped(u -> {
              u.field(field);
              if (first != Long.MIN_VALUE) {
                u.gte(JsonData.of(first));
              }
              if (last != Long.MAX_VALUE) {
                u.lte(JsonData.of(last));
              }
              return u;
            })));
  }

  private static Query fractions(String field, double first, double last) {
    return Query.of(q ->
        q.range(r ->
            r.untyped(u -> {
              u.field(field);
              if (Double.isFinite(first)) {
                u.gte(JsonData.of(first));
              }
              if (Double.isFinite(last)) {
                u.lte(JsonData.of(last));
              }
              return u;
            })));
  }
}
