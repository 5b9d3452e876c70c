package vn.lachan.app.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where events are kept and for how long.
 *
 * @param kind Lucene inside this process, or an Elasticsearch cluster
 * @param retention events ingested longer ago are dropped a day at a time; at least 90 days for a
 *     level-3 system (TCVN 14423:2026, 5.8.2.1)
 */
public record StoreSettings(
    @DefaultValue("LUCENE") Kind kind,
    @DefaultValue("365d") Duration retention,
    @DefaultValue Elasticsearch elasticsearch) {

  /** What keeps the events. */
  public enum Kind {
    LUCENE,
    ELASTICSEARCH
  }

  /**
   * How to reach Elasticsearch.
   *
   * @param urls nodes of the cluster
   * @param apiKeyFile file that holds the API key, readable by the platform only
   * @param caFile certificate of the authority that signed the nodes' certificates (PEM)
   */
  public record Elasticsearch(
      @DefaultValue({}) List<URI> urls, @Nullable Path apiKeyFile, @Nullable Path caFile) {
    public Elasticsearch {
      urls = List.copyOf(urls);
    }
  }

  public StoreSettings {
    if (retention.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException("lachan.store.retention is at least 1d");
    }
  }
}
