package vn.lachan.registry;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code calendar.yml}. */
final class CalendarFile {
  static final String NAME = "calendar.yml";

  private static final Set<String> KEYS = Set.of("zone", "hours", "holidays", "make_up_days");
  private static final Set<String> DAY_KEYS =
      Set.of("date", "from", "to", "name", "source", "announced");
  private static final Set<String> ANNOUNCED = Set.of("fixed", "yearly", "expected");
  private static final Set<String> KINDS = words(UnitKind.values());
  private static final Set<String> DAYS = words(DayOfWeek.values());
  private static final Pattern SPAN = Pattern.compile("(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)");

  /** No break is longer; a longer one is a slip of the keyboard. */
  private static final int MAX_DAYS = 31;

  private final Problems problems;

  CalendarFile(Problems problems) {
    this.problems = problems;
  }

  private static Set<String> words(Enum<?>[] values) {
    return Arrays.stream(values)
        .map(value -> value.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  WorkingCalendar read(String text) {
    Optional<YamlMap> root = YamlMap.parse(NAME, text, KEYS, problems);
    if (root.isEmpty()) {
      return new WorkingCalendar(ZoneId.of("UTC"), Map.of(), Set.of(), Set.of());
    }
    YamlMap map = root.get();
    Set<LocalDate> holidays = days(map, "holidays");
    Set<LocalDate> makeUpDays = days(map, "make_up_days");
    for (LocalDate day : makeUpDays) {
      if (holidays.contains(day)) {
        problems.add(NAME, map.line("make_up_days"), "vừa là ngày nghỉ vừa là ngày làm bù: " + day);
      }
      if (day.getDayOfWeek().getValue() < DayOfWeek.SATURDAY.getValue()) {
        problems.add(NAME, map.line("make_up_days"), "ngày làm bù phải là cuối tuần: " + day);
      }
    }
    return new WorkingCalendar(zone(map), hours(map), holidays, makeUpDays);
  }

  private ZoneId zone(YamlMap map) {
    String text = map.text("zone");
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      if (map.has("zone")) {
        problems.add(NAME, map.line("zone"), "múi giờ không có: " + text);
      }
      return ZoneId.of("UTC");
    }
  }

  private Map<UnitKind, Map<DayOfWeek, List<WorkingCalendar.Hours>>> hours(YamlMap map) {
    Map<UnitKind, Map<DayOfWeek, List<WorkingCalendar.Hours>>> hours =
        new EnumMap<>(UnitKind.class);
    map.map("hours", KINDS)
        .ifPresent(kinds -> {
          for (String kind : kinds.keys()) {
            kinds
                .map(kind, DAYS)
                .ifPresent(
                    week -> hours.put(UnitKind.valueOf(kind.toUpperCase(Locale.ROOT)), week(week)));
          }
        });
    return hours;
  }

  private Map<DayOfWeek, List<WorkingCalendar.Hours>> week(YamlMap week) {
    Map<DayOfWeek, List<WorkingCalendar.Hours>> days = new EnumMap<>(DayOfWeek.class);
    for (String day : week.keys()) {
      List<WorkingCalendar.Hours> spans = new ArrayList<>();
      for (String text : week.texts(day)) {
        span(text)
            .ifPresentOrElse(
                spans::add,
                () ->
                    problems.add(
                        NAME, week.line(day), "giờ phải có dạng 07:30-11:30: \"" + text + "\""));
      }
      days.put(DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)), spans);
    }
    return days;
  }

  private static Optional<WorkingCalendar.Hours> span(String text) {
    Matcher matcher = SPAN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new WorkingCalendar.Hours(
              LocalTime.parse(matcher.group(1)), LocalTime.parse(matcher.group(2))));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Set<LocalDate> days(YamlMap map, String key) {
    Set<LocalDate> days = new LinkedHashSet<>();
    for (YamlMap entry : map.maps(key, DAY_KEYS)) {
      if (entry.text("name").isEmpty()) {
        problems.add(NAME, entry.line(), "ngày phải có tên (name)");
      }
      if (!ANNOUNCED.contains(entry.text("announced"))) {
        problems.add(NAME, entry.line(), "announced phải là fixed, yearly hoặc expected");
      }
      for (LocalDate day : span(entry)) {
        if (!days.add(day)) {
          problems.add(NAME, entry.line(), "ngày lặp lại: " + day);
        }
      }
    }
    return days;
  }

  private List<LocalDate> span(YamlMap entry) {
    Optional<LocalDate> first = date(entry, entry.has("date") ? "date" : "from");
    Optional<LocalDate> last = entry.has("date") ? first : date(entry, "to");
    if (first.isEmpty() || last.isEmpty()) {
      return List.of();
    }
    if (last.get().isBefore(first.get()) || last.get().isAfter(first.get().plusDays(MAX_DAYS))) {
      problems.add(
          NAME, entry.line(), "khoảng ngày sai: %s đến %s".formatted(first.get(), last.get()));
      return List.of();
    }
    return first.get().datesUntil(last.get().plusDays(1)).toList();
  }

  private Optional<LocalDate> date(YamlMap entry, String key) {
    String text = entry.text(key);
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      if (entry.has(key)) {
        problems.add(NAME, entry.line(key), "ngày phải có dạng 2026-12-31: " + text);
      }
      return Optional.empty();
    }
  }
}
