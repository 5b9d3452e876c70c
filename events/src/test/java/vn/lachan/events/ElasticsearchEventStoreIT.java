package vn.lachan.events;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

class ElasticsearchEventStoreIT implements EventStoreContract {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final URI server = ElasticsearchServer.require();
  private final String prefix =
      "it" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet() + "-events";

  @Override
  public EventStore store() {
    return ElasticsearchEventStore.open(ElasticsearchSettings.of(server).withPrefix(prefix));
  }

  @AfterEach
  void deleteIndexes() {
    try (EventStore store = store()) {
      store.deleteIngestedBefore(TimeRange.ALL.to(), day -> true);
    }
  }
}
