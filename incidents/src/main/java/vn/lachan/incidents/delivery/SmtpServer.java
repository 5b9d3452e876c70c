package vn.lachan.incidents.delivery;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A mail server.
 *
 * @param security how the connection is kept from others; {@code NONE} only on this machine
 * @param from address mail comes from
 * @param authority certificate of the authority that signed the server's, PEM; null for those the
 *     platform's Java trusts
 * @param timeout for connecting, for each answer and for each write
 */
public record SmtpServer(
    String host,
    int port,
    Security security,
    String from,
    @Nullable Path authority,
    Duration timeout) {

  /** How a connection is protected. The server's certificate and its name are always checked. */
  public enum Security {
    /** TLS from the first byte (RFC 8314), usually port 465. */
    TLS,
    /** TLS before anything is said (RFC 3207); a server without it gets no mail. */
    STARTTLS,
    NONE
  }

  public SmtpServer {
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("a mail server has a name and a port of 1 to 65535");
    }
    if (!MailAddress.isOne(from)) {
      throw new IllegalArgumentException("the address mail comes from is no address: " + from);
    }
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("the timeout of a mail server is positive");
    }
    if (security == Security.NONE && !isHere(host)) {
      throw new IllegalArgumentException(
          "mail without TLS goes only to a server on this machine, not to " + host);
    }
  }

  private static boolean isHere(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
