package vn.lachan.playbooks;

import vn.lachan.playbooks.vault.SecretVault;

/**
 * What commands are carried out with.
 *
 * @param vault where secrets are
 * @param events what searches look in
 * @param remote how other machines are reached
 * @param notices who can be told
 */
public record EngineTools(
    SecretVault vault, EventSearch events, RemoteSettings remote, Notices notices) {

  /** Nothing but HTTP without secrets. */
  public static final EngineTools NONE =
      new EngineTools(SecretVault.EMPTY, EventSearch.NONE, RemoteSettings.NONE, Notices.NONE);
}
