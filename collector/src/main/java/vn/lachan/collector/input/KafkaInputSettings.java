package vn.lachan.collector.input;

import java.time.Duration;
import java.util.List;
import vn.lachan.collector.kafka.KafkaConnection;
import vn.lachan.collector.kafka.KafkaMember;

/**
 * How topics of somebody else's Kafka are read.
 *
 * @param name name of the input
 * @param member who reads: several platforms with the same group share the partitions
 * @param topics names of the topics
 * @param fromStart whether a partition of which the group has no offset is read from its first
 *     record; else only what comes from now on is read
 * @param batchRecords records handed to the journal at once, at most
 * @param batchBytes bytes fetched at once, about
 * @param maxRecordBytes bytes kept of a record; the rest is cut and the event marked
 * @param timeout Kafka counts as gone when it does not answer for so long
 * @param retryInterval pause after a failure
 */
public record KafkaInputSettings(
    String name,
    KafkaMember member,
    List<String> topics,
    boolean fromStart,
    int batchRecords,
    int batchBytes,
    int maxRecordBytes,
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
    if (member.group().isBlank()) {
      throw new IllegalArgumentException("input " + name + ": the group has a name");
    }
    if (batchRecords < 1 || batchBytes < 1 << 10 || maxRecordBytes < 480) {
      throw new IllegalArgumentException("limits of input " + name + " are too small");
    }
    if (!member.session().isPositive() || !timeout.isPositive() || !retryInterval.isPositive()) {
      throw new IllegalArgumentException("delays of input " + name + " are positive");
    }
  }

  /** From the first record, 1,000 records or 8 MiB, 64 KiB kept, 45 s, 10 s, 10 s. */
  public static KafkaInputSettings of(
      String name, KafkaConnection connection, List<String> topics, String group) {
    return new KafkaInputSettings(
        name,
        new KafkaMember(connection, group, name, Duration.ofSeconds(45)),
        topics,
        true,
        1_000,
        8 << 20,
        64 << 10,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10));
  }

  public KafkaInputSettings withDelays(Duration sessions, Duration answer, Duration retry) {
    return new KafkaInputSettings(
        name,
        new KafkaMember(member.connection(), member.group(), member.client(), sessions),
        topics,
        fromStart,
        batchRecords,
        batchBytes,
        maxRecordBytes,
        answer,
        retry);
  }

  public KafkaInputSettings withFromStart(boolean start) {
    return new KafkaInputSettings(
        name,
        member,
        topics,
        start,
        batchRecords,
        batchBytes,
        maxRecordBytes,
        timeout,
        retryInterval);
  }
}
