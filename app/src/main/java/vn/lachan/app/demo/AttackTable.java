package vn.lachan.app.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.detection.RuleInfo;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.queue.AlertFilter;
import vn.lachan.incidents.queue.AlertPage;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.incidents.queue.QueuedAlert;
import vn.lachan.simulator.PlantedAttack;

/**
 * Holds the attacks that were sent against the alerts in the queue. An attack counts as found when
 * an alert of its rule names one of its events or one of its people, addresses or things.
 *
 * @param rows one for each attack
 * @param falseAlerts rows of the queue that belong to no attack
 */
record AttackTable(List<Row> rows, List<QueuedAlert> falseAlerts) {

  /**
   * What became of an attack.
   *
   * @param seconds from its last line to the alert; empty when it was not found
   */
  record Row(PlantedAttack attack, String rule, Optional<Double> seconds) {}

  AttackTable {
    rows = List.copyOf(rows);
    falseAlerts = List.copyOf(falseAlerts);
  }

  static AttackTable of(List<PlantedAttack> attacks, AlertQueue queue, Detector detector) {
    Map<String, String> useCases = new LinkedHashMap<>();
    for (RuleInfo rule : detector.rules().rules()) {
      useCases.put(rule.id(), rule.custom("use_case"));
    }
    List<QueuedAlert> all = all(queue);
    Set<String> explained = new HashSet<>();
    List<Row> rows = new ArrayList<>();
    for (PlantedAttack attack : attacks) {
      Optional<Instant> first = Optional.empty();
      String title = "";
      for (QueuedAlert row : all) {
        Optional<Instant> hit = hit(attack, row, queue);
        if (hit.isEmpty()) {
          continue;
        }
        explained.add(row.id());
        if (attack.useCase().equals(useCases.get(row.ruleId()))) {
          title = row.title();
          Instant seen = hit.get();
          first = first.filter(known -> known.isBefore(seen)).or(() -> Optional.of(seen));
        }
      }
      rows.add(new Row(attack, title, first.map(at -> seconds(attack, at))));
    }
    return new AttackTable(
        rows, all.stream().filter(row -> !explained.contains(row.id())).toList());
  }

  boolean complete() {
    return rows.stream().allMatch(row -> row.seconds().isPresent());
  }

  void print(PrintStream out) {
    out.printf("%n%-11s %-52s %-10s %s%n", "Mã", "Tấn công", "Phát hiện", "Giây đến cảnh báo");
    for (Row row : rows) {
      out.printf(
          Locale.ROOT,
          "%-11s %-52s %-10s %s%n",
          row.attack().id(),
          row.attack().name(),
          row.seconds().isPresent() ? "có" : "KHÔNG",
          row.seconds().map(s -> String.format(Locale.ROOT, "%.1f", s)).orElse("-"));
    }
    long found = rows.stream().filter(row -> row.seconds().isPresent()).count();
    out.printf(
        "Phát hiện %d/%d; cảnh báo ngoài dự kiến: %d%n", found, rows.size(), falseAlerts.size());
    Map<String, Integer> byTitle = new LinkedHashMap<>();
    falseAlerts.forEach(alert -> byTitle.merge(alert.title(), 1, Integer::sum));
    byTitle.forEach((title, count) -> out.printf("  %3d × %s%n", count, title));
  }

  /** When the first alert of {@code row} that belongs to {@code attack} was raised. */
  private static Optional<Instant> hit(PlantedAttack attack, QueuedAlert row, AlertQueue queue) {
    boolean inTime =
        !row.lastAt().isBefore(attack.firstEvent().minusSeconds(1))
            && !row.at().isAfter(attack.lastEvent().plusSeconds(1));
    if (!inTime) {
      return Optional.empty();
    }
    boolean named =
        attack.entities().contains(row.entity())
            || row.fields().values().stream().anyMatch(attack.entities()::contains);
    List<Alert> alerts = queue.occurrences(OrganizationScope.PROVINCE, row.id(), 200);
    return alerts.stream()
        .filter(alert ->
            named
                || alert.eventIds().stream().anyMatch(attack.eventIds()::contains)
                || alert.fields().values().stream().anyMatch(attack.entities()::contains))
        .map(Alert::detected)
        .min(Instant::compareTo);
  }

  private static double seconds(PlantedAttack attack, Instant detected) {
    return Math.max(0, Duration.between(attack.sentTo(), detected).toMillis() / 1000.0);
  }

  private static List<QueuedAlert> all(AlertQueue queue) {
    List<QueuedAlert> all = new ArrayList<>();
    AlertFilter filter = AlertFilter.ALL.page(null, 200);
    while (true) {
      AlertPage page = queue.list(OrganizationScope.PROVINCE, filter);
      all.addAll(page.items());
      if (page.next() == null) {
        return all;
      }
      filter = AlertFilter.ALL.page(page.next(), 200);
    }
  }
}
