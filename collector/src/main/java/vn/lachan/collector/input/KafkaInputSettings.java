package vn.lachan.collector.input;

import java.time.Duration;
import java.util.List;
import vn.lachan.collector.kafka.KafkaConnection;

/**
 * How topics of somebody else's Kafka are read.
 *
 * @param name name of the input
 * @param connection how the cluster is reached
 * @param topics names of the topics
 * @param group consumer group: several platforms with the same one share the partitions
 * @param fromStart whether a partition of which the group has no offset is read from its first
 *     record; else only what comes from now on is read
 * @param batchRecords records handed to the journal at once, at most
 * @param batchBytes bytes fetched at once, about
 * @param maxRecordBytes bytes kept of a record; the rest is cut and the event marked
 * @param session a member of the group that is not heard of for so long is counted out
 * @param timeout Kafka counts as gone when it does not answer for so long
 * @param retryInterval pause after a failure
 */
public record KafkaInputSettings(
    String name,
    KafkaConnection connection,
    List<String> topics,
    String group,
    boolean fromStart,
    int batchRecords,
    int batchBytes,
    int maxRecordBytes,
    Duration session,
    Duration timeout,
    Duration retryInterval) {
  private static final String TOPIC = "[A-Za-z0-9._-]{1,249}";

  public KafkaInputSettings {
    topics = List.copyOf(topics);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException("not a name of an input: " + name);
    }
    if (topics.isEmpty() || !topics.stream().allMatch(topic -> topic.matches(TOPIC))) {
      throw new IllegalArgumentException("input " + name + ": not names of topics: " + topics);
    }
    if (group.isBlank()) {
      throw new IllegalArgumentException("input " + name + ": the group has a name");
    }
    if (batchRecords < 1 || batchBytes < 1 << 10 || maxRecordBytes < 480) {
      throw new IllegalArgumentException("limits of input " + name + " are too small");
    }
    if (!session.isPositive() || !timeout.isPositive() || !retryInterval.isPositive()) {
      throw new IllegalArgumentException("delays of input " + name + " are positive");
    }
  }

  /** From the first record, 1,000 records or 8 MiB, 64 KiB kept, 45 s, 10 s, 10 s. */
  public static KafkaInputSettings of(
      String name, KafkaConnection connection, List<String> topics, String group) {
    return new KafkaInputSettings(
        name,
        connection,
        topics,
        group,
        true,
        1_000,
        8 << 20,
        64 << 10,
        Duration.ofSeconds(45),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10));
  }

  public KafkaInputSettings withDelays(Duration sessions, Duration answer, Duration retry) {
    return new KafkaInputSettings(
        name,
        connection,
        topics,
        group,
        fromStart,
        batchRecords,
        batchBytes,
        maxRecordBytes,
        sessions,
        answer,
        retry);
  }

  public KafkaInputSettings withFromStart(boolean start) {
    return new KafkaInputSettings(
        name,
        connection,
        topics,
        group,
        start,
        batchRecords,
        batchBytes,
        maxRecordBytes,
        session,
        timeout,
        retryInterval);
  }
}
