package vn.lachan.collector.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics where there are none, and looks whether those that are there will do. */
public final class KafkaTopics {
  private static final int PATIENCE_SECONDS = 30;
  private static final String FOR_EVER = "-1";

  private final KafkaSettings settings;

  public KafkaTopics(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * Partitions of the topics of raw logs and of matches.
   *
   * @param raw partitions of raw logs
   * @param matches partitions of matches and of state
   */
  public record Counts(int raw, int matches) {}

  /**
   * Makes what is missing.
   *
   * @throws KafkaUnusableException when Kafka cannot be reached or a topic will not do; may be
   *     tried again
   */
  public Counts ensure() {
    Map<String, Object> properties = settings.connection().properties();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_SECONDS * 1_000);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_SECONDS * 500);
    try (Admin admin = Admin.create(properties)) {
      // The brokers decide the order of events: their time is that of the log, not of a sender.
      make(
          admin,
          settings.rawTopic(),
          Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
      make(admin, settings.matchTopic(), Map.of());
      make(
          admin,
          settings.stateTopic(),
          Map.of(
              TopicConfig.RETENTION_MS_CONFIG, FOR_EVER,
              TopicConfig.RETENTION_BYTES_CONFIG, FOR_EVER));
      // The last position of each lane is all that is needed.
      make(
          admin,
          settings.forwarderTopic(),
          Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
      return check(admin);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      throw new KafkaUnusableException(
          KafkaUnusableException.line(settings.connection(), cause), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaUnusableException("interrupted while asking Kafka for its topics", e);
    }
  }

  private void make(Admin admin, String name, Map<String, String> more)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<String, String> configs = new java.util.HashMap<>(more);
    configs.put(
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
        String.valueOf(settings.maxRecordBytes() + (1 << 16)));
    configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, String.valueOf(settings.inSync()));
    NewTopic topic = new NewTopic(name, settings.partitions(), settings.replicas());
    try {
      admin
          .createTopics(List.of(topic.configs(configs)))
          .all()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private Counts check(Admin admin)
      throws ExecutionException, InterruptedException, TimeoutException {
    List<String> names =
        List.of(
            settings.rawTopic(),
            settings.matchTopic(),
            settings.stateTopic(),
            settings.forwarderTopic());
    Map<String, TopicDescription> topics =
        admin.describeTopics(names).allTopicNames().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    int raw = partitions(topics, settings.rawTopic());
    int matches = partitions(topics, settings.matchTopic());
    if (partitions(topics, settings.stateTopic()) != matches) {
      throw new KafkaUnusableException(
          "topics "
              + settings.matchTopic()
              + " and "
              + settings.stateTopic()
              + " must have the same number of partitions");
    }
    partitions(topics, settings.forwarderTopic());
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, settings.rawTopic());
    Config config =
        admin
            .describeConfigs(List.of(resource))
            .all()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .getOrDefault(resource, new Config(List.of()));
    ConfigEntry type = config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
    if (type == null || !"LogAppendTime".equals(type.value())) {
      throw new KafkaUnusableException(
          "topic " + settings.rawTopic() + " must have message.timestamp.type=LogAppendTime");
    }
    return new Counts(raw, matches);
  }

  private static int partitions(Map<String, TopicDescription> topics, String name) {
    TopicDescription topic = topics.get(name);
    if (topic == null) {
      throw new KafkaUnusableException("there is no topic " + name);
    }
    return topic.partitions().size();
  }
}
