package vn.lachan.events;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stands before a real Elasticsearch and answers some bulk requests as an overloaded or broken one
 * does; what it lets through, the real one does. Can be away altogether.
 */
final class ElasticsearchFront implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** What happens to a bulk request. */
  enum Fault {
    NONE,
    /** Refused whole for load, nothing is stored. */
    TOO_MANY_REQUESTS,
    /** Refused whole, nothing is stored. */
    UNAVAILABLE,
    /** Every second document is refused for load, the others are stored. */
    HALF,
    /** All is stored, but the line breaks before the answer. */
    NO_ANSWER
  }

  private final URI real;
  private final Supplier<Fault> faults;
  private final Predicate<String> refusedForGood;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger faulted = new AtomicInteger();
  private final AtomicInteger largest = new AtomicInteger();
  private final InetSocketAddress address;
  private @Nullable HttpServer server;

  /**
   * @param faults asked for each bulk request
   * @param refusedForGood documents that are answered with 400, by the text of the document
   */
  ElasticsearchFront(URI real, Supplier<Fault> faults, Predicate<String> refusedForGood)
      throws IOException {
    this.real = real;
    this.faults = faults;
    this.refusedForGood = refusedForGood;
    this.address = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private InetSocketAddress listen(InetSocketAddress at) throws IOException {
    HttpServer started = HttpServer.create(at, 0);
    started.createContext("/", this::answer);
    started.setExecutor(threads);
    started.start();
    server = started;
    return started.getAddress();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + address.getPort());
  }

  /** Nobody answers on the port any more, and lines that are open break. */
  synchronized void away() {
    HttpServer running = server;
    if (running != null) {
      running.stop(0);
      server = null;
    }
  }

  synchronized void back() throws IOException {
    if (server == null) {
      listen(address);
    }
  }

  /** How many bulk requests did not end well. */
  int faulted() {
    return faulted.get();
  }

  /** The most documents that a bulk request had. */
  int largest() {
    return largest.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (exchange.getRequestURI().getPath().endsWith("/_bulk")) {
      bulk(exchange, body);
    } else {
      HttpResponse<byte[]> answer = forward(exchange, body);
      send(exchange, answer.statusCode(), answer.body());
    }
  }

  private void bulk(HttpExchange exchange, byte[] body) throws IOException {
    String[] lines = new String(body, StandardCharsets.UTF_8).split("\n", -1);
    largest.accumulateAndGet(lines.length / 2, Math::max);
    Fault fault = faults.get();
    if (fault != Fault.NONE) {
      faulted.incrementAndGet();
    }
    switch (fault) {
      case TOO_MANY_REQUESTS -> send(exchange, 429, error("es_rejected_execution_exception", 429));
      case UNAVAILABLE -> send(exchange, 503, error("cluster_block_exception", 503));
      case NO_ANSWER -> {
        forward(exchange, body);
        exchange.sendResponseHeaders(200, body.length); // and not one byte of them
        exchange.close();
      }
      case NONE, HALF -> some(exchange, lines, fault == Fault.HALF);
    }
  }

  /** Lets through what is not refused, and puts the answers together in the order asked. */
  private void some(HttpExchange exchange, String[] lines, boolean half) throws IOException {
    StringBuilder through = new StringBuilder();
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i + 1 < lines.length; i += 2) {
      int status = refusedForGood.test(lines[i + 1]) ? 400 : half && i % 4 == 2 ? 429 : 0;
      statuses.add(status);
      if (status == 0) {
        through.append(lines[i]).append('\n').append(lines[i + 1]).append('\n');
      }
    }
    ArrayNode items = JSON.createArrayNode();
    if (!through.isEmpty()) {
      HttpResponse<byte[]> answer =
          forward(exchange, through.toString().getBytes(StandardCharsets.UTF_8));
      if (answer.statusCode() != 200) {
        send(exchange, answer.statusCode(), answer.body());
        return;
      }
      items = (ArrayNode) JSON.readTree(answer.body()).get("items");
    }
    ObjectNode whole = JSON.createObjectNode().put("took", 1).put("errors", true);
    ArrayNode all = whole.putArray("items");
    int next = 0;
    for (int status : statuses) {
      all.add(status == 0 ? items.get(next++) : refusal(status));
    }
    send(exchange, 200, JSON.writeValueAsBytes(whole));
  }

  private static JsonNode refusal(int status) {
    ObjectNode item = JSON.createObjectNode();
    ObjectNode create = item.putObject("create").put("_index", "x").put("_id", "x");
    create.put("status", status);
    create
        .putObject("error")
        .put("type", status == 400 ? "document_parsing_exception" : "es_rejected_execution")
        .put("reason", "told so: " + status);
    return item;
  }

  private static byte[] error(String type, int status) {
    return "{\"error\":{\"type\":\"%s\",\"reason\":\"told so\"},\"status\":%d}"
        .formatted(type, status)
        .getBytes(StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(real.resolve(exchange.getRequestURI().toString()))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : List.of("Content-Type", "Accept")) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
    exchange
        .getResponseHeaders()
        .set("Content-Type", "application/vnd.elasticsearch+json;compatible-with=9");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    away();
    client.close();
    threads.shutdownNow();
  }
}
