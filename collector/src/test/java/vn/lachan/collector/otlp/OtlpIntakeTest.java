package vn.lachan.collector.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.collector.otlp.OtlpRequests.TOKEN;
import static vn.lachan.collector.otlp.OtlpRequests.attribute;
import static vn.lachan.collector.otlp.OtlpRequests.nested;
import static vn.lachan.collector.otlp.OtlpRequests.record;
import static vn.lachan.collector.otlp.OtlpRequests.request;
import static vn.lachan.collector.otlp.OtlpRequests.sources;
import static vn.lachan.collector.otlp.OtlpRequests.text;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.TestLogs;
import vn.lachan.collector.input.DurableInputContract;
import vn.lachan.collector.input.MemoryIntake;
import vn.lachan.events.Event;

class OtlpIntakeTest implements DurableInputContract {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final OtlpSettings SMALL =
      new OtlpSettings(100_000, 50, 2_000, 2, Duration.ofMillis(200), Duration.ofSeconds(7));

  private final MemoryIntake intake = new MemoryIntake();

  private OtlpIntake.Answer post(String token, byte[] body, String type, String encoding)
      throws Exception {
    return new OtlpIntake(SMALL, sources(), intake, TestLogs.CLOCK)
        .accept(token, "10.0.0.1", new ByteArrayInputStream(body), type, encoding);
  }

  @Override
  public Line open(MemoryIntake memory) throws Exception {
    OtlpIntake input = new OtlpIntake(OtlpSettings.DEFAULT, sources(), memory, TestLogs.CLOCK);
    return new Line() {
      @Override
      public boolean send(List<String> records) throws Exception {
        ByteArrayInputStream body = new ByteArrayInputStream(request(records).toByteArray());
        return input.accept(TOKEN, "10.0.0.1", body, PROTOBUF, "").status() == 200;
      }

      @Override
      public InputHealth health() {
        return input.health();
      }

      @Override
      public void close() {
        // a request leaves nothing open
      }
    };
  }

  private OtlpIntake.Answer json(String body) throws Exception {
    return post(
        TOKEN, body.getBytes(StandardCharsets.UTF_8), "application/json; charset=utf-8", "");
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  @Test
  void keepsARecordWithItsResource() throws Exception {
    OtlpIntake.Answer answer =
        post(TOKEN, gzip(request(record("xin chào")).toByteArray()), PROTOBUF, "gzip");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo(PROTOBUF);
    assertThat(ExportLogsServiceResponse.parseFrom(answer.body()).hasPartialSuccess()).isFalse();
    assertThat(intake.texts())
        .containsExactly(
            "{\"otlp\":{\"severity_number\":9,\"time\":\"2025-11-20T01:15:00.000000001Z\"},"
                + "\"body\":\"xin chào\",\"resource\":{\"service.name\":\"motcua\"}}");
    assertThat(intake.all()).allMatch(log -> log.source().equals("motcua"));
  }

  @Test
  void theJsonFormSaysTheSameAsProtobuf() throws Exception {
    var binary =
        record("lỗi").toBuilder()
            .setTraceId(
                ByteString.copyFrom(HexFormat.of().parseHex("5b8aa5a2d2c872e8321cf37308d69df2")))
            .setSpanId(ByteString.copyFrom(HexFormat.of().parseHex("051581bf3cb55c13")))
            .addAttributes(attribute("b", text("chữ")))
            .addAttributes(
                attribute(
                    "n",
                    io.opentelemetry.proto.common.v1.AnyValue.newBuilder().setIntValue(7).build()))
            .build();
    post(TOKEN, request(binary).toByteArray(), PROTOBUF, "");
    OtlpIntake.Answer answer =
        json(
            """
            {"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"motcua"}}]},
             "scopeLogs":[{"scope":{},"logRecords":[{"timeUnixNano":"1763601300000000001","severityNumber":9,
             "traceId":"5B8AA5A2D2C872E8321CF37308D69DF2","spanId":"051581bf3cb55c13","body":{"stringValue":"lỗi"},
             "laTenLa":1,"attributes":[{"key":"b","value":{"stringValue":"chữ"}},{"key":"n","value":{"intValue":"7"}}]}]}]}]}\
            """);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
    assertThat(intake.texts()).hasSize(2);
    assertThat(intake.texts().getFirst()).isEqualTo(intake.texts().getLast());
  }

  @Test
  void refusesWithAStatusAndTakesNothing() throws Exception {
    byte[] good = request(record("a")).toByteArray();
    assertThat(post("falsch", good, PROTOBUF, "").status()).isEqualTo(401);
    assertThat(post(TOKEN, good, "text/plain", "").status()).isEqualTo(415);
    assertThat(post(TOKEN, good, PROTOBUF, "br").status()).isEqualTo(415);
    assertThat(post(TOKEN, good, PROTOBUF, "gzip").status()).isEqualTo(400);
    assertThat(post(TOKEN, new byte[] {1, 2, 3}, PROTOBUF, "").status()).isEqualTo(400);
    assertThat(post(TOKEN, new byte[100_001], PROTOBUF, "").status()).isEqualTo(413);
    assertThat(post(TOKEN, gzip(new byte[50_000_000]), PROTOBUF, "gzip").status()).isEqualTo(413);
    assertThat(json("[]").status()).isEqualTo(400);
    assertThat(json("{\"resourceLogs\":{}}").status()).isEqualTo(400);
    assertThat(json("{\"resourceLogs\":[{").status()).isEqualTo(400);
    assertThat(json("[".repeat(40_000)).status()).isEqualTo(400);
    assertThat(
            json("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"traceId\":\"xyz\"}]}]}]}")
                .status())
        .isEqualTo(400);
    var many = java.util.stream.IntStream.range(0, 51).mapToObj(i -> record("a" + i));
    byte[] tooMany =
        request(many.toArray(io.opentelemetry.proto.logs.v1.LogRecord[]::new)).toByteArray();
    assertThat(post(TOKEN, tooMany, PROTOBUF, "").status()).isEqualTo(413);
    OtlpIntake.Answer refused = post("falsch", good, PROTOBUF, "");
    assertThat(Status.parseFrom(refused.body()).getMessage()).isEqualTo("the token is not known");
    assertThat(intake.all()).isEmpty();
  }

  @Test
  void asksToComeAgainWhileTheJournalTakesNothing() throws Exception {
    byte[] good = request(record("a")).toByteArray();
    intake.refuse(true);
    OtlpIntake.Answer full = post(TOKEN, good, PROTOBUF, "");
    assertThat(full.status()).isEqualTo(503);
    assertThat(full.retryAfter()).contains(Duration.ofSeconds(7));
    intake.refuse(false);
    intake.slowDisk(true);
    assertThat(post(TOKEN, good, PROTOBUF, "").status()).isEqualTo(503);
  }

  @Test
  void cutsALongTextAndRejectsWhatCannotBeCut() throws Exception {
    var huge = record("\"ắ\n".repeat(3_000));
    var attributes = record("a").toBuilder().addAttributes(attribute("k", text("x".repeat(3_000))));
    OtlpIntake.Answer answer =
        post(TOKEN, request(huge, attributes.build(), record("b")).toByteArray(), PROTOBUF, "");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(
            ExportLogsServiceResponse.parseFrom(answer.body())
                .getPartialSuccess()
                .getRejectedLogRecords())
        .isEqualTo(1);
    assertThat(intake.all()).hasSize(2);
    RawLog cut = intake.all().getFirst();
    assertThat(cut.bytes()).hasSizeBetween(1_200, 2_000);
    assertThat(cut.truncated()).isTrue();
    Event event = TestLogs.normalizer(LogSource.of("motcua", "auto", "")).normalize(cut);
    assertThat(event.get("message").toString()).startsWith("\"ắ\n\"ắ");
  }

  @Test
  void deepBodiesAreBounded() throws Exception {
    var deep = record("").toBuilder().setBody(nested(28)).build();
    assertThat(post(TOKEN, request(deep).toByteArray(), PROTOBUF, "").status()).isEqualTo(200);
    assertThat(intake.texts().getFirst()).contains("…").doesNotContain("đáy");
    byte[] deeper = request(record("").toBuilder().setBody(nested(400)).build()).toByteArray();
    assertThat(post(TOKEN, deeper, PROTOBUF, "").status()).isEqualTo(400);
  }

  @Test
  void aRequestThatIsSentAgainMakesNoSecondEvent() throws Exception {
    byte[] body = request(record("a"), record("a"), record("b")).toByteArray();
    post(TOKEN, body, PROTOBUF, "");
    post(TOKEN, body, PROTOBUF, "");
    var normalizer = TestLogs.normalizer(LogSource.of("motcua", "auto", ""));
    assertThat(intake.all()).hasSize(6);
    assertThat(intake.all().stream().map(log -> normalizer.normalize(log).id()).distinct())
        .hasSize(3);
  }

  @Test
  void aCarriedLineIsReadAsItsDataset() throws Exception {
    var line =
        record(
            "10.60.72.14 - - [20/Nov/2026:08:15:00 +0700] \"GET /a HTTP/1.1\" 200 12 \"-\" \"curl\"");
    post(
        TOKEN,
        request(
                line,
                line.toBuilder()
                    .addAttributes(attribute("event.dataset", text("nginx.access")))
                    .build(),
                line.toBuilder().addAttributes(attribute("event.dataset", text("la.lam"))).build())
            .toByteArray(),
        PROTOBUF,
        "");
    var auto = TestLogs.normalizer(LogSource.of("motcua", "auto", ""));
    Event bySetting =
        TestLogs.normalizer(LogSource.of("motcua", "nginx.access", ""))
            .normalize(intake.all().getFirst());
    Event byAttribute = auto.normalize(intake.all().get(1));
    for (Event event : List.of(bySetting, byAttribute)) {
      assertThat(event.get("event.dataset")).isEqualTo("nginx.access");
      assertThat(event.get("source.ip")).isEqualTo("10.60.72.14");
      assertThat(event.get("service.name")).isEqualTo("motcua");
      assertThat(event.get("event.original").toString()).startsWith("10.60.72.14 - -");
      assertThat(event.timestamp()).isEqualTo("2026-11-20T01:15:00Z");
    }
    assertThat(auto.normalize(intake.all().get(2)).get("event.dataset")).isEqualTo("otlp.logs");
    assertThat(auto.normalize(intake.all().get(0)).get("event.dataset")).isEqualTo("otlp.logs");
  }

  @Test
  void theSdkOfOpenTelemetryExportsToIt() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    OtlpIntake otlp = new OtlpIntake(OtlpSettings.DEFAULT, sources(), intake, TestLogs.CLOCK);
    server.createContext(
        "/v1/logs",
        exchange -> {
          try {
            var headers = exchange.getRequestHeaders();
            OtlpIntake.Answer answer =
                otlp.accept(
                    headers.getFirst("Authorization").substring("Bearer ".length()),
                    "127.0.0.1",
                    exchange.getRequestBody(),
                    headers.getFirst("Content-Type"),
                    Optional.ofNullable(headers.getFirst("Content-Encoding")).orElse(""));
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
          } finally {
            exchange.close();
          }
        });
    server.start();
    try (var exporter =
            OtlpHttpLogRecordExporter.builder()
                .setEndpoint("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/logs")
                .addHeader("Authorization", "Bearer " + TOKEN)
                .setCompression("gzip")
                .build();
        var provider = sdk(exporter)) {
      log(provider);
      assertThat(provider.forceFlush().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();
    } finally {
      server.stop(0);
    }
    assertSdkRecord(intake.all());
    assertThat(otlp.health().received()).isEqualTo(1);
  }

  static SdkLoggerProvider sdk(io.opentelemetry.sdk.logs.export.LogRecordExporter exporter) {
    return SdkLoggerProvider.builder()
        .setResource(
            Resource.builder().put("service.name", "motcua").put("host.name", "mc-01").build())
        .addLogRecordProcessor(BatchLogRecordProcessor.builder(exporter).build())
        .build();
  }

  static void log(SdkLoggerProvider provider) {
    provider
        .get("vn.motcua.hoso")
        .logRecordBuilder()
        .setSeverity(Severity.WARN)
        .setTimestamp(TestLogs.NOW)
        .setBody("đăng nhập sai")
        .setAttribute(AttributeKey.stringKey("client.address"), "10.60.72.14")
        .setAttribute(AttributeKey.longKey("client.port"), 51_522L)
        .emit();
  }

  static void assertSdkRecord(List<RawLog> logs) {
    assertThat(logs).hasSize(1);
    Event event =
        TestLogs.normalizer(LogSource.of("motcua", "auto", "")).normalize(logs.getFirst());
    assertThat(event.get("event.dataset")).isEqualTo("otlp.logs");
    assertThat(event.get("message")).isEqualTo("đăng nhập sai");
    assertThat(event.get("host.name")).isEqualTo("mc-01");
    assertThat(event.get("service.name")).isEqualTo("motcua");
    assertThat(event.get("source.ip")).isEqualTo("10.60.72.14");
    assertThat(event.get("log.level")).isEqualTo("warn");
    assertThat(event.get("log.logger")).isEqualTo("vn.motcua.hoso");
    assertThat(event.timestamp()).isEqualTo(TestLogs.NOW);
  }
}
