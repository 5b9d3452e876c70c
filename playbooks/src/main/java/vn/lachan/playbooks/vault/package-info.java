/**
 * Where passwords and keys are that playbooks only name: a sealed file, or HashiCorp Vault.
 *
 * <p>{@link vn.lachan.playbooks.vault.SecretVault} is the door.
 */
@NullMarked
package vn.lachan.playbooks.vault;

import org.jspecify.annotations.NullMarked;
