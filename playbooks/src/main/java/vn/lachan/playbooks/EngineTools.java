package vn.lachan.playbooks;

import java.util.Set;
import vn.lachan.incidents.sharing.Destination.Circle;
import vn.lachan.playbooks.vault.SecretVault;

/**
 * What commands are carried out with.
 *
 * @param vault where secrets are
 * @param events what searches look in
 * @param remote how other machines are reached
 * @param notices who can be told
 * @param inside hosts of the province beside those that can be told by their names ({@link
 *     HostCircle}); for the labels of incidents
 */
public record EngineTools(
    SecretVault vault,
    EventSearch events,
    RemoteSettings remote,
    Notices notices,
    Set<String> inside) {

  public EngineTools {
    inside = Set.copyOf(inside);
  }

  /** Where only names tell which hosts are of the province. */
  public EngineTools(
      SecretVault vault, EventSearch events, RemoteSettings remote, Notices notices) {
    this(vault, events, remote, notices, Set.of());
  }

  Circle circleOf(Prepared prepared) {
    return prepared.host().map(host -> HostCircle.of(host, inside)).orElse(Circle.PARTY);
  }

  /** Nothing but HTTP without secrets. */
  public static final EngineTools NONE =
      new EngineTools(SecretVault.EMPTY, EventSearch.NONE, RemoteSettings.NONE, Notices.NONE);
}
