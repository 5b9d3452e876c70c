package vn.lachan.app.settings;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Playbooks.
 *
 * @param folders folders with CACAO playbooks beside the built-in ones
 * @param hosts hosts that http-api steps may call; none unless listed
 * @param signers whose signature a playbook needs to be started; nobody's unless listed
 */
public record PlaybookSettings(
    @DefaultValue({}) List<Path> folders,
    @DefaultValue({}) List<String> hosts,
    @DefaultValue({}) List<Signers> signers) {
  public PlaybookSettings {
    folders = List.copyOf(folders);
    hosts = List.copyOf(hosts);
    signers = List.copyOf(signers);
  }

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
