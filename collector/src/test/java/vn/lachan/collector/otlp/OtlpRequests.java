package vn.lachan.collector.otlp;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import io.opentelemetry.proto.resource.v1.Resource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;

/** Requests and sources for the tests of OTLP. */
final class OtlpRequests {
  static final String TOKEN = "dung-cho-ai-biet";

  private OtlpRequests() {}

  static LogSources sources() throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8));
    return new LogSources(
        List.of(
            LogSource.of("motcua", LogSource.AUTO, "")
                .withTokenHash(HexFormat.of().formatHex(hash))));
  }

  static LogRecord record(String body) {
    return LogRecord.newBuilder()
        .setTimeUnixNano(1_763_601_300_000_000_001L)
        .setSeverityNumber(SeverityNumber.SEVERITY_NUMBER_INFO)
        .setBody(text(body))
        .build();
  }

  static AnyValue text(String text) {
    return AnyValue.newBuilder().setStringValue(text).build();
  }

  static KeyValue attribute(String key, AnyValue value) {
    return KeyValue.newBuilder().setKey(key).setValue(value).build();
  }

  /** A body of so many maps one in the other. */
  static AnyValue nested(int depth) {
    AnyValue value = text("đáy");
    for (int i = 0; i < depth; i++) {
      value =
          AnyValue.newBuilder()
              .setKvlistValue(KeyValueList.newBuilder().addValues(attribute("a", value)))
              .build();
    }
    return value;
  }

  static ExportLogsServiceRequest request(List<String> bodies) {
    return request(bodies.stream().map(OtlpRequests::record).toArray(LogRecord[]::new));
  }

  static ExportLogsServiceRequest request(LogRecord... records) {
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(
            ResourceLogs.newBuilder()
                .setResource(
                    Resource.newBuilder().addAttributes(attribute("service.name", text("motcua"))))
                .addScopeLogs(ScopeLogs.newBuilder().addAllLogRecords(Arrays.asList(records))))
        .build();
  }
}
