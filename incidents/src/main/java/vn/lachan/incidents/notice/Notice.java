package vn.lachan.incidents.notice;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something a person has to know. Holds no personal data, since it may leave the platform by mail.
 *
 * @param link where to look, a path of the screens
 * @param readAt when this reader read it; null while not
 */
public record Notice(
    long id,
    Instant at,
    Kind kind,
    String subject,
    String link,
    @Nullable String incidentId,
    @Nullable Instant readAt) {

  /** What it is about. */
  public enum Kind {
    ORDER,
    ORDER_LATE,
    HANDOVER,
    CLOCK_DUE_SOON,
    CLOCK_OVERDUE,
    APPROVAL,
    PLATFORM
  }

  /**
   * Whom a notice is for.
   *
   * @param person an account; empty for whoever holds the role in the unit
   * @param role name of a role; empty when it is for a person
   * @param unit code of the unit; empty for the role in every unit
   */
  public record Recipient(String person, String role, String unit) {

    /** Whoever holds {@code role} in {@code unit}. */
    public static Recipient role(String role, String unit) {
      return new Recipient("", role, unit);
    }

    public static Recipient person(String account) {
      return new Recipient(account, "", "");
    }

    /** Different for different recipients; part of the key of a notice. */
    public String key() {
      return person.isEmpty() ? role + "@" + unit : person;
    }

    public Recipient {
      if (person.isEmpty() == role.isEmpty()) {
        throw new IllegalArgumentException("a notice is for a person or for a role");
      }
    }
  }
}
