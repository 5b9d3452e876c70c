package vn.lachan.collector.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How a Kafka cluster is reached.
 *
 * @param servers {@code host:port} of some of its brokers
 * @param clientFile properties of Kafka's own clients about TLS and SASL ({@code
 *     security.protocol}, {@code ssl.*}, {@code sasl.*}): what is secret stands in this file and
 *     nowhere else. It is read each time a client is made
 */
public record KafkaConnection(List<String> servers, Optional<Path> clientFile) {
  public KafkaConnection {
    servers = List.copyOf(servers);
    if (servers.isEmpty()
        || !servers.stream().allMatch(server -> server.matches("[^\\s,]+:[0-9]{1,5}"))) {
      throw new IllegalArgumentException("Kafka is reached at host:port, not at " + servers);
    }
  }

  /** In plain text, without authentication. */
  public static KafkaConnection plain(String... servers) {
    return new KafkaConnection(List.of(servers), Optional.empty());
  }

  /**
   * The settings of a client.
   *
   * @throws KafkaUnusableException when the file cannot be read or says anything but how the
   *     connection is secured
   */
  public Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>();
    clientFile.ifPresent(file ->
        read(file)
            .forEach((key, value) -> {
              String name = key.toString();
              if (!name.equals("security.protocol")
                  && !name.startsWith("ssl.")
                  && !name.startsWith("sasl.")) {
                throw new KafkaUnusableException(
                    file
                        + ": only security.protocol, ssl.* and sasl.* may stand here, not "
                        + name);
              }
              properties.put(name, value);
            }));
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    return properties;
  }

  private static Properties read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
      return properties;
    } catch (IOException | IllegalArgumentException e) {
      throw new KafkaUnusableException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
