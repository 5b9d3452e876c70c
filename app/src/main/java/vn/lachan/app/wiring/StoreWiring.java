package vn.lachan.app.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.settings.StoreSettings;
import vn.lachan.events.DeadLetters;
import vn.lachan.events.ElasticsearchEventStore;
import vn.lachan.events.ElasticsearchSettings;
import vn.lachan.events.EventStore;
import vn.lachan.events.LuceneEventStore;
import vn.lachan.events.LuceneSettings;

/** The store of events: Lucene in this process unless an Elasticsearch cluster is set. */
@Configuration
class StoreWiring {

  /** What Elasticsearch refused for good; Lucene refuses nothing. */
  @Bean(destroyMethod = "close")
  RefusedEvents refusedEvents(Settings settings, Clock clock) {
    return switch (settings.store().kind()) {
      case LUCENE -> new RefusedEvents(Optional.empty());
      case ELASTICSEARCH ->
          new RefusedEvents(
              Optional.of(
                  DeadLetters.open(
                      settings.folder("refused"),
                      settings.store().elasticsearch().refusedLimit().toBytes(),
                      clock)));
    };
  }

  @Bean(destroyMethod = "close")
  EventStore eventStore(Settings settings, RefusedEvents refused) {
    return switch (settings.store().kind()) {
      case LUCENE -> LuceneEventStore.open(settings.folder("events"), LuceneSettings.DEFAULT);
      case ELASTICSEARCH -> elasticsearch(settings.store().elasticsearch(), refused);
    };
  }

  private static EventStore elasticsearch(
      StoreSettings.Elasticsearch settings, RefusedEvents refused) {
    if (settings.urls().isEmpty()) {
      throw new StartException(
          "lachan.store.kind is ELASTICSEARCH, but lachan.store.elasticsearch.urls is empty");
    }
    ElasticsearchSettings standard = ElasticsearchSettings.of(settings.urls().getFirst());
    String key = secret(settings.apiKeyFile());
    return ElasticsearchEventStore.open(
        new ElasticsearchSettings(
            settings.urls(),
            key == null ? standard.credentials() : new ElasticsearchSettings.ApiKey(key),
            Optional.ofNullable(settings.caFile()),
            settings.prefix(),
            settings.shards(),
            settings.replicas(),
            standard.refreshInterval(),
            settings.connect(),
            settings.answer(),
            settings.bulkEvents(),
            (int) settings.bulkSize().toBytes(),
            settings.attempts(),
            settings.firstPause(),
            standard.maxFields(),
            standard.maxCountedValues(),
            standard.limits(),
            settings.lifecycle()),
        refused.letters());
  }

  private static @Nullable String secret(@Nullable Path file) {
    try {
      return file == null ? null : Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the API key file " + file, e);
    }
  }
}
