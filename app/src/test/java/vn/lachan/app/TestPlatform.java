package vn.lachan.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.app.pipeline.DetectionWorker;
import vn.lachan.app.security.Accounts;
import vn.lachan.app.security.Role;
import vn.lachan.audit.Actor;
import vn.lachan.collector.Collector;
import vn.lachan.events.EventStore;
import vn.lachan.simulator.send.TrustedCertificate;

/** A whole platform on free ports of the loopback address, and people who use it over HTTPS. */
final class TestPlatform implements AutoCloseable {
  static final String PASSWORD = "mat-khau-thu-nghiem-1";
  static final String TOKEN = "token-for-tests-only";

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Platform.Running running;

  private TestPlatform(Platform.Running running) {
    this.running = running;
  }

  /**
   * Starts one with the sample province, syslog inputs, and a source for each dataset over HTTPS.
   */
  static TestPlatform start(Path folder, Map<String, String> more) {
    return new TestPlatform(Platform.start(folder, settings(more), List.of()));
  }

  /** What {@link #start} sets, for a platform in a process of its own. */
  static Map<String, String> settings(Map<String, String> more) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("server.port", "0");
    settings.put("lachan.security.second-factor", "false");
    settings.put("lachan.inputs.syslog-tcp.enabled", "true");
    settings.put("lachan.inputs.syslog-udp.enabled", "true");
    settings.put("lachan.inputs.syslog-tls.enabled", "true");
    int index = 0;
    for (String dataset : List.of("dvc.motcua", "json", "apache.access", "lachan.backup")) {
      String key = "lachan.inputs.sources[" + index++ + "].";
      settings.put(key + "id", "test-" + dataset.replace('.', '-'));
      settings.put(key + "dataset", dataset);
      settings.put(key + "token", TOKEN + "-" + dataset);
    }
    settings.putAll(more);
    return settings;
  }

  String address() {
    return running.address();
  }

  Platform.Running running() {
    return running;
  }

  <T> T get(Class<T> type) {
    return running.get(type);
  }

  /** Makes an account with {@link #PASSWORD}. */
  void account(String account, String unit, Role role) {
    get(Accounts.class)
        .create(Actor.PLATFORM, account, "Người thử " + account, unit, Set.of(role), PASSWORD);
  }

  /** Somebody who is not signed in. */
  Person anybody() {
    return new Person();
  }

  Person signedIn(String account) throws IOException, InterruptedException {
    Person person = new Person();
    HttpResponse<String> answer = person.signIn(account, PASSWORD);
    if (answer.statusCode() != 204) {
      throw new IllegalStateException("cannot sign in " + account + ": " + answer.body());
    }
    return person;
  }

  /** Sends lines over HTTPS to the source of {@code dataset}. */
  HttpResponse<String> send(String dataset, String lines) throws IOException, InterruptedException {
    return send(TOKEN + "-" + dataset, lines.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  HttpResponse<String> send(String token, byte[] body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address() + "/intake/ndjson"))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return anybody().http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Sends JSON with a token. */
  HttpResponse<String> post(String path, String json, String token)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address() + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return anybody().http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  int port(String input) {
    return get(Collector.class).health().stream()
        .filter(health -> health.name().equals(input))
        .map(health -> health.address().substring(health.address().lastIndexOf(':') + 1))
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElseThrow();
  }

  /** Waits until everything received is stored, looked at and searchable. */
  void awaitQuiet() throws InterruptedException {
    Thread.sleep(Duration.ofMillis(300));
    await("the pipeline to catch up", () -> get(DetectionWorker.class).caughtUp());
    get(EventStore.class).refresh();
  }

  static void await(String what, BooleanSupplier done) throws InterruptedException {
    long limit = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > limit) {
        throw new AssertionError("waited too long for " + what);
      }
      Thread.sleep(Duration.ofMillis(100));
    }
  }

  @Override
  public void close() {
    running.close();
  }

  /** A browser without a screen: cookies and the token against forged requests. */
  final class Person {
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
        HttpClient.newBuilder()
            .sslContext(TrustedCertificate.context(running.certificate()))
            .cookieHandler(cookies)
            .build();

    HttpResponse<String> signIn(String account, String password)
        throws IOException, InterruptedException {
      return signIn(account, password, "");
    }

    HttpResponse<String> signIn(String account, String password, String code)
        throws IOException, InterruptedException {
      get("/api/session");
      return http.send(
          request("/api/login")
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "username="
                          + encoded(account)
                          + "&password="
                          + encoded(password)
                          + "&code="
                          + code))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
      return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(String path) throws IOException, InterruptedException {
      return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** An answer that goes on and on. */
    HttpResponse<InputStream> stream(String path) throws IOException, InterruptedException {
      return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** The answer as JSON; fails unless it is 200. */
    JsonNode json(String path) throws IOException, InterruptedException {
      HttpResponse<String> answer = get(path);
      if (answer.statusCode() != 200) {
        throw new AssertionError(path + " -> " + answer.statusCode() + " " + answer.body());
      }
      return JSON.readTree(answer.body());
    }

    HttpResponse<String> post(String path, Object body) throws IOException, InterruptedException {
      return send("POST", path, body);
    }

    HttpResponse<String> put(String path, Object body) throws IOException, InterruptedException {
      return send("PUT", path, body);
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
      return http.send(request(path).DELETE().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> http(HttpRequest request) throws IOException, InterruptedException {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path, Object body)
        throws IOException, InterruptedException {
      return http.send(
          request(path)
              .header("Content-Type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path) {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path));
      cookies.getCookieStore().getCookies().stream()
          .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
          .findFirst()
          .ifPresent(cookie -> request.header("X-XSRF-TOKEN", cookie.getValue()));
      return request;
    }

    static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }
}
