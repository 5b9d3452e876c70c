package vn.lachan.incidents.handling;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.InvalidRequestException;
import vn.lachan.incidents.Severity;

/**
 * Which incidents to list, newest first.
 *
 * @param show open ones, closed ones (also cancelled and merged) or all
 * @param severities only these; empty for all
 * @param text only with this text in id, title or summary; case and diacritics do not matter
 * @param after what the page before named as its next; null for the first page
 * @param limit 1 to 200
 */
public record IncidentFilter(
    Show show, Set<Severity> severities, String text, @Nullable String after, int limit) {

  /** Which states to show. */
  public enum Show {
    OPEN,
    CLOSED,
    ALL
  }

  public static final IncidentFilter ALL = new IncidentFilter(Show.ALL, Set.of(), "", null, 50);

  public IncidentFilter {
    severities = Set.copyOf(severities);
    if (limit < 1 || limit > 200) {
      throw new InvalidRequestException("limit", "Số dòng một trang từ 1 đến 200.");
    }
  }
}
