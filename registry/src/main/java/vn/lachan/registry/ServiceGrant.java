package vn.lachan.registry;

import java.util.List;
import java.util.Optional;

/**
 * The right of a consumer to call a service of the data-sharing platform.
 *
 * @param client joined id of the consumer, as in {@code dxp.client.id}
 * @param service joined id of the service, as in {@code dxp.service.id}
 * @param networks blocks the consumer calls from; empty when any address may be used
 * @param window when it may call; empty when at any time
 */
public record ServiceGrant(
    String client, String service, List<Network> networks, Optional<DailyWindow> window) {
  public ServiceGrant {
    networks = List.copyOf(networks);
  }

  /** A right at any time. */
  public ServiceGrant(String client, String service, List<Network> networks) {
    this(client, service, networks, Optional.empty());
  }
}
