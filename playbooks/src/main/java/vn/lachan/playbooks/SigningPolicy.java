package vn.lachan.playbooks;

import java.time.Instant;
import java.util.Map;
import vn.lachan.playbooks.signature.PlaybookSignatures;
import vn.lachan.playbooks.signature.TrustedKeys;

/**
 * Whose signature a playbook needs before it may be started for an incident.
 *
 * @param required trusted keys by code of the organisation the incident belongs to; {@code ""} is
 *     for organisations without an entry. Without any entry no signature is needed
 */
public record SigningPolicy(Map<String, TrustedKeys> required) {
  /** No signature is needed anywhere. */
  public static final SigningPolicy NONE = new SigningPolicy(Map.of());

  public SigningPolicy {
    required = Map.copyOf(required);
  }

  /** Whether that playbook may be started for an incident of {@code organization} now. */
  boolean allows(String organization, Playbook playbook, Instant now) {
    TrustedKeys own = required.get(organization);
    TrustedKeys keys = own == null ? required.get("") : own;
    return keys == null || PlaybookSignatures.isSignedBy(playbook.source(), keys, now);
  }
}
