package vn.lachan.app;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Alert;
import vn.lachan.events.OrganizationScope;
import vn.lachan.incidents.queue.AlertFilter;
import vn.lachan.incidents.queue.AlertPage;
import vn.lachan.incidents.queue.AlertQueue;
import vn.lachan.incidents.queue.QueuedAlert;

/** Everything in an alert queue. */
final class QueueContents {
  private static final int ALL = 1_000_000;

  private QueueContents() {}

  /** Each alert of each row. */
  static List<Alert> alerts(AlertQueue queue) {
    List<Alert> alerts = new ArrayList<>();
    @Nullable String next = null;
    do {
      AlertPage page = queue.list(OrganizationScope.PROVINCE, AlertFilter.ALL.page(next, 200));
      for (QueuedAlert row : page.items()) {
        alerts.addAll(queue.occurrences(OrganizationScope.PROVINCE, row.id(), ALL));
      }
      next = page.next();
    } while (next != null);
    return alerts;
  }
}
