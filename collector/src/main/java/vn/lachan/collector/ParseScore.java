package vn.lachan.collector;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.collector.syslog.Timestamps;
import vn.lachan.events.Event;

/**
 * Compares events with expected ones: pairs of {@code NAME.log} and {@code NAME.expected.json} (one
 * object, or a list with one for each line) below a folder. Counts, field by field over a fixed
 * list of ECS core fields, what is right, wrong, missing and extra.
 */
final class ParseScore {
  private static final List<String> CORE =
      List.of(
          "@timestamp",
          "event.action",
          "event.category",
          "event.outcome",
          "event.code",
          "source.ip",
          "source.port",
          "source.domain",
          "destination.ip",
          "destination.port",
          "destination.domain",
          "user.name",
          "user.id",
          "group.name",
          "group.id",
          "host.hostname",
          "host.name",
          "process.name",
          "process.pid",
          "process.command_line",
          "url.original",
          "url.path",
          "url.query",
          "url.domain",
          "http.request.method",
          "http.request.referrer",
          "http.response.status_code",
          "http.response.bytes",
          "http.response.body.bytes",
          "http.version",
          "user_agent.original",
          "log.level",
          "rule.id",
          "file.path");

  private final Normalizer normalizer;
  private final Clock clock;
  private final PrintStream out;
  private final JsonMapper mapper = new JsonMapper();
  private int skipped;
  private final Map<String, int[]> byField = new TreeMap<>();

  ParseScore(Normalizer normalizer, Clock clock, PrintStream out) {
    this.normalizer = normalizer;
    this.clock = clock;
    this.out = out;
  }

  /** Prints the score of {@code folder}; false when it holds no pairs. */
  boolean run(Path folder) throws IOException {
    List<Path> logs;
    try (Stream<Path> files = Files.walk(folder)) {
      logs = files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    }
    int events = 0;
    for (Path file : logs) {
      events += pair(file);
    }
    int right = 0;
    int wrong = 0;
    int missing = 0;
    int extra = 0;
    for (Map.Entry<String, int[]> entry : byField.entrySet()) {
      int[] counts = entry.getValue();
      out.printf(
          Locale.ROOT,
          "%-28s right %4d  wrong %4d  missing %4d  extra %4d%n",
          entry.getKey(),
          counts[0],
          counts[1],
          counts[2],
          counts[3]);
      right += counts[0];
      wrong += counts[1];
      missing += counts[2];
      extra += counts[3];
    }
    double precision = (double) right / Math.max(1, right + wrong + extra);
    double recall = (double) right / Math.max(1, right + wrong + missing);
    double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    out.printf(
        Locale.ROOT,
        "%d events (%d files of several lines a record left out): right %d, wrong %d, missing %d,"
            + " extra %d; F1 %.3f%n",
        events,
        skipped,
        right,
        wrong,
        missing,
        extra,
        f1);
    return events > 0;
  }

  private int pair(Path file) throws IOException {
    String name = file.getFileName().toString();
    Path expected = file.resolveSibling(name.substring(0, name.length() - 4) + ".expected.json");
    if (!Files.exists(expected)) {
      return 0;
    }
    JsonNode tree = mapper.readTree(Files.readString(expected));
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).stripTrailing();
    if (!tree.isArray()) {
      compare(text, tree);
      return 1;
    }
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    if (lines.size() != tree.size()) {
      skipped++; // records of several lines: joining them is the work of the input
      return 0;
    }
    for (int i = 0; i < lines.size(); i++) {
      compare(lines.get(i), tree.get(i));
    }
    return lines.size();
  }

  private void compare(String line, JsonNode expected) {
    Event event =
        normalizer.normalize(
            new RawLog(
                "parse", clock.instant(), "", line, line.getBytes(StandardCharsets.ISO_8859_1)));
    for (String field : CORE) {
      Set<String> wanted = values(find(expected, field));
      Set<String> found = new TreeSet<>();
      Object value = field.equals("@timestamp") ? said(event) : event.get(field);
      if (value instanceof List<?> list) {
        list.forEach(item -> found.add(String.valueOf(item)));
      } else if (value != null) {
        found.add(value.toString());
      }
      int outcome = outcome(field, wanted, found);
      if (outcome >= 0) {
        byField.computeIfAbsent(field, _ -> new int[4])[outcome]++;
      }
    }
  }

  private static @Nullable String said(Event event) {
    return event.timestamp().equals(event.ingested()) ? null : event.timestamp().toString();
  }

  private static int outcome(String field, Set<String> wanted, Set<String> found) {
    if (wanted.isEmpty()) {
      boolean ours = field.equals("@timestamp") || field.startsWith("event.");
      return found.isEmpty() || ours ? -1 : 3;
    }
    if (found.isEmpty()) {
      return 2;
    }
    boolean same = wanted.equals(found) || found.containsAll(wanted) || wanted.containsAll(found);
    return same || sameMoment(field, wanted, found) || sameIgnoringCase(wanted, found) ? 0 : 1;
  }

  private static boolean sameIgnoringCase(Set<String> wanted, Set<String> found) {
    return String.join(",", wanted).equalsIgnoreCase(String.join(",", found));
  }

  private static boolean sameMoment(String field, Set<String> wanted, Set<String> found) {
    if (!field.equals("@timestamp")) {
      return false;
    }
    Instant now = Instant.EPOCH;
    Instant a = Timestamps.parse(wanted.iterator().next(), now, ZoneOffset.UTC);
    Instant b = Timestamps.parse(found.iterator().next(), now, ZoneOffset.UTC);
    return a != null && b != null && a.toEpochMilli() == b.toEpochMilli();
  }

  private static @Nullable JsonNode find(JsonNode node, String field) {
    JsonNode direct = node.get(field);
    if (direct != null) {
      return direct;
    }
    JsonNode at = node;
    for (String part : field.split("\\.", -1)) {
      at = at == null ? null : at.get(part);
    }
    return at;
  }

  private static Set<String> values(@Nullable JsonNode node) {
    Set<String> values = new TreeSet<>();
    if (node == null || node.isNull() || node.isObject()) {
      return values;
    }
    List<JsonNode> items = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(items::add);
    } else {
      items.add(node);
    }
    for (JsonNode item : items) {
      String text = item.isString() ? item.stringValue() : item.toString();
      if (!text.isEmpty() && !text.equals("-")) {
        values.add(text);
      }
    }
    return values;
  }
}
