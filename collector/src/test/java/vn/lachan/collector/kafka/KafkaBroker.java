package vn.lachan.collector.kafka;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.Time;

/**
 * A real Kafka (one KRaft node, broker and controller) in this process, on free ports of the
 * loopback address. {@link #shared} is one for all tests of the process; each takes topics of its
 * own names.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final Duration LONGEST_STOP = Duration.ofSeconds(60);
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static KafkaBroker shared;

  private final Path folder;
  private final int port;
  private final int controller;
  private final Map<String, String> more;
  private KafkaRaftServer server;

  private KafkaBroker(Path folder, Map<String, String> more) throws IOException {
    this.folder = folder;
    this.more = more;
    this.port = freePort();
    this.controller = freePort();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The one of this process, which ends with it. */
  public static synchronized KafkaBroker shared() {
    if (shared == null) {
      try {
        Path folder = Files.createTempDirectory("lachan-kafka");
        KafkaBroker broker = start(folder);
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(() -> {
                  broker.close();
                  delete(folder);
                }));
        shared = broker;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return shared;
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException _) {
      // the operating system clears its temporary folder
    }
  }

  /** A broker of its own, which can be stopped and started again. */
  public static KafkaBroker start(Path folder) throws IOException {
    return start(folder, Map.of(), List.of());
  }

  /**
   * The same.
   *
   * @param more settings of the broker; {@code PORT} in their values is the port of {@link
   *     #address}
   * @param format more words of the command that prepares the folder
   */
  public static KafkaBroker start(Path folder, Map<String, String> more, List<String> format)
      throws IOException {
    KafkaBroker broker = new KafkaBroker(folder, more);
    Path file = folder.resolve("server.properties");
    try (var out = Files.newBufferedWriter(file)) {
      broker.properties().store(out, "");
    }
    List<String> words = new ArrayList<>(List.of("format", "-t", "MkU3OEVBNTcwNTJENDM2Qg"));
    words.addAll(List.of("-c", file.toString(), "--ignore-formatted"));
    words.addAll(format);
    int code =
        StorageTool.execute(
            words.toArray(String[]::new),
            new PrintStream(java.io.OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    if (code != 0) {
      throw new IOException("cannot format " + folder);
    }
    broker.begin();
    return broker;
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
            Map.entry(
                "listeners", "PLAIN://127.0.0.1:" + port + ",CONTROL://127.0.0.1:" + controller),
            Map.entry("advertised.listeners", "PLAIN://127.0.0.1:" + port),
            Map.entry("controller.listener.names", "CONTROL"),
            Map.entry("inter.broker.listener.name", "PLAIN"),
            Map.entry("listener.security.protocol.map", "PLAIN:PLAINTEXT,CONTROL:PLAINTEXT"),
            Map.entry("log.dirs", folder.resolve("log").toString()),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "500"),
            Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "2"),
            Map.entry("log.cleaner.enable", "false"),
            // A broker that is alone would ask its controller for leave to go, and wait five
            // minutes
            // for it when that one, in the same process, does not come to answer.
            Map.entry("controlled.shutdown.enable", "false"),
            Map.entry("log.message.timestamp.type", "CreateTime")));
    more.forEach((key, value) -> properties.put(key, value.replace("PORT", String.valueOf(port))));
    return properties;
  }

  /** Starts it again after {@link #stop}, with what it had on disk, on the same port. */
  public void begin() {
    server = new KafkaRaftServer(new KafkaConfig(properties(), false), Time.SYSTEM);
    server.startup();
  }

  /** Stops it; what it has stays on disk. */
  public void stop() {
    KafkaRaftServer stopping = server;
    Thread thread =
        new Thread(
            () -> {
              stopping.shutdown();
              stopping.awaitShutdown();
            },
            "kafka-stop");
    thread.setDaemon(true);
    thread.start();
    try {
      if (!thread.join(LONGEST_STOP)) {
        throw new AssertionError(
            "the broker does not stop; it is at " + List.of(thread.getStackTrace()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs until it is ended: {@code FOLDER}; prints its address. For {@code bench}. */
  public static void main(String[] arguments) throws Exception {
    try (KafkaBroker broker = start(Files.createDirectories(Path.of(arguments[0])))) {
      System.out.println(broker.address());
      Thread.sleep(Duration.ofDays(1));
    }
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  public KafkaConnection connection() {
    return KafkaConnection.plain(address());
  }

  /** A name that nobody had before. */
  public static String name() {
    return "t" + NAMES.incrementAndGet();
  }

  /** Makes a topic and gives its name. */
  public String topic(int partitions) throws Exception {
    String name = name();
    try (Admin admin = Admin.create(connection().properties())) {
      admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1))).all().get();
    }
    return name;
  }

  @Override
  public void close() {
    stop();
  }
}
