package vn.lachan.detection.backtest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vn.lachan.detection.Alert;

/** What the alerts of a trial have in common; bounded. Guarded by its owner. */
final class BacktestFindings {
  private static final int MOST_FIELDS = 20;
  private static final String ENTITY = "entity";

  private final BacktestSettings settings;
  private final ZoneId zone;
  private final TreeMap<LocalDate, Long> days = new TreeMap<>();
  private final Map<String, Map<String, Long>> values = new LinkedHashMap<>();
  private final List<Alert> samples = new ArrayList<>();
  private long alerts;
  private long nextSample = 1;

  BacktestFindings(BacktestSettings settings, ZoneId zone) {
    this.settings = settings;
    this.zone = zone;
    values.put(ENTITY, new HashMap<>());
  }

  long alerts() {
    return alerts;
  }

  void add(Alert alert) {
    alerts++;
    days.merge(alert.at().atZone(zone).toLocalDate(), 1L, Long::sum);
    count(ENTITY, alert.entity());
    alert.fields().forEach(this::count);
    sample(alert);
  }

  private void count(String field, String value) {
    Map<String, Long> ofField = values.get(field);
    if (ofField == null && values.size() <= MOST_FIELDS) {
      ofField = new HashMap<>();
      values.put(field, ofField);
    }
    if (ofField == null || value.isEmpty()) {
      return;
    }
    if (ofField.size() < settings.differentValues() || ofField.containsKey(value)) {
      ofField.merge(value, 1L, Long::sum);
    }
  }

  /** The first half of the samples are the first alerts, the others spread over what follows. */
  private void sample(Alert alert) {
    if (samples.size() < settings.samples() && alerts >= nextSample) {
      samples.add(alert);
      nextSample = samples.size() < settings.samples() / 2 ? alerts + 1 : alerts + alerts / 2 + 1;
    }
  }

  List<Backtest.Day> days() {
    return days.entrySet().stream()
        .map(day -> new Backtest.Day(day.getKey(), day.getValue()))
        .toList();
  }

  List<Backtest.Top> top() {
    Comparator<Map.Entry<String, Long>> order =
        Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry::getKey);
    return values.entrySet().stream()
        .filter(field -> !field.getValue().isEmpty())
        .map(field ->
            new Backtest.Top(
                field.getKey(),
                field.getValue().entrySet().stream()
                    .sorted(order)
                    .limit(settings.topValues())
                    .map(value -> new Backtest.Value(value.getKey(), value.getValue()))
                    .toList()))
        .toList();
  }

  List<Alert> samples() {
    return samples;
  }

  double perDay(Instant from, Instant to) {
    double days = Math.max(1, java.time.Duration.between(from, to).toMillis() / 86_400_000.0);
    return alerts / days;
  }
}
