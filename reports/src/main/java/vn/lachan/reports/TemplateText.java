package vn.lachan.reports;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fills {@code {{path}}} and {@code {{path|format}}} in a text. Formats: {@code date}, {@code
 * time}, {@code longdate}, {@code duration} (seconds), {@code yesno}. A value that is not there
 * becomes dots to be filled in by hand. Values are put in once and never read as templates again.
 */
final class TemplateText {
  /** What stands where the platform has no value. */
  static final String BLANK = "……………";

  static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-zA-Z0-9_.]+)(?:\\|([a-z]+))?}}");
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("HH:mm:ss 'ngày' dd/MM/yyyy", Locale.ROOT);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT);

  private TemplateText() {}

  /** Fills {@code text} with values of {@code scope}. */
  static String fill(String text, Function<String, @Nullable Object> scope) {
    Matcher places = PLACE.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (places.find()) {
      Object value = scope.apply(places.group(1));
      places.appendReplacement(filled, Matcher.quoteReplacement(show(value, places.group(2))));
    }
    return places.appendTail(filled).toString();
  }

  /** A scope that looks into {@code row} first and then into {@code content}. */
  static Function<String, @Nullable Object> scope(Map<?, ?> row, ReportContent content) {
    return path -> {
      Object own = ReportContent.at(row, path);
      return own == null ? content.at(path) : own;
    };
  }

  /** "ngày 05 tháng 9 năm 2025" (Decree 30/2020: two digits below 10, and for months 1 and 2). */
  static String longDate(LocalDate day) {
    String month = day.getMonthValue() < 3 ? "0" + day.getMonthValue() : "" + day.getMonthValue();
    return String.format(
        Locale.ROOT, "ngày %02d tháng %s năm %d", day.getDayOfMonth(), month, day.getYear());
  }

  static String duration(long seconds) {
    Duration span = Duration.ofSeconds(Math.abs(seconds));
    String sign = seconds < 0 ? "-" : "";
    if (span.toDays() > 0) {
      return sign + span.toDays() + " ngày " + span.toHoursPart() + " giờ";
    }
    if (span.toHours() > 0) {
      return sign + span.toHours() + " giờ " + span.toMinutesPart() + " phút";
    }
    if (span.toMinutes() > 0) {
      return sign + span.toMinutes() + " phút " + span.toSecondsPart() + " giây";
    }
    return sign + span.toSeconds() + " giây";
  }

  private static String show(@Nullable Object value, @Nullable String format) {
    return switch (value) {
      case null -> BLANK;
      case String text when text.isBlank() -> BLANK;
      case String text -> text;
      case Boolean yes -> yes ? "Có" : "Không";
      case Instant moment when "date".equals(format) -> DAY.format(moment.atZone(ZONE));
      case Instant moment when "time".equals(format) -> TIME.format(moment.atZone(ZONE));
      case Instant moment when "longdate".equals(format) ->
          longDate(moment.atZone(ZONE).toLocalDate());
      case Instant moment -> MOMENT.format(moment.atZone(ZONE));
      case LocalDate day -> DAY.format(day);
      case Number number when "duration".equals(format) -> duration(number.longValue());
      case Number number -> number(number);
      case List<?> list when list.isEmpty() -> BLANK;
      case List<?> list ->
          list.stream().map(item -> show(item, format)).collect(Collectors.joining("; "));
      default -> value.toString();
    };
  }

  private static String number(Number number) {
    DecimalFormatSymbols symbols = new DecimalFormatSymbols(Locale.ROOT);
    symbols.setGroupingSeparator('.');
    symbols.setDecimalSeparator(',');
    return new DecimalFormat("#,##0.##", symbols).format(number);
  }
}
