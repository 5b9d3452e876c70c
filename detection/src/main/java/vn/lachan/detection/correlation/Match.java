package vn.lachan.detection.correlation;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An event that fitted some rules.
 *
 * @param eventId the same whenever the same event is seen again
 * @param time when it happened, milliseconds since 1970
 * @param arrived when it was received, milliseconds since 1970
 * @param rules numbers of the rules that it fitted, ascending
 * @param values the text of a field, or null when the event lacks it
 */
public record Match(
    String eventId,
    long time,
    long arrived,
    List<Integer> rules,
    Function<String, @Nullable String> values) {}
