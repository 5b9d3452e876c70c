package vn.lachan.collector.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Log records as lines of JSON, one a record.
 *
 * <pre>
 *   {"otlp":{"severity_number":9,"time":"2026-11-20T01:15:00.000000001Z", "trace_id":"…",
 *            "scope":"…", …},
 *    "body":"text, or an object", "resource":{attributes}, "attributes":{attributes}}
 * </pre>
 *
 * <p>The same record gives the same bytes. Records of one request that are alike in everything are
 * told apart by {@code occurrence}, so that a request that is sent again makes no second event and
 * two real events are two.
 */
final class OtlpLines {
  /** How each line begins; {@code otlp.logs} is known by it. */
  static final String BEGIN = "{\"otlp\":{";

  private static final int MAX_DEPTH = 20;
  private static final int MAX_VALUES = 1_000;
  private static final JsonFactory FACTORY = new JsonFactory();

  private final int maxRecordBytes;
  private final List<Line> lines = new ArrayList<>();
  private final Map<ByteBuffer, Integer> seen = new HashMap<>();
  private int rejected;

  /**
   * A record.
   *
   * @param wireLength bytes it would have had; more than {@code bytes.length} when it was cut
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Line(byte[] bytes, int wireLength) {}

  private OtlpLines(int maxRecordBytes) {
    this.maxRecordBytes = maxRecordBytes;
  }

  /** Records of {@code request}, those that can be kept. */
  static OtlpLines of(ExportLogsServiceRequest request, int maxRecordBytes) {
    OtlpLines lines = new OtlpLines(maxRecordBytes);
    for (ResourceLogs resource : request.getResourceLogsList()) {
      for (ScopeLogs scope : resource.getScopeLogsList()) {
        for (LogRecord record : scope.getLogRecordsList()) {
          lines.add(resource.getResource(), scope.getScope(), record);
        }
      }
    }
    return lines;
  }

  /** How many records {@code request} has. */
  static long count(ExportLogsServiceRequest request) {
    long count = 0;
    for (ResourceLogs resource : request.getResourceLogsList()) {
      for (ScopeLogs scope : resource.getScopeLogsList()) {
        count += scope.getLogRecordsCount();
      }
    }
    return count;
  }

  List<Line> lines() {
    return lines;
  }

  /** Records that are too large even without their text. */
  int rejected() {
    return rejected;
  }

  private void add(Resource resource, InstrumentationScope scope, LogRecord record) {
    byte[] whole = write(resource, scope, record, 1);
    int occurrence = seen.merge(ByteBuffer.wrap(whole), 1, Integer::sum);
    byte[] line = occurrence == 1 ? whole : write(resource, scope, record, occurrence);
    int wireLength = line.length;
    if (line.length > maxRecordBytes && record.getBody().hasStringValue()) {
      line = shortened(resource, scope, record, line, occurrence);
    }
    if (line.length > maxRecordBytes) {
      rejected++;
    } else {
      lines.add(new Line(line, wireLength));
    }
  }

  /** The line with so much less text that it fits, if that is possible. */
  private byte[] shortened(
      Resource resource,
      InstrumentationScope scope,
      LogRecord record,
      byte[] whole,
      int occurrence) {
    byte[] text = record.getBody().getStringValue().getBytes(StandardCharsets.UTF_8);
    byte[] line = write(resource, scope, withText(record, ""), occurrence);
    long room = (long) maxRecordBytes - line.length;
    long escaped = Math.max(1, whole.length - line.length);
    for (int keep = Math.clamp(room * text.length / escaped, 0, text.length);
        keep > 0;
        keep = keep * 3 / 4) {
      byte[] tried = write(resource, scope, withText(record, start(text, keep)), occurrence);
      if (tried.length <= maxRecordBytes) {
        return tried;
      }
    }
    return line;
  }

  /** The first so many bytes, without a part of a character at the end. */
  private static String start(byte[] text, int keep) {
    int end = keep;
    while (end > 0 && end < text.length && (text[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }

  private static LogRecord withText(LogRecord record, String text) {
    return record.toBuilder().setBody(AnyValue.newBuilder().setStringValue(text)).build();
  }

  private static byte[] write(
      Resource resource, InstrumentationScope scope, LogRecord record, int occurrence) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeName("otlp");
      json.writeStartObject();
      envelope(json, scope, record, occurrence);
      json.writeEndObject();
      if (record.hasBody()) {
        json.writeName("body");
        value(json, record.getBody(), 0);
      }
      attributes(json, "resource", resource.getAttributesList());
      attributes(json, "attributes", record.getAttributesList());
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void envelope(
      JsonGenerator json, InstrumentationScope scope, LogRecord record, int occurrence) {
    json.writeName("severity_number");
    json.writeNumber(record.getSeverityNumberValue());
    if (occurrence > 1) {
      json.writeName("occurrence");
      json.writeNumber(occurrence);
    }
    text(json, "severity_text", record.getSeverityText());
    text(json, "time", time(record.getTimeUnixNano()));
    text(json, "observed", time(record.getObservedTimeUnixNano()));
    text(json, "trace_id", id(record.getTraceId()));
    text(json, "span_id", id(record.getSpanId()));
    text(json, "event_name", record.getEventName());
    text(json, "scope", scope.getName());
    text(json, "scope_version", scope.getVersion());
  }

  private static void text(JsonGenerator json, String name, String text) {
    if (!text.isEmpty()) {
      json.writeName(name);
      json.writeString(text);
    }
  }

  /** Zero, and what is after the year 2262, says nothing. */
  private static String time(long nanos) {
    return nanos <= 0
        ? ""
        : Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000).toString();
  }

  private static String id(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static void attributes(JsonGenerator json, String name, List<KeyValue> attributes) {
    if (!attributes.isEmpty()) {
      json.writeName(name);
      map(json, attributes, 0);
    }
  }

  private static void map(JsonGenerator json, List<KeyValue> values, int depth) {
    json.writeStartObject();
    int count = 0;
    for (KeyValue one : values) {
      if (!one.getKey().isEmpty() && ++count <= MAX_VALUES) {
        json.writeName(one.getKey());
        value(json, one.getValue(), depth + 1);
      }
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, AnyValue value, int depth) {
    if (depth > MAX_DEPTH) {
      json.writeString("…");
      return;
    }
    switch (value.getValueCase()) {
      case STRING_VALUE -> json.writeString(value.getStringValue());
      case BOOL_VALUE -> json.writeBoolean(value.getBoolValue());
      case INT_VALUE -> json.writeNumber(value.getIntValue());
      case DOUBLE_VALUE -> json.writeNumber(value.getDoubleValue());
      case BYTES_VALUE ->
          json.writeString(Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()));
      case ARRAY_VALUE -> {
        json.writeStartArray();
        value.getArrayValue().getValuesList().stream()
            .limit(MAX_VALUES)
            .forEach(one -> value(json, one, depth + 1));
        json.writeEndArray();
      }
      case KVLIST_VALUE -> map(json, value.getKvlistValue().getValuesList(), depth);
      default -> json.writeNull();
    }
  }
}
