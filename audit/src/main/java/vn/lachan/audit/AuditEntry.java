package vn.lachan.audit;

import java.util.Map;
import java.util.Objects;

/**
 * What somebody did, before it has its place in the trail.
 *
 * @param actor who did it
 * @param action what was done, as {@code noun.verb}, for example {@code incident.escalate}
 * @param subject what it was done to, as {@code kind:id}, for example {@code incident:SC-2026-001}
 * @param organization code of the unit the subject belongs to, empty for the whole province
 * @param detail what an auditor needs beside that; never a secret and never personal data in clear
 */
public record AuditEntry(
    Actor actor, String action, String subject, String organization, Map<String, String> detail) {

  public AuditEntry {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(organization, "organization");
    detail = Map.copyOf(detail);
  }
}
