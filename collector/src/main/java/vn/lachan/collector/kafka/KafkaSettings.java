package vn.lachan.collector.kafka;

import java.time.Duration;

/**
 * How Kafka is used as the hand-over.
 *
 * @param connection how the cluster is reached
 * @param prefix first part of the names of topics, groups and transactions
 * @param node name of this process among those that share the work; the same after a restart
 * @param partitions of each topic when it is made; at least as many as there will be detectors
 * @param replicas of each topic when it is made
 * @param inSync replicas that must have a record before it is acknowledged
 * @param pendingBytes bytes that may wait in memory for Kafka
 * @param linger how long a record may wait for others, to be sent together
 * @param maxRecordBytes a larger record is refused
 * @param session a detector that is not heard of for so long is counted out
 * @param transaction a transaction that is open for so long is given up; commits are far more often
 * @param commit how often work is committed
 * @param tick how long a partition without records may be silent before a mark of time is written
 *     to it
 * @param readAhead bytes fetched at once, at most
 * @param early matches that may wait for slower partitions, in each partition; when more do, the
 *     oldest no longer wait and are counted
 */
public record KafkaSettings(
    KafkaConnection connection,
    String prefix,
    String node,
    int partitions,
    short replicas,
    int inSync,
    long pendingBytes,
    Duration linger,
    int maxRecordBytes,
    Duration session,
    Duration transaction,
    Duration commit,
    Duration tick,
    int readAhead,
    int early) {
  public KafkaSettings {
    if (!prefix.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
        || !node.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException(
          "prefix and node are letters, digits, dots and hyphens, not " + prefix + ", " + node);
    }
    if (partitions < 1 || partitions > 10_000 || replicas < 1 || inSync < 1 || inSync > replicas) {
      throw new IllegalArgumentException(
          "Kafka topics have 1 to 10000 partitions, and no more replicas in sync than replicas");
    }
    if (pendingBytes < 1 << 20 || maxRecordBytes < 1 << 16 || readAhead < 1 << 20 || early < 1) {
      throw new IllegalArgumentException("limits of Kafka are too small");
    }
    if (linger.isNegative() || !commit.isPositive() || !tick.isPositive()) {
      throw new IllegalArgumentException("delays of Kafka are positive");
    }
    if (transaction.compareTo(commit.multipliedBy(2)) < 0 || !session.isPositive()) {
      throw new IllegalArgumentException("a transaction takes longer than two commits");
    }
  }

  /**
   * 12 partitions, 1 replica, 32 MiB wait, 5 ms together, records of 12 MiB, 10 s without a sign,
   * transactions of 15 s, commits every 300 ms, ticks after 300 ms, 16 MiB ahead, 200,000 matches.
   */
  public static KafkaSettings of(KafkaConnection connection, String prefix, String node) {
    return new KafkaSettings(
        connection,
        prefix,
        node,
        12,
        (short) 1,
        1,
        32L << 20,
        Duration.ofMillis(5),
        12 << 20,
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofMillis(300),
        Duration.ofMillis(300),
        16 << 20,
        200_000);
  }

  public KafkaSettings withPartitions(int count) {
    return new KafkaSettings(
        connection,
        prefix,
        node,
        count,
        replicas,
        inSync,
        pendingBytes,
        linger,
        maxRecordBytes,
        session,
        transaction,
        commit,
        tick,
        readAhead,
        early);
  }

  public KafkaSettings withPendingBytes(long bytes) {
    return new KafkaSettings(
        connection,
        prefix,
        node,
        partitions,
        replicas,
        inSync,
        bytes,
        linger,
        maxRecordBytes,
        session,
        transaction,
        commit,
        tick,
        readAhead,
        early);
  }

  public KafkaSettings withTimes(
      Duration sessionTime, Duration transactionTime, Duration commitTime, Duration tickTime) {
    return new KafkaSettings(
        connection,
        prefix,
        node,
        partitions,
        replicas,
        inSync,
        pendingBytes,
        linger,
        maxRecordBytes,
        sessionTime,
        transactionTime,
        commitTime,
        tickTime,
        readAhead,
        early);
  }

  /** Raw logs. */
  public String rawTopic() {
    return prefix + ".raw";
  }

  /** Matches of rules, by rule and group. */
  public String matchTopic() {
    return prefix + ".matches";
  }

  /** What detectors keep of the partitions of {@link #matchTopic}. */
  public String stateTopic() {
    return prefix + ".state";
  }

  /** How far each lane of each forwarder has come. */
  public String forwarderTopic() {
    return prefix + ".forwarders";
  }
}
