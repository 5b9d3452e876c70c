package vn.lachan.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.events.TestEvents.NOON;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an append does when the server is overloaded, fails or refuses documents. */
class ElasticsearchAppendTest {
  private static final List<Event> EVENTS = TestEvents.series(0, 10, NOON);

  private ElasticsearchStub server;

  @BeforeEach
  void start() throws IOException {
    server = new ElasticsearchStub();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ElasticsearchEventStore open(ElasticsearchSettings.Credentials credentials) {
    return ElasticsearchEventStore.open(
        new ElasticsearchSettings(
            List.of(server.address()),
            credentials,
            Optional.empty(),
            "lachan-events",
            1,
            0,
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            4,
            1_000_000,
            3,
            Duration.ofMillis(1),
            1_000,
            1_000,
            SearchLimits.DEFAULT,
            "lachan-warm"));
  }

  private ElasticsearchEventStore open() {
    return open(new ElasticsearchSettings.Anonymous());
  }

  @Test
  void sendsNoMoreThanTheSettingAtOnce() {
    try (ElasticsearchEventStore store = open()) {
      store.append(EVENTS);

      assertThat(server.requests()).isEqualTo(3);
      assertThat(server.stored()).hasSize(10);
      assertThat(store.stats().appended()).isEqualTo(10);
    }
  }

  @Test
  void sendsOnlyTheItemsAgainThatWereRefusedForLoad() {
    server.then(
        (id, _) -> id.endsWith("1") ? 429 : 201,
        (id, _) -> id.endsWith("1") ? 503 : 400 /* any other must not come again */);
    try (ElasticsearchEventStore store = open()) {
      store.append(EVENTS.subList(0, 4));

      assertThat(server.stored()).hasSize(4);
      assertThat(server.requests()).isEqualTo(3);
      assertThat(store.stats().retries()).isEqualTo(2);
    }
  }

  @Test
  void sendsTheWholeRequestAgainWhenTheServerFails() {
    server.then((_, _) -> -503, (_, _) -> -429);
    try (ElasticsearchEventStore store = open()) {
      store.append(EVENTS.subList(0, 4));

      assertThat(server.stored()).hasSize(4);
    }
  }

  @Test
  void sendsSmallerRequestsWhileTheServerIsBusyAndLargerOnesAgainLater() {
    server.then((_, _) -> -429);
    try (ElasticsearchEventStore store = open()) {
      store.append(EVENTS.subList(0, 4));
      assertThat(server.requests()).as("one refused, two halves").isEqualTo(3);
      assertThat(store.stats().bulkEvents()).isLessThan(4);
      for (int i = 0; i < 4; i++) {
        store.append(TestEvents.series(100 + 10 * i, 10, NOON));
      }
      assertThat(store.stats().bulkEvents()).isEqualTo(4);
    }
  }

  @Test
  void storesNothingWhileItCannotLookWhetherItIsThereAlready() {
    server.takeShardsAway();
    try (ElasticsearchEventStore store = open()) {
      assertThatExceptionOfType(EventStoreException.class)
          .isThrownBy(() -> store.append(EVENTS))
          .withRootCauseInstanceOf(IOException.class)
          .havingRootCause()
          .withMessageContaining("the node is away");

      assertThat(server.stored()).isEmpty();
    }
  }

  @Test
  void givesUpAfterTheLastAttemptAndNamesTheRest() {
    ElasticsearchStub.Behaviour refusing = (id, _) -> id.endsWith("2") ? 429 : 201;
    server.then(refusing, refusing, refusing);
    try (ElasticsearchEventStore store = open()) {
      assertThatExceptionOfType(EventStoreException.class)
          .isThrownBy(() -> store.append(EVENTS.subList(0, 4)))
          .withMessageContaining("1 events in 3 attempts")
          .withMessageContaining("e-0000000002");
      assertThat(server.stored()).hasSize(3);
    }
  }

  @Test
  void countsAConflictAsDone() {
    server.then((id, _) -> id.endsWith("0") ? 409 : 201);
    try (ElasticsearchEventStore store = open()) {
      store.append(EVENTS.subList(0, 4));

      assertThat(store.stats().duplicates()).isEqualTo(1);
      assertThat(store.stats().appended()).isEqualTo(3);
    }
  }

  @Test
  void sendsAnEventThatCannotBeMappedOnceMoreAsText() {
    server.then(
        (id, _) -> id.endsWith("3") ? 400 : 201,
        (_, document) -> document.startsWith("{\"lachan_index.source\":\"{") ? 201 : 400);
    try (ElasticsearchEventStore store = open()) {
      store.append(EVENTS.subList(0, 4));

      assertThat(server.stored()).hasSize(4);
      assertThat(store.stats().unmapped()).isEqualTo(1);
    }
  }

  @Test
  void namesTheEventThatIsRefusedEvenAsText() {
    server.then((id, _) -> id.endsWith("3") ? 400 : 201, (_, _) -> 400);
    try (ElasticsearchEventStore store = open()) {
      assertThatExceptionOfType(EventStoreException.class)
          .isThrownBy(() -> store.append(EVENTS.subList(0, 4)))
          .withMessageContaining("refused 1 events")
          .withMessageContaining("e-0000000003: status 400");
    }
  }

  @Test
  void namesTheLifecyclePolicyInTheTemplateOnlyWhenOneIsSet() {
    ElasticsearchSettings bare = ElasticsearchSettings.of(server.address()).withPrefix("khac");
    ElasticsearchEventStore.open(bare).close();
    open().close();

    assertThat(server.templates())
        .satisfiesExactly(
            first -> assertThat(first).doesNotContain("lifecycle"),
            second -> assertThat(second).contains("\"index.lifecycle.name\":\"lachan-warm\""));
  }

  @Test
  void saysWhoItIs() {
    open(new ElasticsearchSettings.ApiKey("aWQ6a2V5")).close();
    open(new ElasticsearchSettings.Password("lachan", "mật khẩu")).close();

    assertThat(server.authorizations())
        .containsExactly("ApiKey aWQ6a2V5", "Basic bGFjaGFuOm3huq10IGto4bqpdQ==");
  }

  @Test
  void hidesSecretsInTexts() {
    assertThat(new ElasticsearchSettings.ApiKey("secret").toString()).doesNotContain("secret");
    assertThat(new ElasticsearchSettings.Password("lachan", "secret").toString())
        .doesNotContain("secret");
  }

  @Test
  void saysThatNobodyAnswers() {
    server.close();
    ElasticsearchSettings settings =
        ElasticsearchSettings.of(URI.create(server.address().toString()));
    assertThatExceptionOfType(EventStoreException.class)
        .isThrownBy(() -> ElasticsearchEventStore.open(settings))
        .withMessageContaining("could not put the index template");
  }
}
