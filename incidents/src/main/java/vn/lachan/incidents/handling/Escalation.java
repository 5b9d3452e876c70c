package vn.lachan.incidents.handling;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Severity;

/**
 * Rows of the alert queue that become part of an incident.
 *
 * @param ids the rows
 * @param incidentId the incident they join; null for a new one
 * @param title of a new incident; null for the title of the first row
 * @param category of a new incident; null for {@link Category#KH}
 * @param severity of a new incident; null for what the highest level suggests
 */
public record Escalation(
    List<String> ids,
    @Nullable String incidentId,
    @Nullable String title,
    @Nullable Category category,
    @Nullable Severity severity,
    String note) {
  public Escalation {
    ids = List.copyOf(ids);
  }
}
