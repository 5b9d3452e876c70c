package vn.lachan.app.bench;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.json.JsonMapper;
import vn.lachan.events.Event;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;
import vn.lachan.simulator.send.Feed;
import vn.lachan.simulator.send.LogLine;
import vn.lachan.simulator.send.Sender;

/**
 * Marked events among the load: one is sent every 100 ms over a connection of its own, and the
 * store is asked every 50 ms which of the oldest a search finds. A measured time is therefore up to
 * 50 ms too long.
 */
final class Probes implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(100);
  private static final Duration ASK = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MOST_AT_ONCE = 50;

  private final EventStore store;
  private final Sender sender;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.shared();
  private final Map<String, Long> waiting = new ConcurrentHashMap<>();
  private final List<Duration> found = new ArrayList<>();
  private final Thread sending;
  private final Thread asking;
  private volatile boolean ended;

  Probes(EventStore store, Sender sender, Clock clock) {
    this.store = store;
    this.sender = sender;
    this.clock = clock;
    this.sending = Thread.ofPlatform().name("bench-probes").start(this::send);
    this.asking = Thread.ofPlatform().name("bench-questions").start(this::ask);
  }

  private void send() {
    for (int number = 0; !ended; number++) {
      String mark = "tham-do-" + number;
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("hanh_dong", "xem_ho_so");
      event.put("ket_qua", "thanh_cong");
      event.put("thoi_gian", clock.instant().toString());
      event.put("tep_id", mark);
      String text = json.writeValueAsString(event);
      waiting.put(mark, System.nanoTime());
      sender.send(new LogLine(Feed.ONE_STOP, clock.instant(), "bench", "motcua", "", text));
      sender.flush();
      LockSupport.parkNanos(EVERY.toNanos());
    }
  }

  private void ask() {
    long end = Long.MAX_VALUE;
    while (!ended || (!waiting.isEmpty() && System.nanoTime() < end)) {
      if (ended && end == Long.MAX_VALUE) {
        end = System.nanoTime() + PATIENCE.toNanos();
      }
      if (!waiting.isEmpty()) {
        askOnce();
      }
      LockSupport.parkNanos(ASK.toNanos());
    }
  }

  private void askOnce() {
    List<String> marks =
        waiting.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .limit(MOST_AT_ONCE)
            .map(Map.Entry::getKey)
            .toList();
    EventQuery query =
        new EventQuery(
            "dvc.attachment.id:(" + String.join(" OR ", marks) + ")",
            TimeRange.ALL,
            OrganizationScope.PROVINCE);
    List<Event> events = store.search(query, Optional.empty(), MOST_AT_ONCE).events();
    long now = System.nanoTime();
    for (Event event : events) {
      Long sent = waiting.remove(event.text("dvc.attachment.id"));
      if (sent != null) {
        found.add(Duration.ofNanos(now - sent));
      }
    }
  }

  /**
   * Sends no more, waits for those on their way and tells the times; lost ones count as a minute.
   */
  Latencies end() throws InterruptedException {
    ended = true;
    sending.join();
    asking.join();
    List<Duration> all = new ArrayList<>(found);
    waiting.values().forEach(_ -> all.add(PATIENCE));
    return new Latencies(all);
  }

  @Override
  public void close() {
    ended = true;
    sender.close();
  }
}
