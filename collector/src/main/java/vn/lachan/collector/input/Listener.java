package vn.lachan.collector.input;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where and how an input takes connections.
 *
 * @param name name of the input
 * @param address where to listen; port 0 takes any free one
 * @param maxConnections connections at once; more are closed at once
 * @param idleTimeout a connection that is silent for this long is closed
 * @param handshakeTimeout a TLS handshake must be done after this
 * @param tls how connections are protected; plain without it
 */
public record Listener(
    String name,
    InetSocketAddress address,
    int maxConnections,
    Duration idleTimeout,
    Duration handshakeTimeout,
    Optional<Tls> tls) {

  /**
   * TLS.
   *
   * @param context shows our certificate and knows whom to trust
   * @param clientCertificate whether a sender must show a certificate that the context trusts
   */
  public record Tls(SSLContext context, boolean clientCertificate) {}

  public Listener {
    if (maxConnections < 1) {
      throw new IllegalArgumentException("input " + name + " takes at least one connection");
    }
    if (!idleTimeout.isPositive() || !handshakeTimeout.isPositive()) {
      throw new IllegalArgumentException("timeouts of input " + name + " are positive");
    }
  }

  /** Plain; 1,000 connections, an hour idle, ten seconds for a handshake. */
  public static Listener of(String name, InetSocketAddress address) {
    return new Listener(
        name, address, 1_000, Duration.ofHours(1), Duration.ofSeconds(10), Optional.empty());
  }

  public Listener withTls(Tls protection) {
    return new Listener(
        name, address, maxConnections, idleTimeout, handshakeTimeout, Optional.of(protection));
  }

  public Listener withMaxConnections(int count) {
    return new Listener(name, address, count, idleTimeout, handshakeTimeout, tls);
  }

  public Listener withTimeouts(Duration idle, Duration handshake) {
    return new Listener(name, address, maxConnections, idle, handshake, tls);
  }
}
