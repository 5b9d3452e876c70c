package vn.lachan.detection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import vn.lachan.events.Event;

/** Rules and events for tests, in few words. */
final class TestRules {
  static final Instant START = Instant.parse("2026-11-20T01:00:00Z");
  static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-20T02:00:00Z"), ZoneId.of("Asia/Ho_Chi_Minh"));

  static final String LOGINS =
      """
      title: Đăng nhập thất bại
      id: base-failed
      name: failed
      logsource: {product: lachan, service: dvc.motcua}
      detection:
        sel: {event.action: dang_nhap, event.outcome: failure}
        condition: sel
      level: low
      ---
      title: Đăng nhập thành công
      id: base-success
      name: success
      logsource: {product: lachan, service: dvc.motcua}
      detection:
        sel: {event.action: dang_nhap, event.outcome: success}
        condition: sel
      level: informational
      ---
      """;

  static RuleSet rules(Path folder, String... texts) {
    try {
      for (int i = 0; i < texts.length; i++) {
        Files.writeString(folder.resolve("rule" + i + ".yml"), texts[i]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return RuleSet.load(List.of(folder));
  }

  static Event login(String id, int second, String outcome, String user, String ip) {
    Instant time = START.plusSeconds(second);
    return login(id, time, time, outcome, user, ip);
  }

  static Event login(
      String id, Instant time, Instant arrived, String outcome, String user, String ip) {
    return Event.builder(id, time, arrived)
        .set("event.dataset", "dvc.motcua")
        .set("event.action", "dang_nhap")
        .set("event.outcome", outcome)
        .set("user.name", user)
        .set("source.ip", ip)
        .set("organization.id", "H60.x.00721")
        .build();
  }

  private TestRules() {}
}
