package vn.lachan.app.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import vn.lachan.app.Platform;
import vn.lachan.simulator.send.TrustedCertificate;

/**
 * Starts a platform in an empty folder, asks it for what a screen asks first, and ends it, so that
 * a JVM started with {@code -XX:AOTCacheOutput} keeps which classes a start loads and which methods
 * it runs often (JEP 514, 515). Proves nothing and measures nothing.
 */
final class StartRehearsal {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> PAGES =
      List.of("/", "/api/session", "/actuator/health", "/actuator/prometheus");

  private StartRehearsal() {}

  /**
   * @param folder an empty folder; what is made in it is left there
   */
  static void run(Path folder) throws IOException, InterruptedException {
    try (Platform.Running platform =
            Platform.start(
                folder, Map.of("server.port", "0", "server.address", "127.0.0.1"), List.of());
        HttpClient client =
            HttpClient.newBuilder()
                .sslContext(TrustedCertificate.context(platform.certificate()))
                .build()) {
      for (String page : PAGES) {
        client.send(
            HttpRequest.newBuilder(URI.create(platform.address() + page)).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.discarding());
      }
    }
  }
}
