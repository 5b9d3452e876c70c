package vn.lachan.app.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import vn.lachan.collector.kafka.KafkaBatch;
import vn.lachan.collector.kafka.KafkaBatch.Place;
import vn.lachan.collector.kafka.KafkaHandOver;
import vn.lachan.collector.kafka.KafkaHandOverReader;
import vn.lachan.collector.kafka.KafkaSettings;
import vn.lachan.collector.kafka.KafkaTopics;
import vn.lachan.collector.kafka.KafkaTransactions;
import vn.lachan.detection.Limits;
import vn.lachan.detection.MatchRouter;
import vn.lachan.detection.RoutedMatch;
import vn.lachan.detection.RuleSet;
import vn.lachan.events.Event;
import vn.lachan.events.EventStore;

/**
 * The first half of detection on Kafka: raw logs become events, events are stored, and what rules
 * they fit is written to the topic of matches, by rule and group. Matches and the offsets of the
 * raw logs are committed in one transaction, after the store has the events on disk: what is read
 * again after a crash is stored again without effect and matched once.
 */
final class KafkaMatcher {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int BATCH = 1_000;
  private static final String WORKING = "dvc.calendar.working";

  private final KafkaHandOver handOver;
  private final KafkaSettings settings;
  private final Pipeline pipeline;
  private final EventStore events;
  private final Supplier<RuleSet> rules;
  private final Limits limits;
  private final ZoneId zone;
  private final LongAdder matches = new LongAdder();
  private final KafkaLoop loop;
  private MatchRouter router;
  private volatile long rebalances;
  private volatile int partitions;
  private volatile long lag;
  private volatile boolean idle;
  private volatile long lastTime = Long.MIN_VALUE;

  KafkaMatcher(
      KafkaHandOver handOver,
      Pipeline pipeline,
      EventStore events,
      Supplier<RuleSet> rules,
      Limits limits,
      ZoneId zone) {
    this.handOver = handOver;
    this.settings = handOver.settings();
    this.pipeline = pipeline;
    this.events = events;
    this.rules = rules;
    this.limits = limits;
    this.zone = zone;
    this.router = new MatchRouter(rules.get(), limits, zone);
    this.loop = new KafkaLoop("kafka-match", "matching", handOver, Session::new);
  }

  void start() {
    loop.start();
  }

  /** One life of the member of the group: ends when anything goes wrong. */
  private final class Session implements KafkaLoop.Session {
    private final KafkaTopics.Counts counts;
    private final KafkaHandOverReader reader;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<Integer, MatchMessage.Reached> reached = new HashMap<>();
    private final Map<Integer, Long> heard = new HashMap<>();
    private boolean open;
    private boolean logs;
    private long began;

    Session(KafkaTopics.Counts counts) {
      this.counts = counts;
      this.producer = KafkaTransactions.producer(settings, "match");
      this.reader = KafkaTransactions.beside(producer, () -> handOver.reader("match"));
      reader.onLeaving(this::commit);
    }

    @Override
    public void turn() throws InterruptedException {
      KafkaBatch batch = reader.read(BATCH, POLL);
      if (!batch.isEmpty()) {
        take(batch);
      }
      tick();
      if (open && System.nanoTime() - began >= settings.commit().toNanos()) {
        commit();
      }
      idle = !logs && batch.logs().isEmpty();
      lag = reader.lag();
      rebalances = reader.rebalances();
      partitions = reader.assigned().size();
    }

    @Override
    public void finish() {
      commit();
    }

    private void take(KafkaBatch batch) {
      if (!open) {
        follow();
        producer.beginTransaction();
        open = true;
        began = System.nanoTime();
      }
      Map<Integer, Event> last = new HashMap<>();
      if (!batch.logs().isEmpty()) {
        logs = true;
        idle = false;
        List<Event> read = pipeline.parse(batch.logs());
        CompletableFuture<Void> storing = pipeline.storing(read);
        try {
          for (int i = 0; i < read.size(); i++) {
            route(batch.places().get(i), read.get(i));
            last.put(batch.places().get(i).partition(), read.get(i));
          }
          pipeline.passed(read);
        } finally {
          storing.join();
        }
      }
      long now = System.nanoTime();
      batch
          .reached()
          .forEach((partition, place) -> {
            heard.put(partition, now);
            reached.put(partition, told(place, last.get(partition)));
            lastTime = batch.logs().isEmpty() ? lastTime : Math.max(lastTime, place.time());
          });
    }

    /** Other rules begin with a transaction: what stands in one was found by the same rules. */
    private void follow() {
      RuleSet wanted = rules.get();
      if (router.rules() != wanted) {
        router = new MatchRouter(wanted, limits, zone);
      }
    }

    /** A mark of time says when it was written; an event, when it was received. */
    private MatchMessage.Reached told(Place place, @org.jspecify.annotations.Nullable Event event) {
      return event == null
          ? new MatchMessage.Reached(place, place.time(), "")
          : new MatchMessage.Reached(place, event.ingested().toEpochMilli(), event.text(WORKING));
    }

    private void route(Place place, Event event) {
      for (RoutedMatch match : routed(event)) {
        byte[] key = match.routingKey().getBytes(StandardCharsets.UTF_8);
        KafkaTransactions.send(
            producer,
            new ProducerRecord<>(
                settings.matchTopic(), key, new MatchMessage.Found(place, match).toBytes()));
        matches.increment();
      }
    }

    /** A rule that fails on one event must not keep the others from being looked at. */
    private List<RoutedMatch> routed(Event event) {
      try {
        return router.route(event);
      } catch (RuntimeException e) {
        pipeline.failed(event, e);
        return List.of();
      }
    }

    /** A partition that nobody writes to must not hold back the others. */
    private void tick() {
      long now = System.nanoTime();
      for (int partition : reader.caughtUp()) {
        long since = now - heard.computeIfAbsent(partition, _ -> now);
        if (since >= settings.tick().toNanos()) {
          heard.put(partition, now);
          handOver.tick(partition);
        }
      }
    }

    private void commit() {
      if (!open) {
        return;
      }
      events.flush();
      byte[] progress =
          new MatchMessage.Progress(counts.raw(), new ArrayList<>(reached.values())).toBytes();
      for (int partition = 0; partition < counts.matches(); partition++) {
        KafkaTransactions.send(
            producer, new ProducerRecord<>(settings.matchTopic(), partition, null, progress));
      }
      producer.sendOffsetsToTransaction(reader.offsets(), reader.member());
      producer.commitTransaction();
      reader.committed();
      reached.clear();
      open = false;
      logs = false;
      pipeline.checkpointed(pipeline.lastIngested());
    }

    @Override
    public void close() {
      KafkaTransactions.close(producer);
      reader.close();
    }
  }

  /** Nothing waits here, as far as this process is concerned. */
  boolean caughtUp() {
    return idle && lag <= partitions;
  }

  /** Time in the log of the latest raw log that was read here. */
  long lastTime() {
    return lastTime;
  }

  long lag() {
    return lag;
  }

  int partitions() {
    return partitions;
  }

  long matches() {
    return matches.sum();
  }

  long rebalances() {
    return rebalances;
  }

  long failures() {
    return loop.failures();
  }

  void stop() {
    loop.stop();
  }

  void join(Duration patience) throws InterruptedException {
    loop.join(patience);
  }
}
