package vn.lachan.app.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import vn.lachan.incidents.sharing.Destination.Circle;

/**
 * Playbooks.
 *
 * @param folders folders with CACAO playbooks beside the built-in ones
 * @param hosts hosts that http-api steps may call; none unless listed
 * @param inside hosts of the province beside those whose names say so; what goes elsewhere needs
 *     TLP:CLEAR
 * @param machines machines that ssh, bash and powershell steps may reach; none unless listed
 * @param knownHosts file with the keys of those machines, as OpenSSH writes it; without it none is
 *     known
 * @param node name of this process; unique among those that share the database, and the same after
 *     a restart; empty: the name of the machine
 * @param workers how many runs work on the database at the same time
 * @param inHand how many runs are moved on at the same time, those that wait for an answer too
 * @param depth how many playbooks may call each other
 * @param approval how long people may take to agree to a step without a timeout of its own
 * @param vault where secrets are
 * @param webhooks services that can be told, by the names playbooks use
 * @param signers whose signature a playbook needs to be started; nobody's unless listed
 */
public record PlaybookSettings(
    @DefaultValue({}) List<Path> folders,
    @DefaultValue({}) List<String> hosts,
    @DefaultValue({}) List<String> inside,
    @DefaultValue({}) List<String> machines,
    @Nullable Path knownHosts,
    @DefaultValue("") String node,
    @DefaultValue("4") int workers,
    @DefaultValue("64") int inHand,
    @DefaultValue("5") int depth,
    @DefaultValue("7d") Duration approval,
    @DefaultValue VaultSettings vault,
    @DefaultValue({}) List<Webhook> webhooks,
    @DefaultValue({}) List<Signers> signers) {
  public PlaybookSettings {
    folders = List.copyOf(folders);
    hosts = List.copyOf(hosts);
    inside = List.copyOf(inside);
    machines = List.copyOf(machines);
    webhooks = List.copyOf(webhooks);
    signers = List.copyOf(signers);
  }

  /**
   * Where secrets are: in the sealed file of the data folder, unless an address is given.
   *
   * @param address of a server of HashiCorp Vault; empty: the sealed file
   * @param mount where its engine KV version 2 is
   * @param namespace of Vault Enterprise; empty for none
   * @param tokenFile holds its token, mode 0600
   */
  public record VaultSettings(
      @DefaultValue("") String address,
      @DefaultValue("secret") String mount,
      @DefaultValue("") String namespace,
      @Nullable Path tokenFile) {
    public VaultSettings {
      if (!address.isEmpty() && tokenFile == null) {
        throw new IllegalArgumentException(
            "lachan.playbooks.vault.token-file is needed with an address");
      }
    }
  }

  /**
   * A service that takes notices.
   *
   * @param name as playbooks call it
   * @param url where it is
   * @param key name of the secret in the vault whose field {@code key} signs notices; a field
   *     {@code old_key} signs beside it while receivers change over
   * @param circle who can read there, for the labels of incidents
   */
  public record Webhook(String name, URI url, String key, @DefaultValue("PARTY") Circle circle) {}

  /**
   * Whom one organisation trusts to sign playbooks.
   *
   * @param organization code of the unit the incident belongs to; empty for all without an entry
   * @param keys PEM files, each with a public key or a certificate
   */
  public record Signers(@DefaultValue("") String organization, List<Path> keys) {
    public Signers {
      keys = List.copyOf(keys);
    }
  }
}
