package vn.lachan.audit;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which records to read.
 *
 * @param before only records with a smaller sequence; {@link Long#MAX_VALUE} for the newest page
 * @param limit at most this many, 1 to 1000
 * @param text only records with this text in actor, action, subject or detail; empty for all
 * @param organizations only records of these units; empty optional for all units
 */
public record AuditFilter(
    long before, int limit, String text, Optional<Set<String>> organizations) {

  /** The newest {@code limit} records of all units. */
  public static AuditFilter newest(int limit) {
    return new AuditFilter(Long.MAX_VALUE, limit, "", Optional.empty());
  }

  public AuditFilter {
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("limit is 1 to 1000, not " + limit);
    }
    organizations = organizations.map(Set::copyOf);
  }

  /** Whether {@code record} fits, upper and lower case being the same in {@link #text}. */
  boolean accepts(AuditRecord record) {
    AuditEntry entry = record.entry();
    return record.sequence() < before
        && organizations.map(units -> units.contains(entry.organization())).orElse(true)
        && (text.isEmpty() || hasText(entry, text.toLowerCase(Locale.ROOT)));
  }

  private static boolean hasText(AuditEntry entry, String lowered) {
    return Stream.concat(
            Stream.of(entry.actor().id(), entry.action(), entry.subject()),
            entry.detail().entrySet().stream().flatMap(e -> Stream.of(e.getKey(), e.getValue())))
        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(lowered));
  }
}
