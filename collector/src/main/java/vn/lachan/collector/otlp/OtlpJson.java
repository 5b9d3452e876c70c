package vn.lachan.collector.otlp;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.resource.v1.Resource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads an export request in the JSON form of OTLP 1: as protobuf's JSON, except that ids are
 * hexadecimal and enumerations are numbers. Unknown names are left out, as the specification asks.
 */
final class OtlpJson {
  private static final int MAX_DEPTH = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .build();

  /** A body that is no export request. */
  static final class NotOtlpException extends RuntimeException {
    NotOtlpException(String message, Throwable cause) {
      super(message, cause);
    }

    NotOtlpException(String message) {
      super(message);
    }
  }

  private OtlpJson() {}

  /**
   * @throws NotOtlpException when the bytes are no export request; says why
   */
  static ExportLogsServiceRequest read(byte[] bytes) {
    try {
      JsonNode root = MAPPER.readTree(bytes);
      if (!root.isObject()) {
        throw new NotOtlpException("the body is not a JSON object");
      }
      ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
      for (JsonNode one : list(root, "resourceLogs", "resource_logs")) {
        request.addResourceLogs(resourceLogs(one));
      }
      return request.build();
    } catch (JacksonException e) {
      throw new NotOtlpException("broken JSON: " + firstLine(e), e);
    } catch (IllegalArgumentException e) {
      throw new NotOtlpException("not OTLP: " + firstLine(e), e);
    }
  }

  private static String firstLine(Exception e) {
    String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return first.length() > 200 ? first.substring(0, 200) : first;
  }

  private static ResourceLogs resourceLogs(JsonNode node) {
    ResourceLogs.Builder logs = ResourceLogs.newBuilder();
    logs.setResource(
        Resource.newBuilder().addAllAttributes(attributes(node.path("resource"), MAX_DEPTH)));
    for (JsonNode one : list(node, "scopeLogs", "scope_logs")) {
      ScopeLogs.Builder scope = ScopeLogs.newBuilder();
      JsonNode who = one.path("scope");
      scope.setScope(
          InstrumentationScope.newBuilder()
              .setName(text(who, "name", "name"))
              .setVersion(text(who, "version", "version"))
              .addAllAttributes(attributes(who, MAX_DEPTH)));
      for (JsonNode record : list(one, "logRecords", "log_records")) {
        scope.addLogRecords(record(record));
      }
      logs.addScopeLogs(scope);
    }
    return logs.build();
  }

  private static LogRecord record(JsonNode node) {
    LogRecord.Builder record =
        LogRecord.newBuilder()
            .setTimeUnixNano(number(node, "timeUnixNano", "time_unix_nano"))
            .setObservedTimeUnixNano(
                number(node, "observedTimeUnixNano", "observed_time_unix_nano"))
            .setSeverityNumberValue((int) number(node, "severityNumber", "severity_number"))
            .setSeverityText(text(node, "severityText", "severity_text"))
            .setFlags((int) number(node, "flags", "flags"))
            .setTraceId(hex(text(node, "traceId", "trace_id")))
            .setSpanId(hex(text(node, "spanId", "span_id")))
            .setEventName(text(node, "eventName", "event_name"))
            .addAllAttributes(attributes(node, MAX_DEPTH));
    if (node.has("body")) {
      record.setBody(value(node.path("body"), MAX_DEPTH));
    }
    return record.build();
  }

  private static List<KeyValue> attributes(JsonNode of, int depth) {
    List<KeyValue> all = new ArrayList<>();
    for (JsonNode one : list(of, "attributes", "attributes")) {
      all.add(keyValue(one, depth));
    }
    return all;
  }

  private static KeyValue keyValue(JsonNode node, int depth) {
    return KeyValue.newBuilder()
        .setKey(text(node, "key", "key"))
        .setValue(value(node.path("value"), depth - 1))
        .build();
  }

  private static AnyValue value(JsonNode node, int depth) {
    AnyValue.Builder value = AnyValue.newBuilder();
    if (depth <= 0) {
      return value.build();
    }
    if (has(node, "stringValue", "string_value")) {
      value.setStringValue(text(node, "stringValue", "string_value"));
    } else if (has(node, "boolValue", "bool_value")) {
      value.setBoolValue(get(node, "boolValue", "bool_value").asBoolean(false));
    } else if (has(node, "intValue", "int_value")) {
      value.setIntValue(number(node, "intValue", "int_value"));
    } else if (has(node, "doubleValue", "double_value")) {
      JsonNode number = get(node, "doubleValue", "double_value");
      value.setDoubleValue(
          number.isNumber() ? number.doubleValue() : Double.parseDouble(number.asString("0")));
    } else if (has(node, "bytesValue", "bytes_value")) {
      value.setBytesValue(
          ByteString.copyFrom(Base64.getDecoder().decode(text(node, "bytesValue", "bytes_value"))));
    } else if (has(node, "arrayValue", "array_value")) {
      ArrayValue.Builder array = ArrayValue.newBuilder();
      for (JsonNode one : list(get(node, "arrayValue", "array_value"), "values", "values")) {
        array.addValues(value(one, depth - 1));
      }
      value.setArrayValue(array);
    } else if (has(node, "kvlistValue", "kvlist_value")) {
      KeyValueList.Builder map = KeyValueList.newBuilder();
      for (JsonNode one : list(get(node, "kvlistValue", "kvlist_value"), "values", "values")) {
        map.addValues(keyValue(one, depth));
      }
      value.setKvlistValue(map);
    }
    return value.build();
  }

  private static ByteString hex(String text) {
    return ByteString.copyFrom(HexFormat.of().parseHex(text));
  }

  private static boolean has(JsonNode node, String name, String other) {
    JsonNode found = get(node, name, other);
    return !found.isMissingNode() && !found.isNull();
  }

  private static JsonNode get(JsonNode node, String name, String other) {
    JsonNode found = node.path(name);
    return found.isMissingNode() ? node.path(other) : found;
  }

  private static Iterable<JsonNode> list(JsonNode node, String name, String other) {
    JsonNode found = get(node, name, other);
    if (found.isMissingNode() || found.isNull()) {
      return List.of();
    }
    if (!found.isArray()) {
      throw new NotOtlpException(name + " is not a list");
    }
    return found;
  }

  private static String text(JsonNode node, String name, String other) {
    JsonNode found = get(node, name, other);
    if (found.isMissingNode() || found.isNull()) {
      return "";
    }
    if (!found.isString()) {
      throw new NotOtlpException(name + " is not a text");
    }
    return found.asString();
  }

  /** 64-bit numbers come as texts, others as numbers. */
  private static long number(JsonNode node, String name, String other) {
    JsonNode found = get(node, name, other);
    if (found.isMissingNode() || found.isNull()) {
      return 0;
    }
    if (found.isString()) {
      String text = found.asString();
      return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    }
    if (!found.isNumber()) {
      throw new NotOtlpException(name + " is not a number");
    }
    return found.longValue();
  }
}
