package vn.lachan.collector.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.RawLines;

/**
 * Takes documents in the form of Elasticsearch's bulk requests: a line that says {@code index} or
 * {@code create}, then the document; senders that know Elasticsearch need no other program. Knows
 * nothing of HTTP itself.
 *
 * <p>The log source is that of the token, whatever index the sender names. A document with an
 * {@code _id} that comes again is the same event; without one, equal documents are one event.
 * {@code update} and {@code delete} are answered as errors of their items: what was logged stays.
 *
 * <p>Safe for use by several threads.
 */
public final class BulkIntake {
  /** Bytes of an {@code _id}, as Elasticsearch has it. */
  private static final int LONGEST_ID = 512;

  /** Bytes of {@code _index} and {@code _id}: both go into the position of the record. */
  private static final int LONGEST_BOTH = 768;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpIntake http;

  /** One action of a request. */
  private record Item(String action, String index, @Nullable String id, @Nullable String problem) {}

  /**
   * What to answer.
   *
   * @param status HTTP status
   * @param json the body, as Elasticsearch writes it
   */
  public record Answer(int status, String json) {}

  public BulkIntake(NdjsonSettings settings, LogSources sources, Intake intake, Clock clock) {
    this.http = new HttpIntake("bulk", settings, sources, intake, clock);
  }

  /**
   * Takes one request; returns when its documents are durable or it is refused as a whole.
   *
   * @param token the sender's token, which names its log source
   * @param peer address of the sender
   * @param index the index of actions that name none
   * @param contentEncoding {@code gzip}, {@code identity} or empty
   */
  public Answer accept(
      String token, String peer, String index, InputStream body, String contentEncoding)
      throws InterruptedException {
    long start = System.nanoTime();
    List<Item> items = new ArrayList<>();
    IntakeResult result =
        http.accept(
            token,
            peer,
            body,
            contentEncoding,
            (lines, records) -> read(lines, records, index, items));
    return switch (result) {
      case IntakeResult.Accepted _ ->
          new Answer(200, answer(items, (System.nanoTime() - start) / 1_000_000));
      case IntakeResult.Refused(String reason, int status) ->
          new Answer(status, refusal(reason, status));
    };
  }

  /** What is answered to a request that is not taken at all. */
  public static String refusal(String reason, int status) {
    return JSON.writeValueAsString(
        Map.of("error", error("lachan_refused", reason), "status", status));
  }

  private static void read(
      RawLines lines, HttpIntake.Records records, String index, List<Item> items)
      throws IOException {
    int number = 1;
    RawLines.Line line = lines.next();
    while (line != null) {
      if (line.bytes().length > 0) {
        Item item = item(line, number, index);
        items.add(item);
        if (!item.action().equals("delete")) {
          document(lines, records, item, number + 1);
          number++;
        }
      }
      number++;
      line = lines.next();
    }
  }

  private static void document(RawLines lines, HttpIntake.Records records, Item item, int number)
      throws IOException {
    RawLines.Line line = lines.next();
    if (line == null || line.bytes().length == 0) {
      throw new HttpIntake.UnreadableBody("line " + number + ": the document is missing", 400);
    }
    if (item.problem() == null) {
      records.add(line, item.id() == null ? "" : item.index() + "/" + item.id());
    }
  }

  private static Item item(RawLines.Line line, int number, String index)
      throws HttpIntake.UnreadableBody {
    JsonNode action;
    try {
      action = JSON.readTree(new String(line.bytes(), StandardCharsets.UTF_8));
    } catch (JacksonException _) {
      throw new HttpIntake.UnreadableBody("line " + number + ": not a line of JSON", 400);
    }
    if (!action.isObject() || action.size() != 1) {
      throw new HttpIntake.UnreadableBody("line " + number + ": not one action", 400);
    }
    String name = action.propertyNames().iterator().next();
    JsonNode words = action.get(name);
    String into = words.path("_index").asString(index);
    String id = words.hasNonNull("_id") ? words.get("_id").asString() : null;
    return switch (name) {
      case "index", "create" -> new Item(name, into, id, tooLong(into, id));
      case "update", "delete" -> new Item(name, into, id, "what was logged is not changed");
      default -> throw new HttpIntake.UnreadableBody("line " + number + ": unknown action", 400);
    };
  }

  private static @Nullable String tooLong(String index, @Nullable String id) {
    if (id == null) {
      return null; // then the index is not kept
    }
    int bytes = id.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_ID) {
      return "_id is too long";
    }
    return bytes + index.getBytes(StandardCharsets.UTF_8).length > LONGEST_BOTH
        ? "_index and _id together are too long"
        : null;
  }

  private static String answer(List<Item> items, long millis) {
    List<Map<String, Object>> answers = new ArrayList<>(items.size());
    boolean errors = false;
    for (Item item : items) {
      Map<String, Object> words = new LinkedHashMap<>();
      words.put("_index", item.index());
      if (item.id() != null) {
        words.put("_id", item.id());
      }
      if (item.problem() == null) {
        words.put("result", "created");
        words.put("status", 201);
      } else {
        errors = true;
        words.put("status", 400);
        words.put("error", error("illegal_argument_exception", item.problem()));
      }
      answers.add(Map.of(item.action(), words));
    }
    return JSON.writeValueAsString(Map.of("took", millis, "errors", errors, "items", answers));
  }

  private static Map<String, String> error(String type, String reason) {
    return Map.of("type", type, "reason", reason);
  }

  /** How it is doing; refused requests are counted as refused connections. */
  public InputHealth health() {
    return http.health();
  }
}
