package vn.lachan.events;

/**
 * Names of what the store adds to an event in Elasticsearch, all below one root that no event may
 * use for itself, and the form of the terms by which keywords are found.
 *
 * <p>The event's own fields are mapped as ECS has it, for aggregations and for other tools. What
 * the query language needs beyond that (case, accents, presence, values of changing type) is in one
 * keyword field, {@link #TERMS}: so the number of mapped fields stays small and no analysis plugin
 * is needed.
 */
final class ElasticsearchFields {
  static final String ROOT = "lachan_index";

  /** {@link EventKey}; also the document's id. */
  static final String ID = ROOT + ".id";

  /** {@code @timestamp} in epoch milliseconds. */
  static final String TIMESTAMP = ROOT + ".timestamp";

  /** {@code event.ingested} in epoch milliseconds. */
  static final String INGESTED = ROOT + ".ingested";

  /** Code of the unit the event belongs to, exactly as given; what the scope is compared with. */
  static final String ORGANIZATION = ROOT + ".organization";

  /** Presence, search forms of keywords, numbers of fields without a type. */
  static final String TERMS = ROOT + ".terms";

  /** Only where the event could not be mapped: the event as JSON text. */
  static final String SOURCE = ROOT + ".source";

  private static final String TEXT = ROOT + ".text.";
  private static final String DATES = ROOT + ".dates.";

  /** Where the forms of a text beside the given one are: composed, and without accents. */
  static String text(String field) {
    return TEXT + field;
  }

  /** Where a date is in epoch milliseconds. */
  static String date(String field) {
    return switch (field) {
      case "@timestamp" -> TIMESTAMP;
      case "event.ingested" -> INGESTED;
      default -> DATES + field;
    };
  }

  static String keywordTerm(String field, String searchForm) {
    return field + '\u0000' + searchForm;
  }

  /** Whole numbers in an order of text that is the order of numbers. */
  static String wholeTerm(String field, long value) {
    return field + "\u0001l" + sortable(value);
  }

  /** Fractions in an order of text that is the order of numbers. */
  static String fractionTerm(String field, double value) {
    long bits = Double.doubleToLongBits(value);
    return field + "\u0001d" + sortable(bits ^ ((bits >> 63) & Long.MAX_VALUE));
  }

  private static String sortable(long value) {
    String digits = Long.toHexString(value ^ Long.MIN_VALUE);
    return "0".repeat(16 - digits.length()) + digits;
  }

  private ElasticsearchFields() {}
}
