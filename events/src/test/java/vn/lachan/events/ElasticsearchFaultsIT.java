package vn.lachan.events;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.events.TestEvents.NOON;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Elasticsearch behind a front that is overloaded, answers half, breaks lines or is away.
 * {@code -Dlachan.elasticsearch.away=60} has it away for so many seconds.
 */
class ElasticsearchFaultsIT {
  private static final int AWAY = Integer.getInteger("lachan.elasticsearch.away", 3);
  private static final int EVENTS = 3_000;

  private final URI server = ElasticsearchServer.require();
  private final String prefix = "faults" + ProcessHandle.current().pid() + "-" + System.nanoTime();

  @TempDir Path folder;

  private ElasticsearchEventStore open(ElasticsearchFront front, DeadLetters letters) {
    ElasticsearchSettings of = ElasticsearchSettings.of(front.address()).withPrefix(prefix);
    return ElasticsearchEventStore.open(
        new ElasticsearchSettings(
            of.servers(),
            of.credentials(),
            of.certificateAuthority(),
            of.prefix(),
            of.shards(),
            of.replicas(),
            of.refreshInterval(),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            200,
            of.bulkBytes(),
            3,
            Duration.ofMillis(20),
            of.maxFields(),
            of.maxCountedValues(),
            of.limits(),
            of.lifecycle()),
        Optional.of(letters));
  }

  private DeadLetters letters() {
    return DeadLetters.open(folder.resolve("refused"), 1 << 20, Clock.systemUTC());
  }

  /** As the pipeline does: the same batch again until it is taken. Returns how often it failed. */
  private static int append(EventStore store, List<Event> batch) throws InterruptedException {
    int failures = 0;
    while (true) {
      try {
        store.append(batch);
        return failures;
      } catch (EventStoreException _) {
        failures++;
        Thread.sleep(50);
      }
    }
  }

  private static List<List<Event>> batches() {
    List<Event> all = TestEvents.series(0, EVENTS, NOON);
    List<List<Event>> batches = new ArrayList<>();
    for (int from = 0; from < EVENTS; from += 500) {
      batches.add(all.subList(from, from + 500));
    }
    return batches;
  }

  private static void hasEachOnce(EventStore store, List<List<Event>> batches) {
    store.refresh();
    Set<String> found = new HashSet<>();
    EventQuery all = EventStoreContract.query("");
    Optional<EventPage.Cursor> next = Optional.empty();
    do {
      EventPage page = store.search(all, next, 1_000);
      page.events().forEach(event -> assertThat(found.add(event.id())).isTrue());
      next = page.next();
    } while (next.isPresent());
    List<String> sent = batches.stream().flatMap(List::stream).map(Event::id).toList();
    assertThat(found).containsExactlyInAnyOrderElementsOf(sent);
  }

  private static void clean(EventStore store) {
    store.deleteIngestedBefore(TimeRange.ALL.to(), _ -> true);
  }

  @Test
  void everyEventOnceThroughRefusalsHalvesAndBrokenLines() throws Exception {
    Random random = new Random(22);
    ElasticsearchFront.Fault[] faults = ElasticsearchFront.Fault.values();
    List<List<Event>> batches = batches();
    try (DeadLetters letters = letters();
        ElasticsearchFront front =
            new ElasticsearchFront(
                server,
                () ->
                    random.nextInt(3) > 0
                        ? ElasticsearchFront.Fault.NONE
                        : faults[random.nextInt(faults.length)],
                _ -> false);
        ElasticsearchEventStore store = open(front, letters)) {
      int smallest = 200;
      for (List<Event> batch : batches) {
        append(store, batch);
        smallest = Math.min(smallest, store.stats().bulkEvents());
      }
      hasEachOnce(store, batches);
      assertThat(front.faulted()).isGreaterThan(5);
      assertThat(store.stats().retries()).isPositive();
      assertThat(store.stats().duplicates()).isPositive();
      assertThat(smallest).isBetween(10, 199);
      assertThat(letters.stats().letters()).isZero();
      clean(store);
    }
  }

  @Test
  void aNodeThatVanishesForAWhileLosesNothing() throws Exception {
    List<List<Event>> batches = batches();
    try (DeadLetters letters = letters();
        ElasticsearchFront front =
            new ElasticsearchFront(server, () -> ElasticsearchFront.Fault.NONE, _ -> false);
        ElasticsearchEventStore store = open(front, letters)) {
      append(store, batches.getFirst());
      front.away();
      CompletableFuture<Void> back =
          CompletableFuture.runAsync(
              () -> {
                try {
                  front.back();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              },
              CompletableFuture.delayedExecutor(AWAY, TimeUnit.SECONDS));
      long begin = System.nanoTime();
      int failures = append(store, batches.get(1));
      assertThat(Duration.ofNanos(System.nanoTime() - begin).toSeconds())
          .isGreaterThanOrEqualTo(AWAY - 1);
      assertThat(failures).isPositive();
      back.join();
      for (List<Event> batch : batches.subList(2, batches.size())) {
        append(store, batch);
      }
      hasEachOnce(store, batches);
      clean(store);
    }
  }

  @Test
  void whatIsRefusedForGoodIsKeptAndKeepsNothingWaiting() throws Exception {
    List<Event> events = TestEvents.series(0, 1_000, NOON);
    Set<String> bad = Set.of(events.get(3).id(), events.get(700).id());
    AtomicBoolean strict = new AtomicBoolean(true);
    try (DeadLetters letters = letters();
        ElasticsearchFront front =
            new ElasticsearchFront(
                server,
                () -> ElasticsearchFront.Fault.NONE,
                document -> strict.get() && bad.stream().anyMatch(document::contains));
        ElasticsearchEventStore store = open(front, letters)) {
      assertThat(append(store, events)).isZero();
      assertThat(append(store, events)).as("once more after a crash").isZero();

      store.refresh();
      assertThat(store.count(EventStoreContract.query(""))).isEqualTo(998);
      assertThat(letters.all()).extracting(letter -> letter.event().id()).hasSameElementsAs(bad);
      assertThat(letters.all().getFirst().reason()).contains("told so");
      assertThat(letters.all().getFirst().event()).isIn(events);
      assertThat(store.stats().refused()).isPositive();

      strict.set(false);
      assertThat(letters.offerAgain(store)).isEqualTo(2);
      store.refresh();
      assertThat(store.count(EventStoreContract.query(""))).isEqualTo(1_000);
      assertThat(letters.stats().letters()).isZero();
      clean(store);
    }
  }
}
