package vn.lachan.app.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

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
   * How Elasticsearch is reached and used.
   *
   * @param urls nodes of the cluster
   * @param apiKeyFile file that holds the API key, readable by the platform only
   * @param caFile certificate of the authority that signed the nodes' certificates (PEM)
   * @param prefix beginning of the names of our indexes
   * @param shards primary shards of one day
   * @param replicas copies of each
   * @param bulkEvents most events of one request; fewer while the cluster is busy
   * @param bulkSize most bytes of one request
   * @param attempts how often a request is sent before the batch is begun anew
   * @param firstPause before the second attempt; doubles with each further one, of random length
   * @param connect time for a connection with its TLS handshake
   * @param answer time for the answer to one request
   * @param refusedLimit most bytes kept of events that the cluster refused for good
   * @param lifecycle policy (ILM) the cluster applies to our indexes; none when empty
   */
  public record Elasticsearch(
      @DefaultValue({}) List<URI> urls,
      @Nullable Path apiKeyFile,
      @Nullable Path caFile,
      @DefaultValue("lachan-events") String prefix,
      @DefaultValue("1") int shards,
      @DefaultValue("0") int replicas,
      @DefaultValue("1000") int bulkEvents,
      @DefaultValue("5MB") DataSize bulkSize,
      @DefaultValue("6") int attempts,
      @DefaultValue("250ms") Duration firstPause,
      @DefaultValue("20s") Duration connect,
      @DefaultValue("60s") Duration answer,
      @DefaultValue("256MB") DataSize refusedLimit,
      @DefaultValue("") String lifecycle) {
    public Elasticsearch {
      urls = List.copyOf(urls);
      if (shards < 1 || replicas < 0 || bulkEvents < 1 || attempts < 1) {
        throw new IllegalArgumentException(
            "numbers below lachan.store.elasticsearch are at least 1, replicas 0");
      }
      if (bulkSize.toBytes() < 1 || bulkSize.toMegabytes() > 100) {
        throw new IllegalArgumentException("lachan.store.elasticsearch.bulk-size is 1B to 100MB");
      }
    }
  }

  public StoreSettings {
    if (retention.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException("lachan.store.retention is at least 1d");
    }
  }
}
