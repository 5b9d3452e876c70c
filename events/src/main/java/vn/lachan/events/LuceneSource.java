package vn.lachan.events;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * How an event stands in the index so that it reads back whole.
 *
 * <p>Events of one source have the same names of fields in the same order, so the names stand apart
 * from the values, once for all such events of a segment. The id and the times, which the index has
 * for itself, are stored only where it does not have them exactly; {@code event.hash}, which
 * nothing compresses, only where it is not the SHA-256 of {@code event.original}. An event whose
 * names cannot stand apart is stored whole, as all events were before.
 */
final class LuceneSource {
  private static final Set<String> STORED = Set.of(LuceneFields.SOURCE);
  private static final String TIMESTAMP = "@timestamp";
  private static final String INGESTED = "event.ingested";
  private static final List<String> OWN = List.of(TIMESTAMP, FieldCriteria.ID, INGESTED);
  private static final char END = '\n';

  /** Lucene's limit is 32,766. */
  private static final int LONGEST_NAMES = 16_384;

  /** Adds to {@code document} what {@link #read} needs, beside the fields every event has. */
  static void add(List<IndexableField> document, Event event) {
    BytesRef names = names(event);
    if (names == null) {
      document.add(new StoredField(LuceneFields.SOURCE, EventJson.toFlatBytes(event)));
    } else {
      document.add(new SortedDocValuesField(LuceneFields.NAMES, names));
      document.add(new StoredField(LuceneFields.SOURCE, values(event)));
    }
  }

  private static @Nullable BytesRef names(Event event) {
    StringBuilder names = new StringBuilder(1024);
    for (String name : event.fields().keySet()) {
      if (name.indexOf(END) >= 0) {
        return null;
      }
      names.append(name).append(END);
    }
    BytesRef bytes = new BytesRef(names);
    return bytes.length > LONGEST_NAMES ? null : bytes;
  }

  private static byte[] values(Event event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = EventJson.JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      EventJsonWriter values = new EventJsonWriter(json);
      json.writeStartArray();
      values.writeValue(unlessExact(event.timestamp()));
      values.writeValue(EventKey.of(event.id()).equals(event.id()) ? null : event.id());
      values.writeValue(unlessExact(event.ingested()));
      boolean hashed =
          event.get(EcsField.EVENT_HASH) instanceof String hash
              && hash.equals(hash(event.get(EcsField.EVENT_ORIGINAL)));
      event
          .fields()
          .forEach((name, value) ->
              values.writeValue(hashed && name.equals(EcsField.EVENT_HASH) ? null : value));
      json.writeEndArray();
    }
    return out.toByteArray();
  }

  /** The {@code event.hash} of an event whose {@code event.original} is all that came; or null. */
  private static @Nullable String hash(@Nullable Object original) {
    return original instanceof String text ? Digits.sha256(text) : null;
  }

  /** {@code time}, or null when its milliseconds say all. */
  private static @Nullable Instant unlessExact(Instant time) {
    return time.equals(Instant.ofEpochMilli(TimeBounds.millis(time))) ? null : time;
  }

  /** The event of {@code document}, a number within {@code segment}. */
  static Event read(LeafReader segment, int document) throws IOException {
    BytesRef stored =
        segment.storedFields().document(document, STORED).getBinaryValue(LuceneFields.SOURCE);
    byte[] json = Arrays.copyOfRange(stored.bytes, stored.offset, stored.offset + stored.length);
    if (json[0] == '{') {
      return EventJson.read(json);
    }
    List<String> names = names(segment, document);
    Map<String, Object> fields = EventJson.readValues(json, names);
    fields.putIfAbsent(FieldCriteria.ID, id(segment, document));
    fields.putIfAbsent(TIMESTAMP, time(segment, LuceneFields.TIMESTAMP, document));
    fields.putIfAbsent(INGESTED, time(segment, LuceneFields.INGESTED, document));
    if (names.contains(EcsField.EVENT_HASH)) {
      fields.computeIfAbsent(
          EcsField.EVENT_HASH, absent -> hash(fields.get(EcsField.EVENT_ORIGINAL)));
    }
    return EventJson.fromFields(fields);
  }

  private static List<String> names(LeafReader segment, int document) throws IOException {
    SortedDocValues values = DocValues.getSorted(segment, LuceneFields.NAMES);
    require(values.advanceExact(document), LuceneFields.NAMES, document);
    String text = values.lookupOrd(values.ordValue()).utf8ToString();
    List<String> names = new ArrayList<>(OWN);
    int from = 0;
    for (int end = text.indexOf(END); end >= 0; end = text.indexOf(END, from)) {
      names.add(text.substring(from, end));
      from = end + 1;
    }
    return names;
  }

  private static String id(LeafReader segment, int document) throws IOException {
    BinaryDocValues ids = DocValues.getBinary(segment, LuceneFields.ID);
    require(ids.advanceExact(document), LuceneFields.ID, document);
    return ids.binaryValue().utf8ToString();
  }

  private static long time(LeafReader segment, String name, int document) throws IOException {
    NumericDocValues times = DocValues.getNumeric(segment, name);
    require(times.advanceExact(document), name, document);
    return times.longValue();
  }

  private static void require(boolean present, String name, int document)
      throws CorruptIndexException {
    if (!present) {
      throw new CorruptIndexException("event " + document + " has no value", name);
    }
  }

  private LuceneSource() {}
}
