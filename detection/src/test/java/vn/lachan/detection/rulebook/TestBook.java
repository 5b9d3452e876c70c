package vn.lachan.detection.rulebook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Findings;
import vn.lachan.detection.Limits;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleText;
import vn.lachan.detection.RuleTexts;
import vn.lachan.events.Event;

/** A rulebook with a detector on one database, and the rules of the tests. */
final class TestBook {
  static final Editor LAN = new Editor("lan", "ca-tinh", List.of("PHAN_TICH"));
  static final Editor MINH = new Editor("minh", "ca-tinh", List.of("DIEU_PHOI"));
  static final String USB = "11111111-0000-4000-8000-000000000001";
  static final String LOGIN = "11111111-0000-4000-8000-000000000002";

  static final String USB_RULE = rule(USB, "Cắm thiết bị USB", "cam_usb");

  static final String USB_TESTS =
      """
      cases:
        - name: Cắm USB
          expect: 1
          events:
            - {"@timestamp": "2026-11-20T10:00:00+07:00", event.dataset: dvc.motcua, event.action: cam_usb}
        - name: Việc khác
          expect: 0
          events:
            - {"@timestamp": "2026-11-20T10:00:00+07:00", event.dataset: dvc.motcua, event.action: dang_nhap}
      """;

  /** Three failures of one account within ten minutes. */
  static final String LOGIN_RULE =
      """
      title: Đăng nhập sai
      id: 11111111-0000-4000-8000-00000000000a
      name: sai
      logsource: {product: lachan, service: dvc.motcua}
      detection:
        sel: {event.action: dang_nhap, event.outcome: failure}
        condition: sel
      ---
      title: Đăng nhập sai nhiều lần
      id: 11111111-0000-4000-8000-000000000002
      correlation:
        type: event_count
        rules: [sai]
        group-by: [user.name]
        timespan: 10m
        condition: {gte: 3}
      level: high
      """;

  static String rule(String id, String title, String action) {
    return """
    title: %s
    id: %s
    author: Cán bộ thử
    logsource: {product: lachan, service: dvc.motcua}
    detection:
      sel: {event.action: %s}
      condition: sel
    level: medium
    """
        .formatted(title, id, action);
  }

  static RuleTexts delivered(String... texts) {
    List<RuleText> all = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      all.add(new RuleText("rules/r" + i + ".yml", texts[i], USB_TESTS, RuleInfo.Origin.LA_CHAN));
    }
    return new RuleTexts(all, List.of());
  }

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-20T01:00:00Z"));
  final Clock clock =
      InstantSource.tick(now::get, Duration.ofNanos(1000)).withZone(ZoneId.of("Asia/Ho_Chi_Minh"));
  final List<String> acts = new ArrayList<>();
  final DataSource dataSource;
  Rulebook book;
  Detector detector;
  private int events;

  TestBook(DataSource dataSource, RuleTexts delivered) {
    this.dataSource = dataSource;
    this.book = newBook();
    this.detector = new Detector(book.start(delivered), book.moderation(), clock, Limits.DEFAULT);
    book.attach(detector);
  }

  private Rulebook newBook() {
    return new Rulebook(dataSource, clock, act -> acts.add(act.action()), RulebookSettings.DEFAULT);
  }

  /** As after a restart of the platform: only database and detector state remain. */
  void restart(RuleTexts delivered) {
    byte[] state = detector.saveState();
    book = newBook();
    detector = new Detector(book.start(delivered), book.moderation(), clock, Limits.DEFAULT);
    detector.restoreState(state);
    book.attach(detector);
  }

  void advance(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  Findings see(String action, String outcome, String user) {
    Instant at = now.get();
    Event event =
        Event.builder("e" + ++events, at, at)
            .set("event.dataset", "dvc.motcua")
            .set("event.action", action)
            .set("event.outcome", outcome)
            .set("user.name", user)
            .set("source.ip", "10.60.1.5")
            .set("organization.id", "00721")
            .build();
    return detector.examine(event);
  }

  List<String> alerts(String action) {
    return see(action, "success", "lan").alerts().stream().map(Alert::ruleId).toList();
  }

  RuleEntry entry(String id) {
    return book.find(id).orElseThrow();
  }

  RuleEntry move(String id, RuleState to, String reason) {
    return book.move(LAN, id, to, reason, entry(id).revision());
  }
}
