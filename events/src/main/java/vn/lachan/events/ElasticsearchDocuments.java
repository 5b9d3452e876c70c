package vn.lachan.events;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** Turns events into documents for Elasticsearch and back; safe for use by several threads. */
final class ElasticsearchDocuments {
  private final EcsSchema schema;
  private final LongAdder misfits = new LongAdder();
  private final LongAdder truncated = new LongAdder();

  ElasticsearchDocuments(EcsSchema schema) {
    this.schema = schema;
  }

  /** How many values did not fit the type of their field and became keywords. */
  long misfits() {
    return misfits.sum();
  }

  /** How many values were too long to be indexed whole. */
  long truncated() {
    return truncated.sum();
  }

  /** The document of {@code event}, its fields under their own names. */
  byte[] toDocument(Event event) {
    boolean collides =
        event.fields().keySet().stream()
            .anyMatch(name -> name.startsWith(ElasticsearchFields.ROOT));
    return write(event, !collides);
  }

  /** A document that Elasticsearch can always map: the event is text, its keywords are found. */
  byte[] toPlainDocument(Event event) {
    return write(event, false);
  }

  private byte[] write(Event event, boolean mapped) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(2048);
    try (JsonGenerator json = EventJson.JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      if (mapped) {
        new EventJsonWriter(json).writeFlat(event);
      } else {
        json.writeStringProperty(
            ElasticsearchFields.SOURCE,
            new String(EventJson.toFlatBytes(event), StandardCharsets.UTF_8));
      }
      writeIndex(event, json, mapped);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private void writeIndex(Event event, JsonGenerator json, boolean mapped) {
    json.writeStringProperty(ElasticsearchFields.ID, EventKey.of(event.id()));
    json.writeNumberProperty(ElasticsearchFields.TIMESTAMP, TimeBounds.millis(event.timestamp()));
    json.writeNumberProperty(ElasticsearchFields.INGESTED, TimeBounds.millis(event.ingested()));
    String organization = event.organization();
    if (!organization.isEmpty()) {
      json.writeStringProperty(ElasticsearchFields.ORGANIZATION, Folding.cut(organization));
    }
    Forms forms = new Forms();
    event.fields().forEach(forms::addField);
    if (!mapped) {
      forms.terms.add(EventStore.PARTLY);
    }
    json.writeArrayPropertyStart(ElasticsearchFields.TERMS);
    forms.terms.forEach(json::writeString);
    json.writeEndArray();
    forms.texts.forEach((field, texts) -> {
      json.writeArrayPropertyStart(ElasticsearchFields.text(field));
      texts.forEach(json::writeString);
      json.writeEndArray();
    });
    forms.dates.forEach((field, dates) -> {
      json.writeArrayPropertyStart(ElasticsearchFields.date(field));
      dates.forEach(json::writeNumber);
      json.writeEndArray();
    });
  }

  /** The event of a stored document. */
  static Event toEvent(byte[] source) {
    Map<String, Object> fields = EventJson.readFields(source);
    if (fields.get(ElasticsearchFields.SOURCE) instanceof String text) {
      return EventJson.read(text);
    }
    fields.keySet().removeIf(name -> name.startsWith(ElasticsearchFields.ROOT));
    return EventJson.fromFields(fields);
  }

  /** The forms under which the values of one event are found. */
  private final class Forms {
    private final Set<String> terms = new LinkedHashSet<>();
    private final Map<String, List<String>> texts = new LinkedHashMap<>();
    private final Map<String, List<Long>> dates = new LinkedHashMap<>();

    private void addPartly(String field) {
      terms.add(EventStore.PARTLY);
      terms.add(
          ElasticsearchFields.keywordTerm(EventStore.PARTLY, Folding.lower(Folding.cut(field))));
    }

    void addField(String field, Object value) {
      terms.add(field);
      if (field.indexOf(' ') >= 0) {
        addPartly(field);
      }
      if (value instanceof List<?> list) {
        list.forEach(one -> addValue(field, one));
      } else {
        addValue(field, value);
      }
    }

    private void addValue(String field, Object value) {
      EcsSchema.Typed typed = schema.fit(field, value);
      if (typed.misfit()) {
        misfits.increment();
      }
      switch (typed.type()) {
        case KEYWORD, BOOLEAN, DIGEST -> addKeyword(field, typed.value().toString());
        case TEXT -> addText(field, typed.value().toString());
        case DATE -> dates.computeIfAbsent(field, _ -> new ArrayList<>()).add((Long) typed.value());
        case LONG -> {
          if (schema.typeOf(field).isEmpty()) {
            terms.add(ElasticsearchFields.wholeTerm(field, (Long) typed.value()));
          }
        }
        case DOUBLE -> {
          if (schema.typeOf(field).isEmpty()) {
            terms.add(ElasticsearchFields.fractionTerm(field, (Double) typed.value()));
          }
        }
        case IP -> {} // found by the field itself
      }
    }

    private void addKeyword(String field, String value) {
      String indexed = Folding.cut(value);
      if (indexed.length() < value.length()) {
        truncated.increment();
        addPartly(field);
      }
      String lower = Folding.lower(indexed);
      terms.add(ElasticsearchFields.keywordTerm(field, lower));
      String plain = Folding.withoutAccents(lower);
      if (!plain.equals(lower)) {
        terms.add(ElasticsearchFields.keywordTerm(field, plain));
      }
    }

    private void addText(String field, String value) {
      String composed = Folding.isAscii(value) ? value : Folding.composed(value);
      String plain = Folding.withoutAccents(composed);
      Set<String> forms = new LinkedHashSet<>(Arrays.asList(composed, plain));
      forms.remove(value);
      if (!forms.isEmpty()) {
        texts.computeIfAbsent(field, _ -> new ArrayList<>()).addAll(forms);
      }
    }
  }
}
