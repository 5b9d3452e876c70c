package vn.lachan.events;

import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * The index template: settings and mappings of every daily index.
 *
 * <p>Names keep their dots ({@code subobjects: false}), so that a field may be a value and the
 * parent of others. Values that do not fit are ignored by the mapping, never by the store.
 */
final class ElasticsearchTemplate {
  private final EcsSchema schema;
  private final ElasticsearchSettings settings;

  ElasticsearchTemplate(EcsSchema schema, ElasticsearchSettings settings) {
    this.schema = schema;
    this.settings = settings;
  }

  /** The body of the request that puts the template. */
  String toJson() {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = EventJson.JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("index_patterns");
      json.writeString(settings.prefix() + "-*");
      json.writeEndArray();
      json.writeNumberProperty("priority", 500);
      json.writeObjectPropertyStart("template");
      writeSettings(json);
      writeMappings(json);
      json.writeEndObject();
      json.writeEndObject();
    }
    return out.toString();
  }

  private void writeSettings(JsonGenerator json) {
    json.writeObjectPropertyStart("settings");
    json.writeNumberProperty("index.number_of_shards", settings.shards());
    json.writeNumberProperty("index.number_of_replicas", settings.replicas());
    json.writeStringProperty("index.refresh_interval", millis(settings.refreshInterval()));
    json.writeStringProperty("index.translog.durability", "request");
    if (!settings.lifecycle().isEmpty()) {
      json.writeStringProperty("index.lifecycle.name", settings.lifecycle());
    }
    json.writeBooleanProperty("index.mapping.ignore_malformed", true);
    json.writeNumberProperty("index.mapping.total_fields.limit", settings.maxFields());
    json.writeBooleanProperty("index.mapping.total_fields.ignore_dynamic_beyond_limit", true);
    json.writeEndObject();
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + "ms";
  }

  private void writeMappings(JsonGenerator json) {
    json.writeObjectPropertyStart("mappings");
    json.writeBooleanProperty("subobjects", false);
    json.writeBooleanProperty("date_detection", false);
    json.writeObjectPropertyStart("_source");
    json.writeArrayPropertyStart("excludes");
    for (String name :
        new String[] {
          ElasticsearchFields.ID,
          ElasticsearchFields.TIMESTAMP,
          ElasticsearchFields.INGESTED,
          ElasticsearchFields.ORGANIZATION,
          ElasticsearchFields.TERMS,
          ElasticsearchFields.text("*"),
          ElasticsearchFields.date("*")
        }) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeEndObject();
    writeDynamicTemplates(json);
    writeProperties(json);
    json.writeEndObject();
  }

  private void writeDynamicTemplates(JsonGenerator json) {
    json.writeArrayPropertyStart("dynamic_templates");
    writeDynamic(json, "index_text", "path_match", ElasticsearchFields.text("*"), FieldType.TEXT);
    writeDynamic(json, "index_dates", "path_match", ElasticsearchFields.date("*"), FieldType.LONG);
    new TreeMap<>(schema.lastParts())
        .forEach(
            (part, type) -> writeDynamic(json, "part_" + part, "path_match", "*." + part, type));
    new TreeMap<>(schema.endings())
        .forEach((end, type) -> writeDynamic(json, "end_" + end, "path_match", "*_" + end, type));
    writeDynamic(json, "strings", "match_mapping_type", "string", FieldType.KEYWORD);
    writeDynamic(json, "fractions", "match_mapping_type", "double", FieldType.DOUBLE);
    json.writeEndArray();
  }

  private static void writeDynamic(
      JsonGenerator json, String name, String match, String value, FieldType type) {
    json.writeStartObject();
    json.writeObjectPropertyStart(name);
    json.writeStringProperty(match, value);
    json.writeName("mapping");
    writeType(json, type);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeProperties(JsonGenerator json) {
    json.writeObjectPropertyStart("properties");
    writeExact(json, ElasticsearchFields.ID, true);
    writeExact(json, ElasticsearchFields.ORGANIZATION, false);
    writeExact(json, ElasticsearchFields.TERMS, false);
    for (String time : new String[] {ElasticsearchFields.TIMESTAMP, ElasticsearchFields.INGESTED}) {
      json.writeObjectPropertyStart(time);
      json.writeStringProperty("type", "date");
      json.writeStringProperty("format", "epoch_millis");
      json.writeEndObject();
    }
    json.writeObjectPropertyStart(ElasticsearchFields.SOURCE);
    json.writeStringProperty("type", "keyword");
    json.writeBooleanProperty("index", false);
    json.writeBooleanProperty("doc_values", false);
    json.writeEndObject();
    json.writeName("event.id");
    writeType(json, FieldType.KEYWORD);
    for (Map.Entry<String, FieldType> field : new TreeMap<>(schema.names()).entrySet()) {
      json.writeName(field.getKey());
      writeType(json, field.getValue());
    }
    json.writeEndObject();
  }

  private static void writeExact(JsonGenerator json, String name, boolean docValues) {
    json.writeObjectPropertyStart(name);
    json.writeStringProperty("type", "keyword");
    json.writeBooleanProperty("doc_values", docValues);
    json.writeEndObject();
  }

  private static void writeType(JsonGenerator json, FieldType type) {
    json.writeStartObject();
    switch (type) {
      case KEYWORD -> {
        json.writeStringProperty("type", "keyword");
        json.writeNumberProperty("ignore_above", Folding.INDEXED_CHARACTERS);
      }
      case DIGEST -> { // found by the terms of the store, not by the field itself
        json.writeStringProperty("type", "keyword");
        json.writeBooleanProperty("index", false);
        json.writeBooleanProperty("doc_values", false);
      }
      case TEXT -> {
        json.writeStringProperty("type", "text");
        json.writeStringProperty("analyzer", "standard");
      }
      case IP -> writeLenient(json, "ip");
      case LONG -> writeLenient(json, "long");
      case DOUBLE -> writeLenient(json, "double");
      case BOOLEAN -> writeLenient(json, "boolean");
      case DATE -> writeLenient(json, "date");
    }
    json.writeEndObject();
  }

  private static void writeLenient(JsonGenerator json, String type) {
    json.writeStringProperty("type", type);
    json.writeBooleanProperty("ignore_malformed", true);
  }
}
