package vn.lachan.events;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch.core.MgetResponse;
import co.elastic.clients.elasticsearch.core.mget.MultiGetOperation;
import co.elastic.clients.elasticsearch.core.mget.MultiGetResponseItem;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Knows in which index an event is, whether searches find it yet or not. Recognises so events that
 * are sent again after midnight: they are in the index of another day. Asks only indexes that
 * exist, and whether one exists no more often than every few seconds.
 */
final class ElasticsearchNeighbours {
  private static final long FORGET_AFTER = Duration.ofSeconds(5).toNanos();
  private static final int MOST_AT_ONCE = 1_000;

  private final ElasticsearchClient client;
  private final Set<String> existing = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> absentSince = new ConcurrentHashMap<>();
  private final LongAdder found = new LongAdder();

  ElasticsearchNeighbours(ElasticsearchClient client) {
    this.client = client;
  }

  /** How many events were found in another day's index. */
  long found() {
    return found.sum();
  }

  /** {@code index} has been written to. */
  void exists(String index) {
    existing.add(index);
    absentSince.remove(index);
  }

  /** {@code index} has been deleted. */
  void deleted(String index) {
    existing.remove(index);
  }

  /** Those of {@code events} that are in none of {@code indexes}. */
  List<Event> without(List<Event> events, List<String> indexes) throws IOException {
    List<Event> left = events;
    for (String index : indexes) {
      if (isThere(index)) {
        Set<String> known = new HashSet<>();
        for (int from = 0; from < left.size(); from += MOST_AT_ONCE) {
          known.addAll(
              stored(left.subList(from, Math.min(from + MOST_AT_ONCE, left.size())), index));
        }
        found.add(known.size());
        left = left.stream().filter(event -> !known.contains(EventKey.of(event.id()))).toList();
      }
    }
    return left;
  }

  /** Those of the indexes written to that hold the event of this id. */
  List<String> holding(String id) throws IOException {
    String key = EventKey.of(id);
    List<String> indexes = List.copyOf(existing);
    if (indexes.isEmpty()) {
      return List.of();
    }
    MgetResponse<Void> response =
        client.mget(
            m ->
                m.docs(
                    indexes.stream()
                        .map(index ->
                            MultiGetOperation.of(
                                o -> o.index(index).id(key).source(s -> s.fetch(false))))
                        .toList()),
            Void.class);
    List<String> holding = new ArrayList<>();
    for (MultiGetResponseItem<Void> item : response.docs()) {
      if (isFound(item)) {
        holding.add(item.result().index());
      }
    }
    return holding;
  }

  /** A document nobody can look for now, because its shard is away, is not one that is missing. */
  private static boolean isFound(MultiGetResponseItem<Void> item) throws IOException {
    if (item.isResult()) {
      return item.result().found();
    }
    ErrorCause error = item.failure().error();
    if ("index_not_found_exception".equals(error.type())) {
      return false;
    }
    throw new IOException(
        item.failure().index() + " did not answer: " + error.type() + ": " + error.reason());
  }

  private boolean isThere(String index) throws IOException {
    if (existing.contains(index)) {
      return true;
    }
    Long checked = absentSince.get(index);
    if (checked != null && System.nanoTime() - checked < FORGET_AFTER) {
      return false;
    }
    boolean there = client.indices().exists(e -> e.index(index)).value();
    if (there) {
      exists(index);
    } else {
      absentSince.put(index, System.nanoTime());
    }
    return there;
  }

  private Set<String> stored(List<Event> events, String index) throws IOException {
    List<String> ids = events.stream().map(event -> EventKey.of(event.id())).toList();
    MgetResponse<Void> response =
        client.mget(m -> m.index(index).ids(ids).source(s -> s.fetch(false)), Void.class);
    Set<String> stored = new HashSet<>();
    for (MultiGetResponseItem<Void> item : response.docs()) {
      if (isFound(item)) {
        stored.add(item.result().id());
      }
    }
    return stored;
  }
}
