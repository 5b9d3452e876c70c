package vn.lachan.incidents.queue;

import java.nio.charset.StandardCharsets;
import vn.lachan.detection.Alert;
import vn.lachan.incidents.store.Sha256;

/** What alerts of one row share: rule, entity and organisation, as one short text. */
final class GroupKey {

  static String of(Alert alert) {
    return of(alert.ruleId(), alert.entity(), alert.organization());
  }

  static String of(QueuedAlert item) {
    return of(item.ruleId(), item.entity(), item.organization());
  }

  private static String of(String rule, String entity, String organization) {
    String text = String.join("\u0000", rule, entity, organization);
    return Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
  }

  private GroupKey() {}
}
