package vn.lachan.collector.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Status;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.input.Bounded;
import vn.lachan.collector.input.InputMeter;

/**
 * Takes logs from the body of a request of OTLP over HTTP; knows nothing of HTTP itself.
 *
 * <p>Status 200 means that every record that the answer does not call rejected would survive a
 * crash of the machine. 429 and 503 ask the sender to come again; other statuses mean that the same
 * request would be refused again (OTLP 1, section "OTLP/HTTP Response"). Safe for use by several
 * threads.
 */
public final class OtlpIntake {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final OtlpSettings settings;
  private final LogSources sources;
  private final InputMeter meter;
  private final OtlpKeeping keeping;

  /**
   * What to answer.
   *
   * @param status of HTTP
   * @param retryAfter when to come again, for those that should
   * @param contentType of the body
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record Answer(
      int status, Optional<Duration> retryAfter, String contentType, byte[] body) {}

  public OtlpIntake(OtlpSettings settings, LogSources sources, Intake intake, Clock clock) {
    this.settings = settings;
    this.sources = sources;
    this.meter = new InputMeter("otlp-http", "otlp", "/v1/logs", clock);
    this.keeping = new OtlpKeeping(settings, intake, clock, meter);
    this.meter.running("/v1/logs");
  }

  /**
   * Takes one request; returns when its records are durable or it is refused.
   *
   * @param token the sender's token, which names its log source
   * @param peer address of the sender
   * @param contentType {@code application/x-protobuf} or {@code application/json}
   * @param contentEncoding {@code gzip}, {@code identity} or empty
   */
  public Answer accept(
      String token, String peer, InputStream body, String contentType, String contentEncoding)
      throws InterruptedException {
    String type = contentType.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
    Optional<LogSource> source = sources.ofToken(token);
    if (source.isEmpty()) {
      return refused(type, 401, 16, "the token is not known", Optional.empty());
    }
    if (!type.equals(PROTOBUF) && !type.equals(JSON)) {
      return refused(JSON, 415, 3, "the body is neither protobuf nor JSON", Optional.empty());
    }
    if (!keeping.begin()) {
      return refused(type, 429, 8, "too many requests at once", Optional.of(settings.retryAfter()));
    }
    try {
      ExportLogsServiceRequest request = read(body, type, contentEncoding);
      return answer(type, keeping.keep(source.get(), peer, request));
    } catch (UnreadableBody e) {
      return refused(type, e.status, 3, String.valueOf(e.getMessage()), Optional.empty());
    } catch (IOException e) {
      return refused(type, 400, 3, "the body cannot be read: " + e.getMessage(), Optional.empty());
    } finally {
      keeping.end();
    }
  }

  private Answer answer(String type, OtlpKeeping.Outcome outcome) {
    return switch (outcome) {
      case OtlpKeeping.Kept(int rejected) -> done(type, rejected);
      case OtlpKeeping.TooMany(String reason) -> refused(type, 413, 3, reason, Optional.empty());
      case OtlpKeeping.NotNow(String reason) ->
          refused(type, 503, 14, reason, Optional.of(settings.retryAfter()));
    };
  }

  private ExportLogsServiceRequest read(InputStream body, String type, String encoding)
      throws IOException {
    int limit = settings.maxRequestBytes();
    InputStream plain =
        switch (encoding.toLowerCase(Locale.ROOT)) {
          case "", "identity" -> body;
          case "gzip", "x-gzip" -> new GZIPInputStream(bounded(body, limit), 8 << 10);
          default -> throw new UnreadableBody("unknown content encoding", 415);
        };
    byte[] bytes = bounded(plain, limit).readAllBytes();
    try {
      return type.equals(JSON) ? OtlpJson.read(bytes) : ExportLogsServiceRequest.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new UnreadableBody("not an export request: " + e.getMessage(), 400);
    } catch (OtlpJson.NotOtlpException e) {
      throw new UnreadableBody(String.valueOf(e.getMessage()), 400);
    }
  }

  private static InputStream bounded(InputStream in, int limit) {
    return new Bounded(
        in, limit, () -> new UnreadableBody("the body is larger than " + limit + " bytes", 413));
  }

  private static Answer done(String type, int rejected) {
    if (type.equals(JSON)) {
      String text =
          rejected == 0
              ? "{}"
              : "{\"partialSuccess\":{\"rejectedLogRecords\":\""
                  + rejected
                  + "\",\"errorMessage\":\""
                  + OtlpKeeping.TOO_LARGE
                  + "\"}}";
      return new Answer(200, Optional.empty(), JSON, text.getBytes(StandardCharsets.UTF_8));
    }
    return new Answer(200, Optional.empty(), PROTOBUF, response(rejected).toByteArray());
  }

  static ExportLogsServiceResponse response(int rejected) {
    ExportLogsServiceResponse.Builder response = ExportLogsServiceResponse.newBuilder();
    if (rejected > 0) {
      response.setPartialSuccess(
          ExportLogsPartialSuccess.newBuilder()
              .setRejectedLogRecords(rejected)
              .setErrorMessage(OtlpKeeping.TOO_LARGE));
    }
    return response.build();
  }

  /**
   * @param code of {@code google.rpc.Code}
   */
  private Answer refused(
      String type, int status, int code, String reason, Optional<Duration> retryAfter) {
    meter.refusedConnections.increment();
    meter.problem(reason);
    boolean json = !type.equals(PROTOBUF);
    byte[] body =
        json
            ? MAPPER.writeValueAsBytes(java.util.Map.of("code", code, "message", reason))
            : Status.newBuilder().setCode(code).setMessage(reason).build().toByteArray();
    return new Answer(status, retryAfter, json ? JSON : PROTOBUF, body);
  }

  /** How it is doing; refused requests are counted as refused connections. */
  public InputHealth health() {
    return meter.health(0);
  }

  /** A body that cannot be taken, with the status that says so. */
  private static final class UnreadableBody extends IOException {
    private final int status;

    UnreadableBody(String message, int status) {
      super(message);
      this.status = status;
    }
  }
}
