package vn.lachan.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.events.Event;

/** Several detectors together find what one finds. */
class MatchRouterTest {
  private static final int EVENTS = Integer.getInteger("lachan.router.events", 6_000);
  private static final String CORRELATIONS =
      TestRules.LOGINS
          + """
          title: Tra cứu
          id: base-look
          name: look
          logsource: {product: lachan, service: dvc.motcua}
          detection:
            sel: {event.action: tra_cuu}
            condition: sel
          level: low
          ---
          title: Nhiều lần thất bại
          id: c-count
          name: many_failed
          correlation: {type: event_count, rules: [failed], group-by: [user.name, source.ip], timespan: 1m, condition: {gte: 3}}
          level: high
          ---
          title: Nhiều địa chỉ cùng dò một tài khoản
          id: c-chain
          correlation: {type: event_count, rules: [many_failed], group-by: [user.name], timespan: 10m, condition: {gte: 2}}
          level: critical
          ---
          title: Một địa chỉ thử nhiều tài khoản
          id: c-values
          correlation: {type: value_count, rules: [failed], group-by: [source.ip], timespan: 1m, condition: {field: user.name, gte: 4}}
          level: high
          ---
          title: Thất bại rồi thành công
          id: c-order
          correlation: {type: temporal_ordered, rules: [failed, success], group-by: [user.name], timespan: 30s}
          level: medium
          ---
          title: Tra cứu người vừa đăng nhập thất bại
          id: c-alias
          correlation:
            type: temporal
            rules: [failed, look]
            aliases:
              who: {failed: user.name, look: user.target.name}
            group-by: [who]
            timespan: 20s
          level: medium
          ---
          title: Toàn tỉnh
          id: c-all
          correlation: {type: event_count, rules: [failed], timespan: 20s, condition: {gte: 25}}
          level: medium
          ---
          title: Đăng nhập từ địa chỉ mới
          id: b-first
          name: new_address
          logsource: {product: lachan, service: dvc.motcua}
          detection:
            sel: {event.action: dang_nhap, event.outcome: success}
            condition: sel
          level: low
          custom:
            baseline: {kind: first_seen, key: user.name, field: source.ip, period: 30d, learn: 5m}
          ---
          title: Địa chỉ mới nhiều lần
          id: c-new
          correlation: {type: event_count, generate: true, rules: [new_address], group-by: [user.name], timespan: 10m, condition: {gte: 2}}
          level: high
          ---
          title: Đăng nhập của quản trị
          id: e-admin
          logsource: {product: lachan, service: dvc.motcua}
          detection:
            sel: {user.name: can_bo_1, event.outcome: success}
            condition: sel
          level: low
          """;

  @TempDir Path folder;

  private static List<Event> events(long seed) {
    Random random = new Random(seed);
    List<Event> events = new ArrayList<>();
    Instant arrived = TestRules.START;
    for (int i = 0; i < EVENTS; i++) {
      arrived = arrived.plusMillis(random.nextInt(2_000));
      Instant time = arrived.minusMillis(random.nextInt(random.nextInt(10) == 0 ? 60_000 : 500));
      int kind = random.nextInt(10);
      events.add(
          Event.builder("e" + i, time, arrived)
              .set("event.dataset", "dvc.motcua")
              .set("event.action", kind < 8 ? "dang_nhap" : "tra_cuu")
              .set("event.outcome", kind < 5 ? "failure" : "success")
              .set("user.name", random.nextInt(20) == 0 ? null : "can_bo_" + random.nextInt(12))
              .set("user.target.name", "can_bo_" + random.nextInt(12))
              .set("source.ip", "10.0.0." + random.nextInt(6))
              .set("organization.id", "H60")
              .build());
    }
    return events;
  }

  private static Set<String> ids(List<Findings> findings) {
    Set<String> ids = new TreeSet<>();
    findings.forEach(
        found -> found.alerts().forEach(alert -> ids.add(alert.ruleId() + " " + alert.id())));
    return ids;
  }

  private RuleSet rules() {
    RuleSet rules = TestRules.rules(folder, CORRELATIONS);
    assertThat(rules.rejected()).isEmpty();
    return rules;
  }

  @Test
  void severalDetectorsTogetherRaiseWhatOneDoes() {
    RuleSet rules = rules();
    Limits limits = new Limits(1_000_000, Limits.DEFAULT.correlation(), false);
    Detector one = new Detector(rules, TestRules.CLOCK, limits);
    MatchRouter router = new MatchRouter(rules, limits, TestRules.CLOCK.getZone());
    List<Detector> several = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      several.add(new Detector(rules, TestRules.CLOCK, limits));
    }
    List<Findings> whole = new ArrayList<>();
    List<Findings> parts = new ArrayList<>();
    Set<Integer> used = new HashSet<>();
    for (Event event : events(7)) {
      whole.add(one.examine(event));
      several.forEach(detector -> parts.add(detector.pass(event.ingested(), "")));
      for (RoutedMatch match : router.route(event)) {
        int at = Math.floorMod(match.routingKey().hashCode(), several.size());
        used.add(at);
        parts.add(several.get(at).examine(match));
      }
    }
    assertThat(ids(parts)).isEqualTo(ids(whole));
    assertThat(used).hasSize(5);
    Set<String> rulesThatAlert = new TreeSet<>();
    whole.forEach(found -> found.alerts().forEach(alert -> rulesThatAlert.add(alert.ruleId())));
    assertThat(rulesThatAlert)
        .containsExactly(
            "b-first", "c-alias", "c-all", "c-chain", "c-new", "c-order", "c-values", "e-admin");
    assertThat(parts.stream().mapToInt(found -> found.alerts().size()).sum())
        .as("no alert twice")
        .isEqualTo(whole.stream().mapToInt(found -> found.alerts().size()).sum());
    assertThat(several.stream().mapToLong(Detector::strangers).sum()).isZero();
  }

  @Test
  void connectedRulesAreDividedByTheFieldsTheyShare() {
    MatchRouter router = new MatchRouter(rules(), Limits.DEFAULT, TestRules.CLOCK.getZone());
    List<RoutedMatch> routed =
        router.route(TestRules.login("e1", 0, "failure", "can_bo_1", "10.0.0.9"));

    assertThat(routed.stream().map(RoutedMatch::key))
        .as("count and chain by user, values by address, order, alias, all")
        .containsExactlyInAnyOrder(
            List.of("can_bo_1"),
            List.of("10.0.0.9"),
            List.of("can_bo_1"),
            List.of("can_bo_1"),
            List.of());
    assertThat(routed).extracting(RoutedMatch::unit).doesNotHaveDuplicates();
  }

  @Test
  void anEventThatLacksTheFieldGoesNowhereAndIsCounted() {
    MatchRouter router = new MatchRouter(rules(), Limits.DEFAULT, TestRules.CLOCK.getZone());
    List<RoutedMatch> routed =
        router.route(
            Event.builder("e", TestRules.START, TestRules.START)
                .set("event.dataset", "dvc.motcua")
                .set("event.action", "dang_nhap")
                .set("event.outcome", "failure")
                .build());
    assertThat(routed).extracting(RoutedMatch::key).containsExactly(List.of());
    assertThat(router.ungrouped()).isEqualTo(4);
  }

  @Test
  void aMatchOfARuleThatDoesNotRunIsCounted() {
    Detector detector = new Detector(rules(), TestRules.CLOCK, Limits.DEFAULT);
    Event event = TestRules.login("e1", 0, "failure", "lan", "10.0.0.9");
    assertThat(
            detector.examine(new RoutedMatch("alerts:old@1", List.of(), List.of("old@1"), event)))
        .isEqualTo(Findings.NONE);
    assertThat(detector.strangers()).isEqualTo(1);
  }
}
