package vn.lachan.playbooks.cacao;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How an agent or target is logged in to.
 *
 * @param type {@code http-basic}, {@code oauth2}, {@code user-auth} or another word
 * @param vault whether the values are in the vault
 * @param vaultKey name of the secret there
 * @param fields the texts of the definition, not filled in
 */
public record Login(
    String id, String type, boolean vault, String vaultKey, Map<String, String> fields) {
  public Login {
    fields = Map.copyOf(new LinkedHashMap<>(fields));
  }
}
