package vn.lachan.events;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.transport.TransportException;
import co.elastic.clients.transport.rest5_client.low_level.ResponseException;
import co.elastic.clients.util.BinaryData;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events in bulk requests until each is stored, already there, or refused for good.
 *
 * <p>A document is created under its event's id: sent twice, the second is a conflict and counts as
 * done. Refusals for load (429) and failures of the server (5xx) or the network are tried again
 * with growing pauses of random length, so that several senders do not come back at once. An event
 * whose fields cannot be mapped is sent once more as plain text; one that is refused even so goes
 * to the dead letters and keeps no other event waiting.
 *
 * <p>How many events a request has follows the server: half as many, but not less than a twentieth
 * of the setting, after it was too busy, half as many after a request was too large, a tenth more
 * after each full one that it took.
 */
final class ElasticsearchBulk {
  private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchBulk.class);
  private static final String JSON = "application/json";
  private static final int TOO_LARGE = 413;
  private static final int NO_ANSWER = 0;

  /** Anything lower is no status of HTTP. */
  private static final int FIRST_STATUS = 100;

  /** A busy server gets no smaller requests than this part of the setting. */
  private static final int SMALLEST = 20;

  /** An event on its way. */
  record Item(Event event, String index, BinaryData document, boolean plain) {}

  private final ElasticsearchClient client;
  private final ElasticsearchDocuments documents;
  private final ElasticsearchSettings settings;
  private final Optional<DeadLetters> deadLetters;
  private final AtomicInteger size;
  private final LongAdder created = new LongAdder();
  private final LongAdder conflicts = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder unmapped = new LongAdder();
  private final LongAdder refused = new LongAdder();

  ElasticsearchBulk(
      ElasticsearchClient client,
      ElasticsearchDocuments documents,
      ElasticsearchSettings settings,
      Optional<DeadLetters> deadLetters) {
    this.client = client;
    this.documents = documents;
    this.settings = settings;
    this.deadLetters = deadLetters;
    this.size = new AtomicInteger(settings.bulkEvents());
  }

  long created() {
    return created.sum();
  }

  long conflicts() {
    return conflicts.sum();
  }

  long retries() {
    return retries.sum();
  }

  long unmapped() {
    return unmapped.sum();
  }

  /** Events that went to the dead letters. */
  long refused() {
    return refused.sum();
  }

  /** How many events the next request has at most. */
  int size() {
    return size.get();
  }

  Item item(Event event, String index) {
    return new Item(event, index, BinaryData.of(documents.toDocument(event), JSON), false);
  }

  /** Returns after every item is stored, was there already, or is among the dead letters. */
  void send(List<Item> items) {
    for (int from = 0; from < items.size(); ) {
      int to = from + pieceLength(items.subList(from, items.size()));
      sendUntilDone(items.subList(from, to));
      from = to;
    }
  }

  /** How many of {@code items} fit into one request, at least one. */
  private int pieceLength(List<Item> items) {
    int most = Math.min(items.size(), size.get());
    long bytes = items.getFirst().document().size();
    int length = 1;
    while (length < most && bytes + items.get(length).document().size() <= settings.bulkBytes()) {
      bytes += items.get(length).document().size();
      length++;
    }
    return length;
  }

  private void sendUntilDone(List<Item> items) {
    List<Item> open = items;
    for (int attempt = 1; !open.isEmpty(); attempt++) {
      Outcome outcome = new Outcome();
      for (int from = 0; from < open.size(); ) {
        int to = from + pieceLength(open.subList(from, open.size()));
        sendOnce(open.subList(from, to), outcome);
        from = to;
      }
      bury(outcome);
      open = outcome.again;
      if (attempt >= settings.maxAttempts() && !open.isEmpty()) {
        throw outcome.toException(settings.maxAttempts());
      }
      if (outcome.mustWait) {
        retries.increment();
        pause(settings.retryPause().multipliedBy(1L << Math.min(attempt - 1, 6)));
      }
    }
  }

  /** Keeps what was refused for good; without dead letters it fails the append. */
  private void bury(Outcome outcome) {
    if (!outcome.refused.isEmpty() && deadLetters.isEmpty()) {
      throw outcome.toException(settings.maxAttempts());
    }
    outcome.refused.forEach((item, reason) -> {
      deadLetters.ifPresent(letters -> letters.keep(item.event(), reason));
      refused.increment();
      LOG.error("event {} is refused for good: {}", item.event().id(), reason);
    });
  }

  private void sendOnce(List<Item> items, Outcome outcome) {
    try {
      BulkResponse response = client.bulk(request(items));
      boolean wasBusy = outcome.mustWait;
      outcome.mustWait = false;
      for (int i = 0; i < items.size(); i++) {
        sort(items.get(i), response.items().get(i), outcome);
      }
      takenOrBusy(items.size(), outcome.mustWait);
      outcome.mustWait |= wasBusy;
    } catch (ElasticsearchException e) {
      failed(items, e, e.status(), outcome);
    } catch (ResponseException e) {
      failed(items, e, e.getResponse().getStatusCode(), outcome);
    } catch (TransportException e) {
      failed(items, e, e.statusCode(), outcome);
    } catch (IOException e) {
      failed(items, e, NO_ANSWER, outcome);
    }
  }

  /** A request that was answered with {@code status} as a whole, or not at all. */
  private void failed(List<Item> items, Exception failure, int status, Outcome outcome) {
    if (status == TOO_LARGE && items.size() == 1) {
      outcome.refused.put(items.getFirst(), "too large for one request");
    } else if (status == TOO_LARGE) {
      size.set(Math.max(1, items.size() / 2));
      outcome.retryAll(items, failure, false);
    } else if (isTemporary(status) || status < FIRST_STATUS) {
      takenOrBusy(items.size(), true);
      outcome.retryAll(items, failure, true);
    } else {
      throw new EventStoreException(
          "Elasticsearch refused a bulk request: " + failure.getMessage(), failure);
    }
  }

  private void takenOrBusy(int sent, boolean busy) {
    size.updateAndGet(now -> {
      if (busy) {
        return Math.max(Math.ceilDiv(settings.bulkEvents(), SMALLEST), now / 2);
      }
      return sent < now ? now : Math.min(settings.bulkEvents(), now + now / 10 + 1);
    });
  }

  private static BulkRequest request(List<Item> items) {
    List<BulkOperation> operations = new ArrayList<>(items.size());
    for (Item item : items) {
      operations.add(
          BulkOperation.of(o ->
              o.create(c ->
                  c.index(item.index())
                      .id(EventKey.of(item.event().id()))
                      .document(item.document()))));
    }
    return BulkRequest.of(b -> b.operations(operations).requireDataStream(false));
  }

  private static boolean isTemporary(int status) {
    return status == 429 || status >= 500;
  }

  private void sort(Item item, BulkResponseItem answer, Outcome outcome) {
    ErrorCause error = answer.error();
    if (answer.status() == 409) {
      conflicts.increment();
    } else if (error == null) {
      created.increment();
    } else if (isTemporary(answer.status())) {
      outcome.retry(item, error.reason());
    } else if (item.plain()) {
      outcome.refused.put(item, String.valueOf(error.reason()));
    } else {
      unmapped.increment();
      LOG.warn(
          "event {} is stored as plain text: its fields cannot be mapped: {}",
          item.event().id(),
          error.reason());
      outcome.again.add(
          new Item(
              item.event(),
              item.index(),
              BinaryData.of(documents.toPlainDocument(item.event()), JSON),
              true));
    }
  }

  /** Between half of {@code pause} and all of it. */
  private static void pause(Duration pause) {
    try {
      Thread.sleep(Duration.ofNanos(pause.toNanos() / 2 + jitter(pause.toNanos() / 2)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EventStoreException("interrupted while waiting for Elasticsearch", e);
    }
  }

  private static long jitter(long most) {
    return most < 1 ? 0 : ThreadLocalRandom.current().nextLong(most);
  }

  /** What became of the items of one request, or of several. */
  private static final class Outcome {
    private static final int SHOWN = 5;

    private final List<Item> again = new ArrayList<>();
    private final Map<Item, String> refused = new LinkedHashMap<>();
    private @Nullable Throwable cause;
    private String reason = "";
    private boolean mustWait;

    void retry(Item item, @Nullable String why) {
      again.add(item);
      mustWait = true;
      reason = why == null ? "" : why;
    }

    void retryAll(List<Item> items, Exception failure, boolean wait) {
      again.addAll(items);
      mustWait |= wait;
      cause = failure;
      reason = String.valueOf(failure.getMessage());
    }

    EventStoreException toException(int attempts) {
      String message =
          refused.isEmpty()
              ? "Elasticsearch did not take "
                  + again.size()
                  + " events in "
                  + attempts
                  + " attempts: "
                  + reason
                  + "; first of them: "
                  + again.stream()
                      .limit(SHOWN)
                      .map(item -> item.event().id())
                      .collect(Collectors.joining(", "))
              : "Elasticsearch refused "
                  + refused.size()
                  + " events: "
                  + refused.entrySet().stream()
                      .limit(SHOWN)
                      .map(entry -> entry.getKey().event().id() + ": " + entry.getValue())
                      .collect(Collectors.joining("; "));
      return cause == null
          ? new EventStoreException(message)
          : new EventStoreException(message, cause);
    }
  }
}
