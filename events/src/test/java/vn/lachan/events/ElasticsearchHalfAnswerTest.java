package vn.lachan.events;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.events.EventStoreContract.query;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A question that the server answers by half is not answered. */
class ElasticsearchHalfAnswerTest {

  private static void refuses(Consumer<EventStore> question) throws IOException {
    try (ElasticsearchStub server = new ElasticsearchStub();
        EventStore store =
            ElasticsearchEventStore.open(ElasticsearchSettings.of(server.address()))) {
      assertThatExceptionOfType(EventStoreException.class)
          .isThrownBy(() -> question.accept(store))
          .withMessageContaining("did not answer");
    }
  }

  @Test
  void ofACount() throws IOException {
    refuses(store -> store.count(query("")));
  }

  @Test
  void ofASearch() throws IOException {
    refuses(store -> store.search(query(""), Optional.empty(), 10));
  }

  @Test
  void ofCounts() throws IOException {
    refuses(store -> store.topValues(query(""), "user.name", 10));
    refuses(store -> store.histogram(query(""), Duration.ofHours(1)));
  }
}
