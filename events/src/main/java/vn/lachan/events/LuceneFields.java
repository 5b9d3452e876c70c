package vn.lachan.events;

import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * Names of the fields in the index. One field of an event can have values of several types, so the
 * type is part of the name; what comes from an event cannot collide with what the store adds.
 */
final class LuceneFields {
  /** The id: inverted, and in doc values for the order of pages. */
  static final String ID = "_id";

  /** Code of the unit the event belongs to, exactly as given; what the scope is compared with. */
  static final String ORGANIZATION = "_organization";

  /** The values of the event, or the whole of it, as JSON; stored only: {@link LuceneSource}. */
  static final String SOURCE = "_source";

  /** The names of the event's fields; doc values only. */
  static final String NAMES = "_names";

  /** Names of the fields that hold a digest: inverted, because those fields cannot tell. */
  static final String DIGESTS = "_digests";

  /** {@code @timestamp} in epoch milliseconds: points and doc values. */
  static final String TIMESTAMP = "_timestamp";

  /** {@code event.ingested} in epoch milliseconds: points and doc values. */
  static final String INGESTED = "_ingested";

  /** Inverted search forms; exact values in doc values. Also holds booleans and misfits. */
  static String keyword(String field) {
    return "k:" + field;
  }

  /** The first {@link LuceneDigestQuery#LEADING} bytes of a digest, inverted. */
  static String digest(String field) {
    return "h:" + field;
  }

  static String text(String field) {
    return "t:" + field;
  }

  static String address(String field) {
    return "i:" + field;
  }

  /** Whole numbers, and dates in epoch milliseconds. */
  static String whole(String field) {
    return switch (field) {
      case "@timestamp" -> TIMESTAMP;
      case "event.ingested" -> INGESTED;
      default -> "l:" + field;
    };
  }

  static String fraction(String field) {
    return "d:" + field;
  }

  /**
   * What is asked for: words after Unicode's rules, in lower case. The same as Elasticsearch's
   * standard analyzer.
   */
  static Analyzer analyzer() {
    return analyzer(words -> words);
  }

  /** What is stored: the same words, and beside each with accents the one without. */
  static Analyzer storingAnalyzer() {
    return analyzer(LucenePlainForms::new);
  }

  private static Analyzer analyzer(UnaryOperator<TokenStream> last) {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        StandardTokenizer words = new StandardTokenizer();
        return new TokenStreamComponents(words, last.apply(new LowerCaseFilter(words)));
      }

      @Override
      protected TokenStream normalize(String field, TokenStream in) {
        return new LowerCaseFilter(in);
      }

      @Override
      public int getPositionIncrementGap(String field) {
        return 100; // keeps phrases from running over into the next value of a list
      }
    };
  }

  private LuceneFields() {}
}
