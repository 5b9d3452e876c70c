package vn.lachan.detection.baseline;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An event, also one that no rule fits: it still tells the time.
 *
 * @param eventId the same whenever the same event is seen again
 * @param time when it happened, milliseconds since 1970
 * @param arrived when it was received, milliseconds since 1970
 * @param working what the calendar says of it: true, false or empty
 * @param rules numbers of the rules that it fits
 * @param values the text of a field, or null when the event lacks it
 */
public record Observation(
    String eventId,
    long time,
    long arrived,
    String working,
    List<Integer> rules,
    Function<String, @Nullable String> values) {
  /** Field that says whether the unit works at the time of the event. */
  public static final String WORKING = "dvc.calendar.working";

  static final String LEVEL = "dvc.unit.level";
  static final String ORGANIZATION = "organization.id";
  static final String DATASET = "event.dataset";

  String text(String field) {
    String value = values.apply(field);
    return value == null ? "" : value;
  }
}
