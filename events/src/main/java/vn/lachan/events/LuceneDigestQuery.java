package vn.lachan.events;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Finds a digest by its leading bytes, which are all that the index has of it, and compares the
 * rest in the stored event. So an answer is exact, and costs the reading of an event for each that
 * has these bytes: usually one.
 */
final class LuceneDigestQuery extends Query {
  /** Bytes of a digest in the index: enough to tell the events of years apart. */
  static final int LEADING = Digits.FEWEST / 2;

  private final String field;
  private final String digits;
  private final boolean whole;

  /**
   * @param field of the event
   * @param digits hexadecimal, lower case
   * @param whole whether they are all digits of the digest, not its beginning
   */
  LuceneDigestQuery(String field, String digits, boolean whole) {
    this.field = field;
    this.digits = digits;
    this.whole = whole;
  }

  /**
   * The bytes in the index of a digest that begins with {@code digits} and goes on with {@code
   * rest}.
   */
  static BytesRef leadingBytes(String digits, char rest) {
    String leading = digits.substring(0, Math.min(digits.length(), Digits.FEWEST));
    String filled = leading + String.valueOf(rest).repeat(Digits.FEWEST - leading.length());
    return new BytesRef(HexFormat.of().parseHex(filled));
  }

  private Query candidates() {
    String name = LuceneFields.digest(field);
    BytesRef first = leadingBytes(digits, '0');
    return digits.length() >= Digits.FEWEST
        ? new TermQuery(new Term(name, first))
        : new TermRangeQuery(name, first, leadingBytes(digits, 'f'), true, true);
  }

  @Override
  public Query rewrite(IndexSearcher searcher) {
    return whole || digits.length() > Digits.FEWEST ? this : candidates();
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost)
      throws IOException {
    Weight candidates = searcher.createWeight(candidates(), ScoreMode.COMPLETE_NO_SCORES, boost);
    return new ConstantScoreWeight(this, boost) {
      @Override
      public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext segment) throws IOException {
        Scorer found = candidates.scorer(segment);
        return found == null ? null : new DefaultScorerSupplier(compared(found, segment.reader()));
      }

      private Scorer compared(Scorer found, LeafReader segment) {
        return new ConstantScoreScorer(score(), mode, comparing(found.iterator(), segment));
      }

      @Override
      public boolean isCacheable(LeafReaderContext segment) {
        return true;
      }
    };
  }

  private TwoPhaseIterator comparing(DocIdSetIterator candidates, LeafReader segment) {
    return new TwoPhaseIterator(candidates) {
      @Override
      public boolean matches() throws IOException {
        return fits(LuceneSource.read(segment, approximation.docID()).get(field));
      }

      @Override
      public float matchCost() {
        return 10_000; // a block of stored events is read
      }
    };
  }

  private boolean fits(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case List<?> list -> list.stream().anyMatch(this::fits);
      default -> {
        String digest = Digits.of(value.toString());
        yield digest != null && (whole ? digest.equals(digits) : digest.startsWith(digits));
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String named) {
    return LuceneFields.digest(field) + ":" + digits + (whole ? "" : "*");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LuceneDigestQuery query
        && field.equals(query.field)
        && digits.equals(query.digits)
        && whole == query.whole;
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), field, digits, whole);
  }
}
