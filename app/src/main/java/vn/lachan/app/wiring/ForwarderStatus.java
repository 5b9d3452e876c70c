package vn.lachan.app.wiring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.collector.Collector;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.forward.ForwardSender;
import vn.lachan.collector.forward.ForwardStats;
import vn.lachan.collector.forward.Lane;
import vn.lachan.collector.forward.Lanes;
import vn.lachan.collector.journal.JournalStats;

/**
 * Health and figures of a forwarder, for programs on the same machine: {@code /health} as JSON,
 * {@code /metrics} as Prometheus reads them.
 */
final class ForwarderStatus implements AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final HttpServer server;
  private final Collector collector;
  private final Lanes lanes;
  private final ForwardSender sender;

  private ForwarderStatus(
      HttpServer server, Collector collector, Lanes lanes, ForwardSender sender) {
    this.server = server;
    this.collector = collector;
    this.lanes = lanes;
    this.sender = sender;
  }

  static ForwarderStatus open(int port, Collector collector, Lanes lanes, ForwardSender sender)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    ForwarderStatus status = new ForwarderStatus(server, collector, lanes, sender);
    server.createContext(
        "/health", exchange -> answer(exchange, "application/json", status.health()));
    server.createContext(
        "/metrics", exchange -> answer(exchange, "text/plain; version=0.0.4", status.metrics()));
    server.start();
    return status;
  }

  private static void answer(HttpExchange exchange, String type, String text) throws IOException {
    try (exchange) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private String health() {
    return MAPPER.writeValueAsString(
        Map.of("forward", sender.stats(), "inputs", collector.health()));
  }

  private String metrics() {
    StringBuilder text = new StringBuilder(2_000);
    ForwardStats stats = sender.stats();
    line(text, "lachan_forward_connected", stats.connected() ? 1 : 0);
    line(text, "lachan_forward_acknowledged_total", stats.acknowledged());
    line(text, "lachan_forward_raw_bytes_total", stats.rawBytes());
    line(text, "lachan_forward_line_bytes_total", stats.lineBytes());
    line(text, "lachan_forward_refused_total", stats.refused());
    line(text, "lachan_forward_connections_total", stats.connections());
    for (Lane lane : Lane.values()) {
      String label = "{lane=\"" + lane.text() + "\"}";
      JournalStats journal = lanes.stats(lane);
      line(text, "lachan_forward_backlog_bytes" + label, lanes.backlog(lane));
      line(text, "lachan_journal_bytes" + label, journal.bytes());
      line(text, "lachan_journal_limit_bytes" + label, journal.maxBytes());
      line(
          text,
          "lachan_journal_accepting" + label,
          journal.state() == JournalStats.State.OPEN ? 1 : 0);
      line(
          text, "lachan_journal_oldest_unread_seconds" + label, journal.oldestUnread().toSeconds());
      line(text, "lachan_journal_stale" + label, journal.stale() ? 1 : 0);
      line(text, "lachan_journal_expired_records_total" + label, journal.expiredRecords());
    }
    for (InputHealth input : collector.health()) {
      String label = "{input=\"" + input.name() + "\"}";
      line(text, "lachan_input_received_total" + label, input.received());
      line(text, "lachan_input_bytes_total" + label, input.bytes());
      line(text, "lachan_input_dropped_total" + label, input.dropped() + input.kernelDropped());
      line(text, "lachan_input_truncated_total" + label, input.truncated());
      line(text, "lachan_input_damaged_total" + label, input.damaged());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, long value) {
    text.append(String.format(Locale.ROOT, "%s %d%n", name, value));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
