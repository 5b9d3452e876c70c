package vn.lachan.app.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.settings.StoreSettings;
import vn.lachan.events.ElasticsearchEventStore;
import vn.lachan.events.EventStore;
import vn.lachan.events.LuceneEventStore;

/** The store of events: Lucene in this process unless an Elasticsearch cluster is set. */
@Configuration
class StoreWiring {

  @Bean(destroyMethod = "close")
  EventStore eventStore(Settings settings) {
    return switch (settings.store().kind()) {
      case LUCENE ->
          LuceneEventStore.open(settings.folder("events"), LuceneEventStore.Settings.DEFAULT);
      case ELASTICSEARCH -> elasticsearch(settings.store().elasticsearch());
    };
  }

  private static EventStore elasticsearch(StoreSettings.Elasticsearch settings) {
    if (settings.urls().isEmpty()) {
      throw new StartException(
          "lachan.store.kind is ELASTICSEARCH, but lachan.store.elasticsearch.urls is empty");
    }
    return ElasticsearchEventStore.open(
        ElasticsearchEventStore.Settings.of(
            settings.urls(), secret(settings.apiKeyFile()), settings.caFile()));
  }

  private static @Nullable String secret(@Nullable Path file) {
    try {
      return file == null ? null : Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the API key file " + file, e);
    }
  }
}
