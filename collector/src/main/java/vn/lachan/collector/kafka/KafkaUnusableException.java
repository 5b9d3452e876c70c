package vn.lachan.collector.kafka;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** A Kafka cluster, or a topic of it, cannot be used as it is. */
public final class KafkaUnusableException extends RuntimeException {
  public KafkaUnusableException(String message) {
    super(message);
  }

  public KafkaUnusableException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What is wrong with {@code connection}, in one line that says where to look. */
  public static String line(KafkaConnection connection, Throwable problem) {
    if (problem instanceof KafkaUnusableException) {
      return oneLine(problem.getMessage());
    }
    String file =
        connection.clientFile().map(found -> " in " + found).orElse("; no client-file is set");
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case SaslAuthenticationException refused -> {
          return "Kafka at %s refuses the user or the password of sasl.jaas.config%s: %s"
              .formatted(connection.servers(), file, oneLine(refused.getMessage()));
        }
        case SslAuthenticationException refused -> {
          return "TLS with Kafka at %s fails, see ssl.truststore.* and ssl.keystore.*%s: %s"
              .formatted(connection.servers(), file, oneLine(innermost(refused).getMessage()));
        }
        case AuthenticationException refused -> {
          return "Kafka at %s does not let us in%s: %s"
              .formatted(connection.servers(), file, oneLine(refused.getMessage()));
        }
        default -> {}
      }
    }
    return "cannot use Kafka at %s: %s"
        .formatted(connection.servers(), oneLine(String.valueOf(problem.getMessage())));
  }

  private static Throwable innermost(Throwable problem) {
    Throwable inner = problem;
    while (inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  private static String oneLine(@org.jspecify.annotations.Nullable String text) {
    return String.valueOf(text).replaceAll("\\s*\\R\\s*", " ");
  }
}
