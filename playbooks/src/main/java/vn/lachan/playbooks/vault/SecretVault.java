package vn.lachan.playbooks.vault;

import java.util.Optional;

/** Gives secrets by their names. Safe for use by several threads. */
@FunctionalInterface
public interface SecretVault {

  /** Has no secrets. */
  SecretVault EMPTY = _ -> Optional.empty();

  /**
   * The secret of that name, as it is now; empty when there is none.
   *
   * @throws VaultException when the vault cannot be read
   */
  Optional<Secret> find(String name);
}
