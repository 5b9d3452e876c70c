package vn.lachan.collector.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/**
 * A member of a consumer group, as every reader of ours is one: offsets are committed by hand, only
 * committed transactions are read, and partitions move one by one.
 *
 * @param connection how the cluster is reached
 * @param group name of the group
 * @param client name of the member in the logs of the brokers
 * @param session a member that is not heard of for so long is counted out
 */
public record KafkaMember(
    KafkaConnection connection, String group, String client, Duration session) {
  private static final Duration LONGEST_WORK = Duration.ofMinutes(10);

  /** A process that shares the work, in a group of its hand-over. */
  public static KafkaMember of(KafkaSettings settings, String group) {
    return new KafkaMember(
        settings.connection(),
        settings.prefix() + "-" + group,
        settings.node() + "-" + group,
        settings.session());
  }

  /** What all members have in common; others may be added. */
  public Map<String, Object> properties() {
    Map<String, Object> properties = connection.properties();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, client);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) session.toMillis());
    properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) session.toMillis() / 4);
    properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) LONGEST_WORK.toMillis());
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return properties;
  }

  /** What members that read the topics of a hand-over have in common. */
  public static Map<String, Object> properties(KafkaSettings settings, String group) {
    Map<String, Object> properties = of(settings, group).properties();
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, settings.readAhead());
    properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    return properties;
  }
}
