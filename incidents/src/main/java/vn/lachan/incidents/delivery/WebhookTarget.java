package vn.lachan.incidents.delivery;

import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import vn.lachan.incidents.sharing.Destination.Circle;

/**
 * A service that takes notices.
 *
 * @param name as people and playbooks call it
 * @param url https, or http on this machine
 * @param circle who can read there, for the labels of incidents
 * @param keys asked for each notice: the key, and the one before while receivers change over; empty
 *     when the vault has none
 */
public record WebhookTarget(String name, URI url, Circle circle, Supplier<List<String>> keys) {

  public WebhookTarget {
    String host = String.valueOf(url.getHost());
    boolean here = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    boolean encrypted = "https".equalsIgnoreCase(url.getScheme());
    if (!encrypted && !("http".equalsIgnoreCase(url.getScheme()) && here)) {
      throw new IllegalArgumentException(
          "webhook " + name + " needs https, or http on this machine: " + url);
    }
  }
}
