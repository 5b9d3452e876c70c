package vn.lachan.collector.input;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.Input;
import vn.lachan.collector.InputHealth;
import vn.lachan.collector.Intake;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.kafka.KafkaUnusableException;

/**
 * Reads topics of somebody else's Kafka as a member of a consumer group: the value of each record
 * is a log.
 *
 * <p>Offsets are committed only when the journal has the records on disk. Topic, partition and
 * offset are the position of a record: what is read twice, because of a crash or because a
 * partition moved to another member, becomes the same event. Only committed transactions are read.
 * A record that is empty or that nobody understands is kept as a pipeline error; a large one is
 * cut, marked and counted.
 *
 * <p>While Kafka cannot be reached the input is failing and tries again; while the journal takes
 * nothing it waits.
 */
public final class KafkaInput implements Input {
  private static final Logger log = LoggerFactory.getLogger(KafkaInput.class);
  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaInputSettings settings;
  private final String source;
  private final Intake intake;
  private final Clock clock;
  private final InputMeter meter;
  private final Puller puller;
  private final LongAdder empty = new LongAdder();
  private @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private long heard;

  /**
   * @param source id of the log source of the records
   */
  public KafkaInput(KafkaInputSettings settings, String source, Intake intake, Clock clock) {
    this.settings = settings;
    this.source = source;
    this.intake = intake;
    this.clock = clock;
    String where =
        String.join(",", settings.topics())
            + " @ "
            + settings.member().connection().servers().getFirst();
    this.meter = new InputMeter(settings.name(), "kafka", where, clock);
    this.puller =
        new Puller(
            settings.name(),
            where,
            meter,
            new Puller.Pace(Duration.ZERO, settings.retryInterval(), settings.timeout()),
            new Topics());
  }

  @Override
  public String name() {
    return settings.name();
  }

  /** {@inheritDoc} Whether Kafka can be reached is seen later, in {@link #health}. */
  @Override
  public void start() {
    puller.start();
  }

  /** Records without a value so far; each is kept as a pipeline error. */
  public long emptyRecords() {
    return empty.sum();
  }

  /** The topics as something to look at. */
  private final class Topics implements Puller.Source {
    @Override
    public boolean pull() throws IOException, InterruptedException {
      try {
        read(consumer == null ? connect() : consumer);
        return true;
      } catch (InterruptException e) {
        Thread.interrupted();
        throw new InterruptedException(e.getMessage());
      } catch (KafkaException | KafkaUnusableException e) {
        throw new IOException(KafkaUnusableException.line(settings.member().connection(), e), e);
      }
    }

    @Override
    public void letGo() {
      KafkaConsumer<byte[], byte[]> open = consumer;
      consumer = null;
      if (open != null) {
        // An interrupted thread could not tell the others of the group that it goes.
        boolean interrupted = Thread.interrupted();
        try {
          open.close(CloseOptions.timeout(settings.timeout()));
        } catch (KafkaException e) {
          log.debug("input {}: closing: {}", settings.name(), e.toString());
        } finally {
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
        }
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> connect() {
    Map<String, Object> properties = settings.member().properties();
    properties.put(
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, settings.fromStart() ? "earliest" : "latest");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchRecords());
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, settings.batchBytes());
    properties.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) settings.timeout().toMillis());
    properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) settings.timeout().toMillis());
    KafkaConsumer<byte[], byte[]> opened =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer = opened;
    for (String topic : settings.topics()) {
      if (opened.partitionsFor(topic, settings.timeout()).isEmpty()) {
        throw new KafkaUnusableException("there is no topic " + topic);
      }
    }
    opened.subscribe(settings.topics());
    heard = System.nanoTime();
    return opened;
  }

  private void read(KafkaConsumer<byte[], byte[]> from) throws IOException, InterruptedException {
    ConsumerRecords<byte[], byte[]> records = from.poll(POLL);
    if (records.isEmpty()) {
      listen(from);
      return;
    }
    heard = System.nanoTime();
    List<RawLog> logs = new ArrayList<>(records.count());
    for (ConsumerRecord<byte[], byte[]> read : records) {
      logs.add(log(read));
    }
    Keeping.keep(intake, logs, meter);
    from.commitSync(records.nextOffsets());
  }

  private RawLog log(ConsumerRecord<byte[], byte[]> read) {
    byte[] value = read.value();
    if (value == null || value.length == 0) {
      empty.increment();
      value = new byte[0];
    }
    byte[] kept = Arrays.copyOf(value, Math.min(value.length, settings.maxRecordBytes()));
    if (kept.length < value.length) {
      meter.truncated.increment();
    }
    String partition = read.topic() + "/" + read.partition();
    return new RawLog(
        source,
        clock.instant(),
        "kafka:" + partition,
        partition + "/" + read.offset(),
        kept,
        value.length);
  }

  /** A consumer that hears nothing does not say whether Kafka is still there: ask. */
  private void listen(KafkaConsumer<byte[], byte[]> from) {
    if (System.nanoTime() - heard < settings.timeout().toNanos()) {
      return;
    }
    var partitions = from.assignment();
    if (partitions.isEmpty()) {
      from.listTopics(settings.timeout());
    } else {
      Map<TopicPartition, Long> ends = from.endOffsets(partitions, settings.timeout());
      log.trace("input {}: ends at {}", settings.name(), ends);
    }
    heard = System.nanoTime();
  }

  @Override
  public InputHealth health() {
    return meter.health(0);
  }

  @Override
  public void close() {
    puller.close();
  }
}
