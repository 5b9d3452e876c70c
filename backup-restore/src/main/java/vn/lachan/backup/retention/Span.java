package vn.lachan.backup.retention;

import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as people say it, {@code 1y5m7d2h}.
 *
 * <p>Calendar arithmetic is Go's, so that results equal restic's: a day that a month does not have
 * runs over into the next month (31 March less one month is 3 March).
 */
public record Span(int years, int months, int days, int hours) {

  /** No time at all: the rule is not used. */
  public static final Span NONE = new Span(0, 0, 0, 0);

  private static final Pattern TEXT =
      Pattern.compile("(?:(\\d{1,4})y)?(?:(\\d{1,5})m)?(?:(\\d{1,6})d)?(?:(\\d{1,7})h)?");

  public Span {
    if (years < 0 || months < 0 || days < 0 || hours < 0) {
      throw new IllegalArgumentException("a span is not negative");
    }
  }

  /** Reads {@code 1y5m7d2h}, parts left out are zero; empty when it is not so written. */
  public static Optional<Span> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return text.isEmpty() || !matcher.matches()
        ? Optional.empty()
        : Optional.of(
            new Span(part(matcher, 1), part(matcher, 2), part(matcher, 3), part(matcher, 4)));
  }

  private static int part(Matcher matcher, int group) {
    String text = matcher.group(group);
    return text == null ? 0 : Integer.parseInt(text);
  }

  boolean isNone() {
    return equals(NONE);
  }

  OffsetDateTime before(OffsetDateTime time) {
    return time.withDayOfMonth(1)
        .minusYears(years)
        .minusMonths(months)
        .plusDays(time.getDayOfMonth() - 1L)
        .minusDays(days)
        .minusHours(hours);
  }

  @Override
  public String toString() {
    return years + "y" + months + "m" + days + "d" + hours + "h";
  }
}
