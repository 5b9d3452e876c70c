package vn.lachan.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.elasticsearch.ElasticsearchContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A real Elasticsearch for the tests of this JVM, started once and stopped with it.
 *
 * <p>The first that can be had: the server at {@code ES_URL}; a container, where Docker is; a node
 * in a child JVM out of the distribution that Maven unpacked. Where there is none, tests are
 * skipped and say why.
 */
public final class ElasticsearchServer {
  private static final Duration START = Duration.ofMinutes(3);

  private static URI running;

  /** Address of the server; skips the test when there is none. */
  public static synchronized URI require() {
    if (running == null) {
      running = start();
    }
    return running;
  }

  private static URI start() {
    String given = System.getenv("ES_URL");
    if (given != null && !given.isBlank()) {
      return URI.create(given);
    }
    if (DockerClientFactory.instance().isDockerAvailable()) {
      return startContainer();
    }
    String home = System.getProperty("lachan.elasticsearch.home", "");
    boolean unpacked = !home.isEmpty() && Files.isDirectory(Path.of(home, "lib"));
    if (!unpacked) {
      System.out.println(
          "Elasticsearch tests are skipped: ES_URL is not set, there is no Docker, and no server is"
              + " unpacked at '"
              + home
              + "' (mvnw verify does that)");
    }
    Assumptions.assumeTrue(unpacked, "no Elasticsearch can be had: ES_URL, Docker or mvnw verify");
    return startNode(Path.of(home));
  }

  private static URI startContainer() {
    String version = System.getProperty("lachan.elasticsearch.version", "9.5.3");
    @SuppressWarnings("resource") // Testcontainers stops it when this JVM ends
    ElasticsearchContainer container =
        new ElasticsearchContainer(
                DockerImageName.parse("docker.elastic.co/elasticsearch/elasticsearch")
                    .withTag(version))
            .withEnv("xpack.security.enabled", "false")
            .withEnv("discovery.type", "single-node")
            .withEnv("ES_JAVA_OPTS", "-Xms512m -Xmx512m");
    container.start();
    return URI.create("http://" + container.getHttpHostAddress());
  }

  private static URI startNode(Path home) {
    try {
      Path work = Path.of(System.getProperty("lachan.elasticsearch.work")).toAbsolutePath();
      delete(work);
      Path configuration = configure(home, work);
      Process node =
          new ProcessBuilder(command(home.toAbsolutePath(), work, configuration))
              .directory(work.toFile())
              .redirectErrorStream(true)
              .redirectOutput(work.resolve("out.log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node)));
      return await(node, work);
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the Elasticsearch node could not be started", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static Path configure(Path home, Path work) throws IOException {
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
        cluster.name: contract
        node.name: node
        discovery.type: single-node
        network.host: 127.0.0.1
        http.port: 0
        transport.port: 0
        node.portsfile: true
        xpack.security.enabled: false
        cluster.routing.allocation.disk.threshold_enabled: false
        path.data: %1$s/data
        path.logs: %1$s/logs
        """
            .formatted(work));
    Files.writeString(
        configuration.resolve("log4j2.properties"),
        """
        status = error
        appender.file.type = File
        appender.file.name = file
        appender.file.fileName = %s/logs/node.log
        appender.file.layout.type = PatternLayout
        appender.file.layout.pattern = %%d %%p [%%c{1}] %%m%%n
        rootLogger.level = info
        rootLogger.appenderRef.file.ref = file
        """
            .formatted(work));
    return configuration;
  }

  private static List<String> command(Path home, Path work, Path configuration)
      throws URISyntaxException {
    Path classes =
        Path.of(
            ElasticsearchNodeMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
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
            classes.toString(),
            ElasticsearchNodeMain.class.getName(),
            home.toString(),
            configuration.toString()));
    return command;
  }

  private static URI await(Process node, Path work) throws IOException {
    Path ports = work.resolve("logs").resolve("http.ports");
    long end = System.nanoTime() + START.toNanos();
    while (!Files.exists(ports) || Files.size(ports) == 0) {
      if (!node.isAlive() || System.nanoTime() > end) {
        node.destroy();
        throw new IOException("no node:\n" + Files.readString(work.resolve("out.log")));
      }
      sleep();
    }
    return Files.readAllLines(ports).stream()
        .filter(line -> !line.startsWith("["))
        .map(line -> URI.create("http://" + line))
        .findFirst()
        .orElseThrow();
  }

  private static void sleep() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the node starts", e);
    }
  }

  private static void stop(Process node) {
    try {
      node.getOutputStream().close(); // the node stops when its input ends
      if (!node.waitFor(20, TimeUnit.SECONDS)) {
        node.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      node.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private ElasticsearchServer() {}
}
