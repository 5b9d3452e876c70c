package vn.lachan.collector.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.DurableFile;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.journal.RawLogCodec;

/**
 * Finds what this node took last before it ended: senders that wait for acknowledgements repeat it.
 *
 * <p>Every two seconds the ends of the partitions of raw logs are noted, and those of a minute ago
 * written to a file: {@code lachan-kafka-tail 1}, then a line {@code PARTITION OFFSET} each. After
 * a crash the log is read from there, as far as this node can have lived, and only what has its
 * name is shown. Without the file (a new node) nothing is.
 *
 * <p>Safe for use by several threads.
 */
public final class KafkaTail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaTail.class);
  private static final String HEADER = "lachan-kafka-tail 1";
  private static final Duration RECENT = Duration.ofMinutes(1);
  private static final Duration EVERY = Duration.ofSeconds(2);

  /** By so much may the last file be older than the end of this node, by the clock of the log. */
  private static final Duration LIFE = RECENT.plus(Duration.ofSeconds(60));

  /** How long senders wait at a start for us to look what they may repeat. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaSettings settings;
  private final Path file;
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Ends> noted = new ArrayDeque<>();
  private final Thread watcher;
  private volatile boolean closed;

  /** Ends of partitions at a moment. */
  private record Ends(long nanos, Map<Integer, Long> offsets) {}

  /**
   * @param file where offsets are kept
   * @param most records of all nodes that are read at most, to find ours
   */
  public KafkaTail(KafkaSettings settings, Path file, int most) {
    this.settings = settings;
    this.file = file;
    this.most = most;
    this.watcher = Thread.ofVirtual().name("kafka-tail").unstarted(this::watch);
  }

  /** Reads at most a million records. */
  public KafkaTail(KafkaSettings settings, Path file) {
    this(settings, file, 1_000_000);
  }

  /**
   * Shows what this node took last before it began, each partition in its order, and where it
   * begins now. To be called once, before anything is taken.
   */
  void recall(Consumer<RawLog> to) {
    Map<Integer, Long> from = load();
    if (!from.isEmpty()) {
      noted.addLast(new Ends(System.nanoTime(), from));
    }
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      note(consumer);
    } catch (IOException e) {
      LOG.error("{} cannot be written; repeats after a crash are not recognised", file, e);
    }
    show(from, to);
  }

  /** Notes from now on. To be called once. */
  void watchOn() {
    watcher.start();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = settings.connection().properties();
    // What a forwarder left open must not hide what comes after it.
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.node() + "-tail");
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void show(Map<Integer, Long> from, Consumer<RawLog> to) {
    if (from.isEmpty()) {
      return;
    }
    byte[] node = settings.node().getBytes(StandardCharsets.UTF_8);
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      Map<TopicPartition, Long> left = new HashMap<>(consumer.endOffsets(topics(from)));
      consumer.assign(left.keySet());
      left.keySet()
          .forEach(topic -> consumer.seek(topic, from.getOrDefault(topic.partition(), 0L)));
      Map<TopicPartition, Long> until = new HashMap<>();
      long read = 0;
      long limit = System.nanoTime() + LONGEST.toNanos();
      while (!left.isEmpty() && read < most && System.nanoTime() < limit) {
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(POLL)) {
          read++;
          TopicPartition topic = new TopicPartition(one.topic(), one.partition());
          long end = until.computeIfAbsent(topic, _ -> one.timestamp() + LIFE.toMillis());
          if (one.timestamp() > end) {
            left.remove(topic);
          } else if (left.containsKey(topic) && KafkaRecords.isOf(node, one)) {
            show(one.value(), to);
          }
        }
        left.entrySet().removeIf(entry -> consumer.position(entry.getKey()) >= entry.getValue());
        consumer.pause(
            consumer.assignment().stream().filter(topic -> !left.containsKey(topic)).toList());
      }
      if (!left.isEmpty()) {
        LOG.warn("only {} records were looked at for what senders may repeat", read);
      }
    }
  }

  private static void show(byte @Nullable [] value, Consumer<RawLog> to) {
    if (value != null && value.length > 0) {
      RawLog log = RawLogCodec.decode(value, 0, value.length);
      if (log != null) {
        to.accept(log);
      }
    }
  }

  private List<TopicPartition> topics(Map<Integer, Long> offsets) {
    return offsets.keySet().stream()
        .map(partition -> new TopicPartition(settings.rawTopic(), partition))
        .toList();
  }

  private void watch() {
    try {
      while (!closed) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
          while (!closed) {
            note(consumer);
            Thread.sleep(EVERY);
          }
        } catch (KafkaException | IOException e) {
          LOG.debug("the ends of {} cannot be noted now", settings.rawTopic(), e);
          Thread.sleep(EVERY);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(KafkaConsumer<byte[], byte[]> consumer) throws IOException {
    List<TopicPartition> topics = new ArrayList<>();
    consumer
        .partitionsFor(settings.rawTopic())
        .forEach(found -> topics.add(new TopicPartition(found.topic(), found.partition())));
    Map<Integer, Long> ends = new TreeMap<>();
    consumer.endOffsets(topics).forEach((topic, end) -> ends.put(topic.partition(), end));
    lock.lock();
    try {
      noted.addLast(new Ends(System.nanoTime(), ends));
      Map<Integer, Long> before = noted.getFirst().offsets();
      while (noted.size() > 1 && System.nanoTime() - noted.getFirst().nanos() > RECENT.toNanos()) {
        noted.removeFirst();
      }
      Map<Integer, Long> kept = noted.getFirst().offsets();
      if (noted.size() <= 2 || !kept.equals(before)) {
        save(kept);
      }
    } finally {
      lock.unlock();
    }
  }

  private void save(Map<Integer, Long> offsets) throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    new TreeMap<>(offsets)
        .forEach(
            (partition, offset) -> text.append(partition).append(' ').append(offset).append('\n'));
    Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
    DurableFile.replace(file, text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** The offsets of the file; empty when there is none that can be read. */
  private Map<Integer, Long> load() {
    Map<Integer, Long> offsets = new TreeMap<>();
    try {
      if (!Files.exists(file)) {
        return offsets;
      }
      List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
      if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
        throw new IOException("line 1 is not '" + HEADER + "'");
      }
      for (String line : lines.subList(1, lines.size())) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 2 || !line.matches("[0-9]{1,9} [0-9]{1,18}")) {
          throw new IOException("not a partition and an offset: " + line);
        }
        offsets.put(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
      }
      return offsets;
    } catch (IOException e) {
      LOG.error("{} cannot be read; repeats after a crash are not recognised", file, e);
      return new TreeMap<>();
    }
  }

  @Override
  public void close() {
    closed = true;
    watcher.interrupt();
    try {
      if (watcher.getState() != Thread.State.NEW) {
        watcher.join(TimeUnit.SECONDS.toMillis(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
