package vn.lachan.incidents.handling;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of incidents.
 *
 * @param next where the next page starts; null on the last
 * @param total incidents of all pages
 */
public record IncidentPage(List<IncidentSummary> items, @Nullable String next, long total) {
  public IncidentPage {
    items = List.copyOf(items);
  }
}
