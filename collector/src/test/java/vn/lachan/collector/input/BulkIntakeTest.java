package vn.lachan.collector.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.TestLogs;

class BulkIntakeTest implements DurableInputContract {
  private static final String TOKEN = "dung-cho-ai-biet";
  private static final NdjsonSettings SMALL =
      new NdjsonSettings(10_000, 3, 1_000, 2, Duration.ofSeconds(5));

  private final MemoryIntake intake = new MemoryIntake();

  private NdjsonSettings settings = SMALL;

  private static LogSources sources() throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8));
    return new LogSources(
        List.of(
            LogSource.of("may-tram", "json", "").withTokenHash(HexFormat.of().formatHex(hash))));
  }

  @Override
  public Line open(MemoryIntake memory) throws Exception {
    BulkIntake input = new BulkIntake(NdjsonSettings.DEFAULT, sources(), memory, TestLogs.CLOCK);
    return new Line() {
      @Override
      public boolean send(List<String> records) throws Exception {
        String body =
            records.stream()
                .map(one -> "{\"create\":{}}\n" + one + "\n")
                .collect(Collectors.joining());
        BulkIntake.Answer answer =
            input.accept(
                TOKEN, "10.0.0.1", "logs", new ByteArrayInputStream(TestLogs.bytes(body)), "");
        return answer.status() == 200
            && !JsonMapper.shared().readTree(answer.json()).get("errors").asBoolean();
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

  private BulkIntake.Answer accept(String token, String body) throws Exception {
    return new BulkIntake(settings, sources(), intake, TestLogs.CLOCK)
        .accept(token, "10.0.0.1", "logs", new ByteArrayInputStream(TestLogs.bytes(body)), "");
  }

  @Test
  void takesDocumentsUnderTheSourceOfTheToken() throws Exception {
    BulkIntake.Answer answer =
        accept(
            TOKEN,
            """
            {"index":{"_index":"winlogbeat-9","_id":"a1"}}
            {"n":1}
            {"create":{}}
            {"n":2}
            """);

    assertThat(answer.status()).isEqualTo(200);
    JsonNode json = JsonMapper.shared().readTree(answer.json());
    assertThat(json.get("errors").asBoolean()).isFalse();
    assertThat(json.get("items").get(0).get("index").get("_index").asString())
        .isEqualTo("winlogbeat-9");
    assertThat(json.get("items").get(0).get("index").get("_id").asString()).isEqualTo("a1");
    assertThat(json.get("items").get(1).get("create").get("_index").asString()).isEqualTo("logs");
    assertThat(json.get("items").get(1).get("create").get("status").asInt()).isEqualTo(201);
    assertThat(intake.texts()).containsExactly("{\"n\":1}", "{\"n\":2}");
    assertThat(intake.all().stream().map(RawLog::position)).containsExactly("winlogbeat-9/a1", "");
    assertThat(intake.all()).allMatch(log -> log.source().equals("may-tram"));
  }

  @Test
  void anIdClaimsNoWayOverAForwarder() throws Exception {
    BulkIntake.Answer answer =
        accept(TOKEN, "{\"index\":{\"_id\":\"a\\u001fxa/x/1:1\"}}\n{\"n\":1}\n");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(intake.all().getFirst().hop()).isEmpty();
  }

  @Test
  void whatWouldChangeADocumentIsAnErrorOfItsItem() throws Exception {
    BulkIntake.Answer answer =
        accept(
            TOKEN,
            """
            {"delete":{"_id":"a1"}}
            {"update":{"_id":"a1"}}
            {"doc":{"n":3}}
            {"index":{"_id":"%s"}}
            {"n":4}
            {"index":{}}
            {"n":5}
            """
                .formatted("x".repeat(600)));

    JsonNode json = JsonMapper.shared().readTree(answer.json());
    assertThat(json.get("errors").asBoolean()).isTrue();
    assertThat(json.get("items").valueStream().map(item -> item.iterator().next()))
        .extracting(item -> item.get("status").asInt())
        .containsExactly(400, 400, 400, 201);
    assertThat(intake.texts()).containsExactly("{\"n\":5}");
  }

  @Test
  void refusesARequestItCannotReadAsAWholeAndNamesTheLine() throws Exception {
    assertThat(accept("sai", "{\"index\":{}}\n{}\n").status()).isEqualTo(401);
    assertThat(refused(accept(TOKEN, "{\"index\":{}}\n{}\nkhông\n{}\n")))
        .isEqualTo(new Refused(400, "line 3: not a line of JSON"));
    assertThat(refused(accept(TOKEN, "[1]\n{}\n")))
        .isEqualTo(new Refused(400, "line 1: not one action"));
    assertThat(refused(accept(TOKEN, "{\"index\":{},\"create\":{}}\n{}\n")))
        .isEqualTo(new Refused(400, "line 1: not one action"));
    assertThat(refused(accept(TOKEN, "{\"drop\":{}}\n{}\n")))
        .isEqualTo(new Refused(400, "line 1: unknown action"));
    assertThat(refused(accept(TOKEN, "{\"index\":{}}\n")))
        .isEqualTo(new Refused(400, "line 2: the document is missing"));
    assertThat(refused(accept(TOKEN, "{\"index\":{}}\n{}\n".repeat(4))))
        .isEqualTo(new Refused(413, "more than 3 lines"));
    intake.refuse(true);
    assertThat(accept(TOKEN, "{\"index\":{}}\n{}\n").status()).isEqualTo(503);
    assertThat(intake.all()).isEmpty();
  }

  @Test
  void longNamesAreErrorsOfTheirItems() throws Exception {
    settings = NdjsonSettings.DEFAULT;
    String id = "đ".repeat(256); // 512 bytes
    String index = "i".repeat(256);
    assertThat(problem(index, id)).isEmpty();
    assertThat(problem(index, id + "x")).isEqualTo("_id is too long");
    assertThat(problem(index + "i", id)).isEqualTo("_index and _id together are too long");
    assertThat(problem("i".repeat(5_000), "1")).isEqualTo("_index and _id together are too long");
    assertThat(intake.all()).hasSize(1);
    assertThat(intake.all().getFirst().position()).endsWith(index + "/" + id);
  }

  private String problem(String index, String id) throws Exception {
    String body = "{\"index\":{\"_index\":\"%s\",\"_id\":\"%s\"}}\n{}\n".formatted(index, id);
    BulkIntake.Answer answer = accept(TOKEN, body);
    assertThat(answer.status()).isEqualTo(200);
    return JsonMapper.shared()
        .readTree(answer.json())
        .at("/items/0/index/error/reason")
        .asString("");
  }

  private record Refused(int status, String reason) {}

  private static Refused refused(BulkIntake.Answer answer) {
    JsonNode json = JsonMapper.shared().readTree(answer.json());
    assertThat(json.get("status").asInt()).isEqualTo(answer.status());
    return new Refused(answer.status(), json.get("error").get("reason").asString());
  }
}
