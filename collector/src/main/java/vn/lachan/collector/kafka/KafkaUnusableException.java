package vn.lachan.collector.kafka;

/** A Kafka cluster, or a topic of it, cannot be used as it is. */
public final class KafkaUnusableException extends RuntimeException {
  public KafkaUnusableException(String message) {
    super(message);
  }

  public KafkaUnusableException(String message, Throwable cause) {
    super(message, cause);
  }
}
