package vn.lachan.backup.source;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real Elasticsearch node of the distribution that the build of {@code events} unpacks, in a
 * child JVM, with a folder for snapshots. Tests are skipped where it is not unpacked.
 */
public final class RealElasticsearch implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(3);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  public final Path snapshots;
  private final Process node;
  private final URI address;

  private RealElasticsearch(Path snapshots, Process node, URI address) {
    this.snapshots = snapshots;
    this.node = node;
    this.address = address;
  }

  public static RealElasticsearch start(Path work) throws IOException {
    Path home = Path.of(System.getProperty("lachan.elasticsearch.home", "/nowhere"));
    boolean unpacked = Files.isDirectory(home.resolve("lib"));
    assumeTrue(unpacked, "no Elasticsearch is unpacked at " + home + " (mvnw verify does that)");
    Path snapshots = Files.createDirectories(work.resolve("snapshots"));
    Path configuration = configure(home, work, snapshots);
    Process node =
        new ProcessBuilder(command(home.toAbsolutePath(), work, configuration))
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("out.log").toFile())
            .start();
    return new RealElasticsearch(snapshots, node, await(node, work));
  }

  public URI address() {
    return address;
  }

  private static Path configure(Path home, Path work, Path snapshots) throws IOException {
    Path configuration = Files.createDirectories(work.resolve("config"));
    for (String folder : List.of("tmp", "logs", "data")) {
      Files.createDirectories(work.resolve(folder));
    }
    for (String file : List.of("roles.yml", "role_mapping.yml", "users", "users_roles")) {
      if (Files.exists(home.resolve("config").resolve(file))) {
        Files.copy(home.resolve("config").resolve(file), configuration.resolve(file));
      }
    }
    Files.writeString(
        configuration.resolve("elasticsearch.yml"),
        """
        cluster.name: backup
        node.name: node
        discovery.type: single-node
        network.host: 127.0.0.1
        http.port: 0
        transport.port: 0
        node.portsfile: true
        xpack.security.enabled: false
        cluster.routing.allocation.disk.threshold_enabled: false
        path.repo: ["%2$s"]
        path.data: %1$s/data
        path.logs: %1$s/logs
        """
            .formatted(work, snapshots));
    Files.writeString(
        configuration.resolve("log4j2.properties"), "status = error\nrootLogger.level = off\n");
    return configuration;
  }

  private static List<String> command(Path home, Path work, Path configuration) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms128m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Des.path.home=" + home,
                "-Djava.io.tmpdir=" + work.resolve("tmp"),
                "-Dio.netty.noUnsafe=true",
                "-Dlog4j2.disable.jmx=true",
                "--module-path",
                home.resolve("lib").toString(),
                "--add-modules",
                "jdk.net,jdk.management.agent,jdk.incubator.vector,ALL-MODULE-PATH",
                "--enable-native-access=org.elasticsearch.nativeaccess,org.elasticsearch.foreign,"
                    + "org.apache.lucene.core,ALL-UNNAMED"));
    for (String name : List.of("codecs.lucene99", "codecs.hnsw", "internal.vectorization")) {
      command.add(
          "--add-opens=org.apache.lucene.core/org.apache.lucene."
              + name
              + "=org.elasticsearch.server");
    }
    command.addAll(
        List.of(
            "-cp",
            nodeMain().toString(),
            "vn.lachan.events.ElasticsearchNodeMain",
            home.toString(),
            configuration.toString()));
    return command;
  }

  private static Path nodeMain() throws IOException {
    try {
      return Path.of(
          Class.forName("vn.lachan.events.ElasticsearchNodeMain")
              .getProtectionDomain()
              .getCodeSource()
              .getLocation()
              .toURI());
    } catch (ReflectiveOperationException | java.net.URISyntaxException e) {
      throw new IOException("the tests of events are not here", e);
    }
  }

  private static URI await(Process node, Path work) throws IOException {
    Path ports = work.resolve("logs").resolve("http.ports");
    long end = System.nanoTime() + START.toNanos();
    while (!Files.exists(ports) || Files.size(ports) == 0) {
      if (!node.isAlive() || System.nanoTime() > end) {
        node.destroy();
        throw new IOException("no node:\n" + Files.readString(work.resolve("out.log")));
      }
      pause();
    }
    return Files.readAllLines(ports).stream()
        .filter(line -> !line.startsWith("["))
        .map(line -> URI.create("http://" + line))
        .findFirst()
        .orElseThrow();
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the node starts", e);
    }
  }

  /** Calls and returns the text of the answer. */
  public String call(String method, String path, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    node.getOutputStream().close(); // the node stops when its input ends
    try {
      if (!node.waitFor(20, TimeUnit.SECONDS)) {
        node.destroyForcibly();
      }
    } catch (InterruptedException e) {
      node.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
