package vn.lachan.events;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the server is reached and used.
 *
 * @param servers addresses of the nodes
 * @param credentials who we are
 * @param certificateAuthority PEM file of whom to trust; empty for the ones Java trusts
 * @param prefix beginning of the indexes' names, lower case
 * @param shards primary shards of one day
 * @param replicas copies of each
 * @param refreshInterval after how long an appended event can be found
 * @param connectTimeout for a connection with its TLS handshake
 * @param answerTimeout for the answer to one request
 * @param bulkEvents events of one request
 * @param bulkBytes bytes of one request
 * @param maxAttempts how often one request is sent before the append fails
 * @param retryPause before the second attempt; doubles with every further one
 * @param maxFields mapped fields of one index; those beyond are kept, found by the query language
 *     and not counted
 * @param maxCountedValues values each shard counts for {@link EventStore#topValues}
 * @param limits what one question may ask
 * @param lifecycle name of the policy (ILM) that the cluster applies to our indexes, which must not
 *     delete any; empty for none, as a server without that module demands
 */
public record ElasticsearchSettings(
    List<URI> servers,
    Credentials credentials,
    Optional<Path> certificateAuthority,
    String prefix,
    int shards,
    int replicas,
    Duration refreshInterval,
    Duration connectTimeout,
    Duration answerTimeout,
    int bulkEvents,
    int bulkBytes,
    int maxAttempts,
    Duration retryPause,
    int maxFields,
    int maxCountedValues,
    SearchLimits limits,
    String lifecycle) {

  /** How the store proves who it is. The text of every kind hides the secret. */
  public sealed interface Credentials {}

  /** Asks for no proof: a server without security. */
  public record Anonymous() implements Credentials {}

  /**
   * An API key.
   *
   * @param encoded id and key in base 64, as Elasticsearch hands it out
   */
  public record ApiKey(String encoded) implements Credentials {
    @Override
    public String toString() {
      return "ApiKey[hidden]";
    }
  }

  /** A user of the server. */
  public record Password(String user, String password) implements Credentials {
    @Override
    public String toString() {
      return "Password[" + user + ", hidden]";
    }
  }

  public ElasticsearchSettings {
    servers = List.copyOf(servers);
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(limits, "limits");
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("Elasticsearch needs the address of a server");
    }
    if (!Pattern.matches("[a-z][a-z0-9-]*", prefix)) {
      throw new IllegalArgumentException(
          "a prefix has lower-case letters, digits and hyphens, not " + prefix);
    }
    if (!Pattern.matches("[A-Za-z0-9._-]{0,100}", lifecycle)) {
      throw new IllegalArgumentException("not the name of a lifecycle policy: " + lifecycle);
    }
    if (shards < 1
        || replicas < 0
        || bulkEvents < 1
        || bulkBytes < 1
        || maxAttempts < 1
        || maxFields < 500
        || maxCountedValues < 1) {
      throw new IllegalArgumentException("a number of the Elasticsearch settings is too small");
    }
  }

  /** One server without security, with the defaults of a province. */
  public static ElasticsearchSettings of(URI server) {
    return new ElasticsearchSettings(
        List.of(server),
        new Anonymous(),
        Optional.empty(),
        "lachan-events",
        1,
        0,
        Duration.ofSeconds(1),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60),
        1_000,
        5_000_000,
        6,
        Duration.ofMillis(250),
        2_000,
        10_000,
        SearchLimits.DEFAULT,
        "");
  }

  /** The same with indexes of other names. */
  public ElasticsearchSettings withPrefix(String other) {
    return new ElasticsearchSettings(
        servers,
        credentials,
        certificateAuthority,
        other,
        shards,
        replicas,
        refreshInterval,
        connectTimeout,
        answerTimeout,
        bulkEvents,
        bulkBytes,
        maxAttempts,
        retryPause,
        maxFields,
        maxCountedValues,
        limits,
        lifecycle);
  }
}
