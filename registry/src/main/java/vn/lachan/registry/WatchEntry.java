package vn.lachan.registry;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Something to look out for.
 *
 * @param type what it is
 * @param value address or block, domain, hexadecimal hash, or account; lower case
 * @param list name of the list it is from
 * @param reason why
 * @param expires last day on which it counts; empty for no end
 */
public record WatchEntry(
    Type type, String value, String list, String reason, Optional<LocalDate> expires) {

  /** What is looked out for. */
  public enum Type {
    IP,
    DOMAIN,
    HASH,
    ACCOUNT
  }
}
