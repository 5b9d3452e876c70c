package vn.lachan.events;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.InetAddressPoint;
import org.apache.lucene.document.InvertableType;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;

/** Turns events into documents and back; safe for use by several threads. */
final class LuceneDocuments {
  private static final FieldType TERM = termType(DocValuesType.NONE);
  private static final FieldType TERM_AND_VALUE = termType(DocValuesType.SORTED_SET);
  private static final FieldType ID = termType(DocValuesType.BINARY);

  private final EcsSchema schema;
  private final LongAdder misfits = new LongAdder();
  private final LongAdder truncated = new LongAdder();

  LuceneDocuments(EcsSchema schema) {
    this.schema = schema;
  }

  private static FieldType termType(DocValuesType docValues) {
    FieldType type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS);
    type.setOmitNorms(true);
    type.setTokenized(false);
    type.setDocValuesType(docValues);
    type.freeze();
    return type;
  }

  /** How many values did not fit the type of their field and became keywords. */
  long misfits() {
    return misfits.sum();
  }

  /** How many values were too long to be indexed whole. */
  long truncated() {
    return truncated.sum();
  }

  /** The document of {@code event}, with everything that can be searched. */
  List<IndexableField> toDocument(Event event, BytesRef id) {
    List<IndexableField> document = bareDocument(event, id);
    event
        .fields()
        .forEach((name, value) -> {
          if (value instanceof List<?> list) {
            for (Object one : list) {
              addValue(document, name, one);
            }
          } else {
            addValue(document, name, value);
          }
        });
    return document;
  }

  /** Only what every event has: found by id, time and unit, readable whole. */
  List<IndexableField> bareDocument(Event event, BytesRef id) {
    List<IndexableField> document = new ArrayList<>(64);
    document.add(new Term(LuceneFields.ID, id, ID));
    long timestamp = TimeBounds.millis(event.timestamp());
    document.add(new LongPoint(LuceneFields.TIMESTAMP, timestamp));
    document.add(new NumericDocValuesField(LuceneFields.TIMESTAMP, timestamp));
    long ingested = TimeBounds.millis(event.ingested());
    document.add(new LongPoint(LuceneFields.INGESTED, ingested));
    document.add(new NumericDocValuesField(LuceneFields.INGESTED, ingested));
    String organization = event.organization();
    if (!organization.isEmpty()) {
      document.add(
          new Term(LuceneFields.ORGANIZATION, new BytesRef(Folding.cut(organization)), TERM));
    }
    LuceneSource.add(document, event);
    return document;
  }

  /** The document of an event that cannot be indexed; a query can ask for such events. */
  List<IndexableField> unsearchableDocument(Event event, BytesRef id) {
    List<IndexableField> document = bareDocument(event, id);
    document.add(
        new Term(LuceneFields.keyword(EventStore.PARTLY), new BytesRef("*"), TERM_AND_VALUE));
    return document;
  }

  private static void addPartly(List<IndexableField> document, String field) {
    document.add(
        new Term(
            LuceneFields.keyword(EventStore.PARTLY),
            new BytesRef(Folding.lower(Folding.cut(field))),
            TERM_AND_VALUE));
  }

  private void addValue(List<IndexableField> document, String field, Object value) {
    if (field.indexOf(' ') >= 0) {
      addPartly(document, field);
    }
    EcsSchema.Typed typed = schema.fit(field, value);
    if (typed.misfit()) {
      misfits.increment();
    }
    switch (typed.type()) {
      case KEYWORD, BOOLEAN -> addKeyword(document, field, typed.value().toString());
      case DIGEST -> addDigest(document, field, typed.value().toString());
      case TEXT -> addText(document, field, typed.value().toString());
      case IP -> addAddress(document, field, (InetAddress) typed.value());
      case LONG, DATE -> addWhole(document, field, (Long) typed.value());
      case DOUBLE ->
          document.add(
              new DoubleField(
                  LuceneFields.fraction(field), (Double) typed.value(), Field.Store.NO));
    }
  }

  private void addKeyword(List<IndexableField> document, String field, String value) {
    String name = LuceneFields.keyword(field);
    String indexed = Folding.cut(value);
    if (indexed.length() < value.length()) {
      truncated.increment();
      addPartly(document, field);
    }
    String lower = Folding.lower(indexed);
    BytesRef exact = new BytesRef(indexed);
    if (lower.equals(indexed)) {
      document.add(new Term(name, exact, TERM_AND_VALUE));
    } else {
      document.add(new Term(name, new BytesRef(lower), TERM));
      document.add(new SortedSetDocValuesField(name, exact));
    }
    String plain = Folding.withoutAccents(lower);
    if (!plain.equals(lower)) {
      document.add(new Term(name, new BytesRef(plain), TERM));
    }
  }

  private static void addDigest(List<IndexableField> document, String field, String digits) {
    document.add(
        new Term(LuceneFields.digest(field), LuceneDigestQuery.leadingBytes(digits, '0'), TERM));
    document.add(new Term(LuceneFields.DIGESTS, new BytesRef(Folding.cut(field)), TERM));
  }

  private static void addText(List<IndexableField> document, String field, String value) {
    String name = LuceneFields.text(field);
    String text = Folding.isAscii(value) ? value : Folding.composed(value);
    document.add(new TextField(name, text, Field.Store.NO));
  }

  private static void addAddress(List<IndexableField> document, String field, InetAddress address) {
    String name = LuceneFields.address(field);
    document.add(new InetAddressPoint(name, address));
    document.add(new SortedSetDocValuesField(name, new BytesRef(InetAddressPoint.encode(address))));
  }

  private static void addWhole(List<IndexableField> document, String field, long value) {
    document.add(new LongField(LuceneFields.whole(field), value, Field.Store.NO));
  }

  /** One term, without a token stream. */
  private static final class Term extends Field {
    Term(String name, BytesRef value, FieldType type) {
      super(name, value, type);
    }

    @Override
    public InvertableType invertableType() {
      return InvertableType.BINARY;
    }
  }
}
