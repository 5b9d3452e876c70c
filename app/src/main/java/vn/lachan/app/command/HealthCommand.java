package vn.lachan.app.command;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.simulator.send.TrustedCertificate;

/** Whether a platform on this machine works, and the figures that tell first when it does not. */
final class HealthCommand implements Command {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final JsonMapper JSON = JsonMapper.shared();

  /** What somebody asks first, by the name of the metric. */
  private static final Map<String, String> FIGURES = figures();

  @Override
  public String summary() {
    return "health [--address URL] [--data FOLDER] [--json]: whether a platform on this machine"
        + " works";
  }

  @Override
  public int run(List<String> arguments, Commands.Output output) {
    String address = "";
    try {
      Arguments given = Arguments.parse(arguments, Set.of("address", "data"), Set.of("json"));
      address = given.option("address").orElse("https://localhost:8443");
      Path keys = PlatformArguments.data(given).resolve("keys");
      try (HttpClient client = client(keys)) {
        return ask(client, address, given.flag("json"), output);
      }
    } catch (Arguments.UsageException | IllegalArgumentException e) {
      output.err().println("lachan health: " + e.getMessage());
      return USAGE;
    } catch (IOException e) {
      output.err().println("lachan health: không có trả lời từ " + address + ": " + reason(e));
      return PROBLEM;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return PROBLEM;
    }
  }

  private static int ask(HttpClient client, String address, boolean json, Commands.Output output)
      throws IOException, InterruptedException {
    HttpResponse<String> health = get(client, address + "/actuator/health");
    boolean up = health.statusCode() == 200;
    Map<String, Object> figures = new LinkedHashMap<>();
    HttpResponse<String> metrics = get(client, address + "/actuator/prometheus");
    if (metrics.statusCode() == 200) {
      Map<String, Double> values = values(metrics.body());
      FIGURES.forEach((metric, name) -> {
        Double value = values.get(metric);
        if (value != null) {
          figures.put(name, value);
        }
      });
    }
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("address", address);
      all.put("up", up);
      all.putAll(figures);
      output.out().println(JSON.writeValueAsString(all));
    } else {
      output
          .out()
          .println(
              address + (up ? ": hoạt động" : ": không hoạt động (" + health.statusCode() + ")"));
      figures.forEach((name, value) -> output.out().printf("  %-32s %s%n", name, number(value)));
    }
    return up ? DONE : PROBLEM;
  }

  private static String number(Object value) {
    double number = ((Number) value).doubleValue();
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }

  /** Samples of the text format of Prometheus; those of one metric are added up. */
  private static Map<String, Double> values(String text) {
    Map<String, Double> values = new TreeMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#") && line.contains(" "))
        .forEach(line -> {
          int space = line.lastIndexOf(' ');
          int end = line.indexOf('{');
          String name = line.substring(0, end < 0 ? space : end);
          values.merge(name, Double.parseDouble(line.substring(space + 1)), Double::sum);
        });
    return values;
  }

  private static HttpResponse<String> get(HttpClient client, String url)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /**
   * Trusts the platform's own certificate when it is there, else the authorities of the machine.
   */
  private static HttpClient client(Path keys) throws IOException {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PATIENCE);
    Path certificate = keys.resolve("tls.crt");
    if (Files.isReadable(certificate)) {
      builder.sslContext(TrustedCertificate.context(certificate));
    }
    return builder.build();
  }

  private static String reason(IOException problem) {
    String message = problem.getMessage();
    return message == null ? problem.getClass().getSimpleName() : message;
  }

  private static Map<String, String> figures() {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("lachan_journal_accepting", "nhật ký trung chuyển đang nhận");
    figures.put("lachan_journal_lag_bytes", "chờ xử lý, byte");
    figures.put("lachan_kafka_raw_lag_logs", "chờ xử lý trong Kafka, bản ghi");
    figures.put("lachan_kafka_match_lag_records", "chờ đếm trong Kafka, bản ghi");
    figures.put("lachan_kafka_failures", "số lần phát hiện qua Kafka phải làm lại");
    figures.put("lachan_journal_oldest_unread_seconds", "bản ghi cũ nhất đã chờ, giây");
    figures.put("lachan_journal_stale", "có bản ghi chờ quá lâu");
    figures.put("lachan_journal_expired_records_total", "bản ghi quá hạn bị xóa khi chưa đọc");
    figures.put("lachan_journal_damages", "chỗ hỏng của nhật ký");
    figures.put("lachan_detection_lag_seconds", "phát hiện chậm, giây");
    figures.put("lachan_detection_rules", "quy tắc đang chạy");
    figures.put("lachan_detection_rejected_rules", "quy tắc bị từ chối");
    figures.put("lachan_canary_missing", "sự kiện thử không về");
    figures.put("lachan_notices_waiting", "thông báo chờ gửi ra");
    figures.put("lachan_notices_given_up", "thông báo không gửi được");
    figures.put("lachan_gaps_open", "khoảng trống chưa bù");
    return figures;
  }
}
