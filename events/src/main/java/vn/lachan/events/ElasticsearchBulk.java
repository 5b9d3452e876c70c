package vn.lachan.events;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.util.BinaryData;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * with growing pauses. An event whose fields cannot be mapped is sent once more as plain text.
 */
final class ElasticsearchBulk {
  private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchBulk.class);
  private static final String JSON = "application/json";

  /** An event on its way. */
  record Item(Event event, String index, BinaryData document, boolean plain) {}

  private final ElasticsearchClient client;
  private final ElasticsearchDocuments documents;
  private final ElasticsearchEventStore.Settings settings;
  private final LongAdder created = new LongAdder();
  private final LongAdder conflicts = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder unmapped = new LongAdder();

  ElasticsearchBulk(
      ElasticsearchClient client,
      ElasticsearchDocuments documents,
      ElasticsearchEventStore.Settings settings) {
    this.client = client;
    this.documents = documents;
    this.settings = settings;
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

  Item item(Event event, String index) {
    return new Item(event, index, BinaryData.of(documents.toDocument(event), JSON), false);
  }

  /** Returns after every item is stored or was there already. */
  void send(List<Item> items) {
    int from = 0;
    while (from < items.size()) {
      int to = from;
      long bytes = 0;
      while (to < items.size()
          && to - from < settings.bulkEvents()
          && (to == from || bytes + items.get(to).document().size() <= settings.bulkBytes())) {
        bytes += items.get(to).document().size();
        to++;
      }
      sendUntilDone(items.subList(from, to));
      from = to;
    }
  }

  private void sendUntilDone(List<Item> items) {
    List<Item> open = items;
    Outcome outcome = new Outcome();
    for (int attempt = 1; !open.isEmpty(); attempt++) {
      outcome = sendOnce(open);
      open = outcome.again;
      if (!outcome.refused.isEmpty() || (attempt >= settings.maxAttempts() && !open.isEmpty())) {
        throw outcome.toException(settings.maxAttempts());
      }
      if (outcome.mustWait) {
        retries.increment();
        pause(settings.retryPause().multipliedBy(1L << Math.min(attempt - 1, 6)));
      }
    }
  }

  private Outcome sendOnce(List<Item> items) {
    Outcome outcome = new Outcome();
    try {
      BulkResponse response = client.bulk(request(items));
      for (int i = 0; i < items.size(); i++) {
        sort(items.get(i), response.items().get(i), outcome);
      }
    } catch (ElasticsearchException e) {
      if (!isTemporary(e.status())) {
        throw new EventStoreException("Elasticsearch refused a bulk request: " + e.getMessage(), e);
      }
      outcome.retryAll(items, e);
    } catch (IOException e) {
      outcome.retryAll(items, e);
    }
    return outcome;
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
      outcome.refused.add(item.event().id() + ": " + error.reason());
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

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EventStoreException("interrupted while waiting for Elasticsearch", e);
    }
  }

  /** What became of the items of one request. */
  private static final class Outcome {
    private static final int SHOWN = 5;

    private final List<Item> again = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private @Nullable Throwable cause;
    private String reason = "";
    private boolean mustWait;

    void retry(Item item, @Nullable String why) {
      again.add(item);
      mustWait = true;
      reason = why == null ? "" : why;
    }

    void retryAll(List<Item> items, Exception failure) {
      again.addAll(items);
      mustWait = true;
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
                  + refused.stream().limit(SHOWN).collect(Collectors.joining("; "));
      return cause == null
          ? new EventStoreException(message)
          : new EventStoreException(message, cause);
    }
  }
}
