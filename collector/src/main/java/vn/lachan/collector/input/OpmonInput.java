package vn.lachan.collector.input;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.collector.Input;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;

/**
 * Fetches the operational monitoring records of an X-Road security server (PR-OPMON), which keeps
 * them for a week only.
 *
 * <p>The position is the second up to which every record would survive a crash of the machine. A
 * record that comes twice, because answers overlap or after a crash, has the same position both
 * times and becomes one event; what the client's and the producer's server say of one message are
 * two records.
 *
 * <p>The clock of the server decides what is old enough: where ours is ahead it answers less than
 * it was asked for and says where to go on, and it is asked again at the next look.
 */
public final class OpmonInput implements Input {
  private static final String HEADER = "lachan-opmon-position 1";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final OpmonSettings settings;
  private final String source;
  private final Intake intake;
  private final Clock clock;
  private final InputMeter meter;
  private final PositionFile positions;
  private final Puller puller;
  private final HttpClient http;
  private Optional<Long> next = Optional.empty();

  /** Whether the last answer may have been full. */
  private boolean more;

  /**
   * @param source id of the log source of the records
   */
  public OpmonInput(OpmonSettings settings, String source, Intake intake, Clock clock) {
    this.settings = settings;
    this.source = source;
    this.intake = intake;
    this.clock = clock;
    this.positions = new PositionFile(settings.stateFolder(), settings.name(), HEADER);
    this.meter = new InputMeter(settings.name(), "opmon", settings.serverId(), clock);
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout());
    settings.tls().ifPresent(client::sslContext);
    this.http = client.build();
    this.puller =
        new Puller(
            settings.name(),
            settings.serverId(),
            meter,
            new Puller.Pace(settings.pollInterval(), settings.retryInterval(), settings.timeout()),
            this::pull);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void start() {
    next = positions.load(OpmonInput::second);
    puller.start();
  }

  private static long second(List<String> lines) {
    if (lines.size() != 1) {
      throw new IllegalArgumentException("there is not one line behind the first");
    }
    return Long.parseLong(lines.getFirst());
  }

  private boolean pull() throws IOException, InterruptedException {
    Instant now = clock.instant();
    long from = next.orElse(now.minus(settings.lookBack()).getEpochSecond());
    long to = now.minus(settings.holdBack()).getEpochSecond();
    if (from > to) {
      return false;
    }
    Optional<OpmonAnswer> given = askForMore(from, to);
    if (given.isEmpty()) {
      return false;
    }
    OpmonAnswer answer = given.get();
    List<RawLog> logs = new ArrayList<>();
    for (JsonNode one : answer.records()) {
      byte[] bytes = JSON.writeValueAsBytes(one);
      logs.add(new RawLog(source, now, settings.serverId(), position(one), bytes));
    }
    Keeping.keep(intake, logs, meter);
    long goOn = Math.max(answer.next().orElse(to + 1), from);
    if (goOn > from) {
      positions.save(List.of(Long.toString(goOn)));
      next = Optional.of(goOn);
    }
    more = goOn > from && answer.isFullBefore(goOn);
    return more;
  }

  /**
   * Empty when there is nothing yet. A server names where to go on both when an answer is full and
   * when it holds the youngest records back; in the second case it refuses to go on at once.
   */
  private Optional<OpmonAnswer> askForMore(long from, long to)
      throws IOException, InterruptedException {
    boolean following = more;
    more = false;
    try {
      return Optional.of(ask(from, to));
    } catch (OpmonAnswer.RefusedException e) {
      if (following) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private OpmonAnswer ask(long from, long to) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(settings.url())
            .timeout(settings.timeout())
            .header("Content-Type", "text/xml; charset=UTF-8")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    OpmonQuestion.of(settings, UUID.randomUUID().toString(), from, to)))
            .build();
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    int most = settings.maxAnswerBytes();
    try (InputStream body =
        new Bounded(
            response.body(),
            most,
            () -> new ProtocolException("the answer is larger than " + most + " bytes"))) {
      byte[] bytes = body.readAllBytes();
      String type = response.headers().firstValue("Content-Type").orElse("");
      // A fault comes with 500 and says why.
      boolean soap = type.startsWith("text/xml") || type.startsWith("multipart/");
      if (!soap || (response.statusCode() != 200 && response.statusCode() != 500)) {
        throw new IOException(
            "the server answers %d with %s".formatted(response.statusCode(), type));
      }
      return OpmonAnswer.read(type, bytes, most);
    }
  }

  /** A message is one record for each side of it: messages have unique ids only per client. */
  private String position(JsonNode one) {
    return String.join(
        ":",
        settings.serverId(),
        one.path("messageId").asString(""),
        one.path("securityServerType").asString(""),
        one.path("requestInTs").asString(""),
        one.path("xRequestId").asString(""));
  }

  @Override
  public InputHealth health() {
    return meter.health(0);
  }

  @Override
  public void close() {
    puller.close();
    http.shutdownNow();
  }
}
