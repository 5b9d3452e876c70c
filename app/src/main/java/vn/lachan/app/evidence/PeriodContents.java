package vn.lachan.app.evidence;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.Category;
import vn.lachan.incidents.Incident;
import vn.lachan.incidents.IncidentState;
import vn.lachan.incidents.handling.IncidentFilter;
import vn.lachan.incidents.handling.IncidentPage;
import vn.lachan.incidents.handling.IncidentSummary;
import vn.lachan.incidents.handling.Incidents;
import vn.lachan.registry.InformationSystem;
import vn.lachan.registry.Registry;
import vn.lachan.registry.Unit;
import vn.lachan.reports.ReportContent;
import vn.lachan.reports.ReportForm;

/** The values of reports about a year ({@code 2026}) or half of one ({@code 2026-H1}). */
@Component
class PeriodContents {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final Pattern PERIOD = Pattern.compile("(20\\d\\d)(?:-H([12]))?");
  private static final int PAGE = 200;
  private static final int MOST_PAGES = 500;

  private final Incidents incidents;
  private final Registry registry;

  PeriodContents(Incidents incidents, Registry registry) {
    this.incidents = incidents;
    this.registry = registry;
  }

  private record Period(String name, int year, LocalDate from, LocalDate to) {
    boolean holds(Instant moment) {
      LocalDate day = LocalDate.ofInstant(moment, ZONE);
      return !day.isBefore(from) && !day.isAfter(to);
    }
  }

  /** The values, or nothing when {@code text} names no period. */
  Optional<ReportContent> of(
      ReportForm form, String text, String issuer, Map<String, String> inputs) {
    return period(text).map(period -> content(form, period, issuer, inputs));
  }

  private static Optional<Period> period(String text) {
    Matcher parts = PERIOD.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int year = Integer.parseInt(parts.group(1));
    boolean first = !"2".equals(parts.group(2));
    boolean second = !"1".equals(parts.group(2));
    String name =
        parts.group(2) == null
            ? "năm " + year
            : "6 tháng " + (first ? "đầu" : "cuối") + " năm " + year;
    return Optional.of(
        new Period(
            name,
            year,
            LocalDate.of(year, first ? 1 : 7, 1),
            second ? LocalDate.of(year, 12, 31) : LocalDate.of(year, 6, 30)));
  }

  private ReportContent content(
      ReportForm form, Period period, String issuer, Map<String, String> inputs) {
    List<Incident> found = found(period);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("issuer", Map.of("name", issuer.toUpperCase(Locale.forLanguageTag("vi"))));
    values.put("basis", form.basis());
    values.put("inputs", Map.copyOf(inputs));
    values.put(
        "period",
        Map.of(
            "name", period.name(),
            "year", String.valueOf(period.year()),
            "from", period.from(),
            "to", period.to()));
    registry.systems().stream()
        .findFirst()
        .ifPresent(system -> values.put("owner", Map.of("name", name(system.owner()))));
    values.put("totals", totals(found));
    values.put("systems", registry.systems().stream().map(this::system).toList());
    values.put("categories", categories(found));
    return ReportContent.of(values);
  }

  private Map<String, Object> totals(List<Incident> found) {
    long systems = registry.systems().size();
    long approved =
        registry.systems().stream().filter(system -> !system.approval().isBlank()).count();
    return Map.of(
        "managed", systems,
        "classified", systems,
        "approved", approved,
        "incidents", found.size(),
        "closed", closed(found));
  }

  private Map<String, Object> system(InformationSystem system) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", system.name());
    row.put("owner", name(system.owner()));
    row.put("operator", name(system.operator()));
    row.put("level", system.level());
    row.put("status", system.approval().isBlank() ? "Đang dự thảo" : "Đã được phê duyệt");
    row.put("approval", system.approval().isBlank() ? "Chưa có" : system.approval());
    return row;
  }

  private static List<Map<String, Object>> categories(List<Incident> found) {
    Map<Category, List<Incident>> grouped = new TreeMap<>();
    found.forEach(incident ->
        grouped.computeIfAbsent(incident.category(), _ -> new ArrayList<>()).add(incident));
    List<Map<String, Object>> rows = new ArrayList<>();
    grouped.forEach((category, some) ->
        rows.add(
            Map.of("name", category.vietnamese(), "count", some.size(), "closed", closed(some))));
    return rows;
  }

  private static long closed(List<Incident> some) {
    return some.stream().filter(i -> i.state() == IncidentState.DA_DONG).count();
  }

  /** Incidents detected in the period; what was called off or merged is no incident of its own. */
  private List<Incident> found(Period period) {
    List<Incident> found = new ArrayList<>();
    String after = null;
    for (int page = 0; page < MOST_PAGES; page++) {
      IncidentFilter all = IncidentFilter.ALL;
      IncidentPage rows =
          incidents.list(
              OrganizationScope.PROVINCE,
              new IncidentFilter(all.show(), all.severities(), "", after, PAGE));
      rows.items().stream()
          .map(IncidentSummary::incident)
          .filter(incident -> period.holds(incident.detectedAt()))
          .filter(incident ->
              incident.state() != IncidentState.HUY && incident.state() != IncidentState.GOP_VAO)
          .forEach(found::add);
      after = rows.next();
      if (after == null) {
        return found;
      }
    }
    throw new IllegalStateException("more than " + MOST_PAGES * PAGE + " incidents");
  }

  private String name(String unit) {
    return registry.unit(unit).map(Unit::name).orElse(unit);
  }
}
