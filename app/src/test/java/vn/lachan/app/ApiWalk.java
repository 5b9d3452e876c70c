package vn.lachan.app;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Walks every path and method of the API's own description as one person, with ids of things that
 * are none of theirs, and writes down whatever lets a trace of them through.
 *
 * <p>A path with a parameter it knows no value for, and a write it knows no body for, are findings
 * too: a new endpoint cannot slip by.
 */
final class ApiWalk {
  private static final Pattern PARAMETER = Pattern.compile("([a-z-]+)/\\{(\\w+)\\}");
  private static final Set<Integer> REFUSED = Set.of(403, 404);
  private static final String EVENTS = "text/event-stream";

  private final TestPlatform.Person person;
  private final Map<String, String> foreign;
  private final Map<String, String> common;
  private final Map<String, String> query;
  private final Map<String, Object> body;
  private final List<String> markers;
  private final List<String> findings = new ArrayList<>();
  private final List<String> streams = new ArrayList<>();
  private final List<String> walked = new ArrayList<>();
  private boolean readsOnly;

  /**
   * @param foreign ids of other people's things, by the word of the path before them
   * @param common ids of things that everybody shares, likewise
   * @param query values for parameters of queries, by name; {@code path name} for one path only
   * @param body everything any write could ask for, by name; {@code path name} for one path only
   * @param markers texts that only other people's things hold
   */
  ApiWalk(
      TestPlatform.Person person,
      Map<String, String> foreign,
      Map<String, String> common,
      Map<String, String> query,
      Map<String, Object> body,
      List<String> markers) {
    this.person = person;
    this.foreign = foreign;
    this.common = common;
    this.query = query;
    this.body = body;
    this.markers = markers;
  }

  /** What went wrong; empty when nothing of others can be seen or done. */
  List<String> findings() {
    return List.copyOf(findings);
  }

  /** Addresses that answer without an end; they are listened to elsewhere. */
  List<String> streams() {
    return List.copyOf(streams);
  }

  /** Every method and path that was tried. */
  List<String> walked() {
    return List.copyOf(walked);
  }

  /** Only reads, of things that may be there to see: nothing of them may hold a marker. */
  ApiWalk read() throws IOException, InterruptedException {
    readsOnly = true;
    return walk();
  }

  /** Writes come first, so that whatever they brought about is there for the reads to find. */
  ApiWalk walk() throws IOException, InterruptedException {
    JsonNode paths = person.json("/v3/api-docs").get("paths");
    for (boolean reads : readsOnly ? new boolean[] {true} : new boolean[] {false, true}) {
      for (Map.Entry<String, JsonNode> path : paths.properties()) {
        for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
          if (method.getKey().equals("get") == reads) {
            operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue());
          }
        }
      }
    }
    return this;
  }

  private void operation(String method, String path, JsonNode operation)
      throws IOException, InterruptedException {
    walked.add(method + " " + path);
    if (operation.at("/responses/200/content").has(EVENTS)) {
      streams.add(path);
      return;
    }
    StringBuilder filled = new StringBuilder();
    boolean ofOthers = false;
    Matcher parameter = PARAMETER.matcher(path);
    while (parameter.find()) {
      String word = parameter.group(1);
      String value = foreign.getOrDefault(word, common.get(word));
      ofOthers |= foreign.containsKey(word);
      if (value == null) {
        findings.add(method + " " + path + ": no value is known for {" + parameter.group(2) + "}");
        return;
      }
      parameter.appendReplacement(filled, Matcher.quoteReplacement(word + "/" + value));
    }
    parameter.appendTail(filled);
    if (filled.indexOf("{") >= 0) {
      findings.add(method + " " + path + ": a parameter was not understood");
      return;
    }
    String address = filled + asked(operation, path, false);
    judge(method, path, ofOthers, send(method, address, path, operation));
    String more = asked(operation, path, true);
    if (method.equals("GET") && !more.isEmpty()) {
      judge(method, path + more, ofOthers, send(method, filled + more, path, operation));
    }
  }

  /** The parameters that are required, or all that a value is known for. */
  private String asked(JsonNode operation, String path, boolean all) {
    Map<String, String> asked = new LinkedHashMap<>();
    for (JsonNode parameter : operation.path("parameters")) {
      String name = parameter.get("name").asString();
      String value = query.getOrDefault(path + " " + name, query.get(name));
      if (!parameter.get("in").asString().equals("query")) {
        continue;
      }
      if (parameter.path("required").asBoolean() && value == null) {
        findings.add(path + ": no value is known for the parameter " + name);
      } else if (value != null && (all || parameter.path("required").asBoolean())) {
        asked.put(name, value);
      }
    }
    return asked.isEmpty()
        ? ""
        : "?"
            + String.join(
                "&",
                asked.entrySet().stream()
                    .map(e -> e.getKey() + "=" + TestPlatform.Person.encoded(e.getValue()))
                    .toList());
  }

  private HttpResponse<String> send(String method, String address, String path, JsonNode operation)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = person.request(address);
    if (operation.at("/requestBody/content").has("multipart/form-data")) {
      String mark = "walk-of-the-api";
      request.header("Content-Type", "multipart/form-data; boundary=" + mark);
      request.method(method, HttpRequest.BodyPublishers.ofString(file(mark)));
    } else if (operation.has("requestBody")) {
      request.header("Content-Type", "application/json");
      String json = JsonMapper.shared().writeValueAsString(bodyOf(path));
      request.method(method, HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8));
    } else {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    }
    return person.http(request.build());
  }

  private Map<String, Object> bodyOf(String path) {
    Map<String, Object> own = new LinkedHashMap<>();
    body.forEach((name, value) -> {
      if (!name.startsWith("/")) {
        own.putIfAbsent(name, value);
      } else if (name.startsWith(path + " ")) {
        own.put(name.substring(path.length() + 1), value);
      }
    });
    return own;
  }

  private static String file(String mark) {
    return "--"
        + mark
        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"thu.json\"\r\n"
        + "Content-Type: application/json\r\n\r\n{}\r\n--"
        + mark
        + "--\r\n";
  }

  private void judge(String method, String path, boolean ofOthers, HttpResponse<String> answer) {
    int status = answer.statusCode();
    String what = method + " " + path + " -> " + status + " ";
    if (REFUSED.contains(status)) {
      return;
    }
    if (ofOthers && !readsOnly) {
      findings.add(what + "is neither refused nor unknown: " + shortened(answer.body()));
    } else if (status >= 500) {
      findings.add(what + shortened(answer.body()));
    }
    markers.stream()
        .filter(answer.body()::contains)
        .findFirst()
        .ifPresent(marker -> findings.add(what + "holds " + marker));
  }

  private static String shortened(String text) {
    return text.length() > 300 ? text.substring(0, 300) + " ..." : text;
  }
}
