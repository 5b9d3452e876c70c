package vn.lachan.collector.dataset.step;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.syslog.Timestamps;

/**
 * Finds when it happened: the first of several texts that can be read, in the forms {@link
 * Timestamps} knows or in patterns of {@link DateTimeFormatter}. Without any it is a failure only
 * when the step says so.
 */
public final class TimestampStep implements Step {
  private static final int LONGEST = 80;

  private final List<Template> texts;
  private final List<DateTimeFormatter> formats;
  private final @Nullable Template zone;

  /**
   * Made of its parts.
   *
   * @param texts tried in order
   * @param formats tried before the known forms
   * @param zone of texts that do not say; null for that of the log source
   */
  public TimestampStep(
      List<Template> texts, List<DateTimeFormatter> formats, @Nullable Template zone) {
    this.texts = List.copyOf(texts);
    this.formats = List.copyOf(formats);
    this.zone = zone;
  }

  @Override
  public boolean run(Slots slots) {
    for (Template template : texts) {
      String text = template.text(slots);
      Instant instant = text == null || text.length() > LONGEST ? null : read(text.strip(), slots);
      if (instant != null) {
        slots.draft().timestamp(instant);
        return true;
      }
    }
    return true;
  }

  private @Nullable Instant read(String text, Slots slots) {
    ZoneId local = zone(slots);
    for (DateTimeFormatter format : formats) {
      try {
        TemporalAccessor parsed = format.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
        return parsed instanceof LocalDateTime dateTime
            ? dateTime.atZone(local).toInstant()
            : Instant.from(parsed);
      } catch (DateTimeException _) {
        // the next format may fit
      }
    }
    return Timestamps.parse(text, slots.line().received(), local);
  }

  private ZoneId zone(Slots slots) {
    String name = zone == null ? null : zone.text(slots);
    if (name == null || name.isBlank()) {
      return slots.line().zone();
    }
    try {
      return ZoneId.of(name.strip());
    } catch (DateTimeException _) {
      return slots.line().zone();
    }
  }
}
