package vn.lachan.events;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers bulk requests as told, where the real server cannot be made to: overloaded, failing,
 * refusing single documents. Of a question it answers half, and says so. Everything else works as
 * if the server were empty.
 */
final class ElasticsearchStub implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("\"create\":\\{[^\\n]*\"_id\":\"([^\"]+)\"");

  /** The answer to a search or a count of which one shard of two came in time. */
  private static final String HALF =
      """
      {"took":1,"timed_out":true,"count":3,
       "_shards":{"total":2,"successful":1,"skipped":0,"failed":1},
       "hits":{"total":{"value":3,"relation":"eq"},"hits":[]}}\
      """;

  private static final String AWAY =
      """
      {"docs":[{"_index":"x","_id":"1","error":
        {"type":"no_shard_available_action_exception","reason":"the node is away"}}]}\
      """;

  /** What happens to one bulk request. */
  interface Behaviour {
    /** The status of the document {@code id}, or of the whole request when it is negative. */
    int statusOf(String id, String document);
  }

  private final HttpServer server;
  private final Deque<Behaviour> next = new ArrayDeque<>();
  private final Set<String> stored = Collections.synchronizedSet(new TreeSet<>());
  private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
  private final List<String> templates = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger requests = new AtomicInteger();
  private volatile boolean shardsAway;

  ElasticsearchStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next bulk requests are answered so; those after, kindly. */
  void then(Behaviour... behaviours) {
    next.addAll(List.of(behaviours));
  }

  /** Every index is there, but no document can be looked for by its id. */
  void takeShardsAway() {
    shardsAway = true;
  }

  Set<String> stored() {
    return Set.copyOf(stored);
  }

  List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  /** What was put. */
  List<String> templates() {
    return List.copyOf(templates);
  }

  int requests() {
    return requests.get();
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    switch (exchange.getRequestMethod()) {
      case "HEAD" -> send(exchange, shardsAway ? 200 : 404, "");
      case "PUT" -> {
        templates.add(body);
        send(exchange, 200, "{\"acknowledged\":true}");
      }
      default -> {
        if (exchange.getRequestURI().getPath().endsWith("/_bulk")) {
          bulk(exchange, body);
        } else if (exchange.getRequestURI().getPath().endsWith("/_mget")) {
          send(exchange, 200, AWAY);
        } else {
          send(exchange, 200, HALF);
        }
      }
    }
  }

  private void bulk(HttpExchange exchange, String body) throws IOException {
    requests.incrementAndGet();
    Behaviour behaviour = next.isEmpty() ? (_, _) -> 201 : next.poll();
    List<String> items = new ArrayList<>();
    String[] lines = body.split("\n", -1);
    for (int i = 0; i + 1 < lines.length; i += 2) {
      Matcher action = ID.matcher(lines[i]);
      if (!action.find()) {
        throw new IOException("no create action: " + lines[i]);
      }
      int status = behaviour.statusOf(action.group(1), lines[i + 1]);
      if (status < 0) {
        send(
            exchange,
            -status,
            "{\"error\":{\"type\":\"stub\",\"reason\":\"told so\"},\"status\":503}");
        return;
      }
      if (status == 201) {
        stored.add(action.group(1));
      }
      items.add(item(action.group(1), status));
    }
    send(exchange, 200, "{\"took\":1,\"errors\":true,\"items\":[" + String.join(",", items) + "]}");
  }

  private static String item(String id, int status) {
    String end =
        status == 201
            ? "\"result\":\"created\""
            : "\"error\":{\"type\":\"stub\",\"reason\":\"status " + status + "\"}";
    return "{\"create\":{\"_index\":\"x\",\"_id\":\"%s\",\"status\":%d,%s}}"
        .formatted(id, status, end);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
