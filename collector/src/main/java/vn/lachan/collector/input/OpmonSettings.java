package vn.lachan.collector.input;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How the operational monitoring data of a security server is fetched.
 *
 * @param name name of the input; its position is kept under it
 * @param stateFolder where the position is kept
 * @param url address for clients of the server on which the monitoring runs or of our own one
 * @param client who asks: instance, member class, member code, and a subsystem where it is one
 * @param server whose data: instance, member class, member code, server code
 * @param tls how the connection is protected; the trust of Java without it
 * @param pollInterval how often it is asked
 * @param holdBack records younger than this are not asked for, because the server still adds some;
 *     the protocol says 60 s
 * @param lookBack how far back it is asked the first time; servers keep seven days
 * @param timeout an answer that takes longer is given up
 * @param retryInterval pause after a failure
 * @param maxAnswerBytes largest answer, as sent and unpacked
 */
public record OpmonSettings(
    String name,
    Path stateFolder,
    URI url,
    List<String> client,
    List<String> server,
    Optional<SSLContext> tls,
    Duration pollInterval,
    Duration holdBack,
    Duration lookBack,
    Duration timeout,
    Duration retryInterval,
    int maxAnswerBytes) {
  public OpmonSettings {
    client = List.copyOf(client);
    server = List.copyOf(server);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException("not a name of an input: " + name);
    }
    if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
      throw new IllegalArgumentException("input " + name + ": not an http address: " + url);
    }
    if (client.size() < 3 || client.size() > 4 || client.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "input " + name + ": a client is instance, class, member and perhaps subsystem");
    }
    if (server.size() != 4 || server.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "input " + name + ": a server is instance, class, member and code");
    }
    if (!pollInterval.isPositive()
        || holdBack.isNegative()
        || lookBack.isNegative()
        || !timeout.isPositive()
        || !retryInterval.isPositive()) {
      throw new IllegalArgumentException("delays of input " + name + " are positive");
    }
    if (maxAnswerBytes < 1 << 16) {
      throw new IllegalArgumentException("input " + name + " takes answers of at least 64 KiB");
    }
  }

  /** Every minute, 60 s held back, seven days back, 60 s, 30 s, 128 MiB. */
  public static OpmonSettings of(
      String name, Path stateFolder, URI url, List<String> client, List<String> server) {
    return new OpmonSettings(
        name,
        stateFolder,
        url,
        client,
        server,
        Optional.empty(),
        Duration.ofMinutes(1),
        Duration.ofSeconds(60),
        Duration.ofDays(7),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        128 << 20);
  }

  public OpmonSettings withDelays(Duration poll, Duration retry, Duration longest) {
    return new OpmonSettings(
        name,
        stateFolder,
        url,
        client,
        server,
        tls,
        poll,
        holdBack,
        lookBack,
        longest,
        retry,
        maxAnswerBytes);
  }

  public OpmonSettings withMaxAnswerBytes(int bytes) {
    return new OpmonSettings(
        name,
        stateFolder,
        url,
        client,
        server,
        tls,
        pollInterval,
        holdBack,
        lookBack,
        timeout,
        retryInterval,
        bytes);
  }

  /** Names the server in one word. */
  String serverId() {
    return String.join("/", server);
  }
}
