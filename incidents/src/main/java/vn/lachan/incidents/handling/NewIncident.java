package vn.lachan.incidents.handling;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.Severity;

/**
 * An incident made by hand.
 *
 * @param organization code of the unit it belongs to; null for the unit of who makes it (for the
 *     province when that person sees everything)
 */
public record NewIncident(
    String title,
    Category category,
    Severity severity,
    Instant detectedAt,
    String summary,
    List<String> systems,
    List<String> units,
    @Nullable String organization) {
  public NewIncident {
    systems = List.copyOf(systems);
    units = List.copyOf(units);
    if (title.isBlank()) {
      throw new InvalidRequestException("title", "Phải ghi tên sự cố.");
    }
  }
}
