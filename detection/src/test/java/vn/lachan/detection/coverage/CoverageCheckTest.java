package vn.lachan.detection.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.lachan.detection.RuleSet;
import vn.lachan.detection.coverage.RuleCoverage.Verdict;
import vn.lachan.events.Event;

class CoverageCheckTest {
  private static final Instant START = Instant.parse("2026-11-20T01:00:00Z");
  private final FieldCoverage coverage = new FieldCoverage(FieldCoverage.Bounds.DEFAULT);
  private int number;

  private void arrives(Map<String, Object> fields) {
    number++;
    Event.Builder event =
        Event.builder("e" + number, START.plusSeconds(number), START.plusSeconds(number));
    fields.forEach(event::set);
    coverage.observe(event.build());
  }

  private RuleCoverage check(String text) {
    RuleSet rules = RuleSet.parse("r.yml", text);
    assertThat(rules.rejected()).isEmpty();
    return new CoverageCheck(coverage).of(rules, rules.rules().getLast());
  }

  private static String rule(String logSource, String detection) {
    return "title: T\nid: t\nlogsource: " + logSource + "\ndetection:\n" + detection;
  }

  @Test
  void saysThatALogSourceNeverSentAnything() {
    arrives(Map.of("event.dataset", "dvc.motcua", "event.action", "x"));

    RuleCoverage found =
        check(
            rule(
                "{product: windows, category: process_creation}", "  s: {A: b}\n  condition: s\n"));

    assertThat(found.verdict()).isEqualTo(Verdict.SOURCE_NEVER_SEEN);
    assertThat(found.fires()).isFalse();
    assertThat(found.lastSeen()).isNull();
  }

  @Test
  void namesTheFieldsThatNeverCome() {
    arrives(Map.of("event.dataset", "dvc.motcua", "event.action", "x", "user.name", "a"));

    RuleCoverage found =
        check(
            rule(
                "{product: lachan, service: dvc.motcua}",
                """
                  sel: {event.action: x, dvc.actor.known: false, user.name: a}
                  one: [{source.geo.name: VN}, {dvc.network: z}]
                  out: {dvc.missing: 1}
                  condition: sel and 1 of one and not out
                """));

    assertThat(found.verdict()).isEqualTo(Verdict.FIELD_NEVER_SEEN);
    assertThat(found.parts().getFirst().missing())
        .containsExactly("dvc.actor.known", "source.geo.name", "dvc.network");
    assertThat(found.parts().getFirst().datasets()).containsExactly("dvc.motcua");
    assertThat(found.lastSeen()).isEqualTo(START.plusSeconds(1));
  }

  @Test
  void knowsWhatAFieldIsCalledInALogSource() {
    arrives(Map.of("event.dataset", "nginx.access", "url.query", "a=b", "source.ip", "10.0.0.1"));

    assertThat(
            check(
                    rule(
                        "{category: webserver}",
                        "  s: {cs-uri-query|contains: x, c-ip: 10.0.0.1}\n  condition: s\n"))
                .fires())
        .isTrue();
    assertThat(check(rule("{category: webserver}", "  s: {cs-host: x}\n  condition: s\n")).fires())
        .isFalse();
  }

  @Test
  void doesNotAskForFieldsThatMayBeMissing() {
    arrives(Map.of("Channel", "Security", "EventID", 4688L, "New Process Name", "a"));

    assertThat(
            check(
                    rule(
                        "{product: windows}",
                        """
                          s: {NewProcessName: a, Absent: null, Other|exists: false, Empty: ''}
                          out: {Never|neq: 3}
                          k: [word]
                          condition: s and out and k
                        """))
                .fires())
        .isTrue();
  }

  @Test
  void aCorrelationNeedsWhatItCounts() {
    arrives(Map.of("event.dataset", "dvc.motcua", "event.action", "x"));
    String counting =
        """
        title: Base
        id: base
        logsource: {product: lachan}
        detection: {s: {event.action: x}, condition: s}
        ---
        title: Many
        id: many
        correlation:
          type: event_count
          rules: [base]
          group-by: [user.name]
          timespan: 5m
          condition: {gte: 3}
        """;

    assertThat(check(counting).parts().getFirst().missing()).containsExactly("user.name");
    arrives(Map.of("event.dataset", "dvc.motcua", "event.action", "x", "user.name", "a"));
    assertThat(check(counting).fires()).isTrue();
  }

  @Test
  void remembersOverARestart() {
    arrives(Map.of("event.dataset", "dvc.motcua", "event.action", "x"));
    arrives(Map.of("event.dataset", "syslog", "process.name", "sshd", "message", "x"));
    FieldCoverage other = new FieldCoverage(FieldCoverage.Bounds.DEFAULT);

    other.restore(coverage.save());

    assertThat(other.arriving()).isEqualTo(coverage.arriving());
    assertThat(other.arriving()).hasSize(2);
    assertThat(other.arriving().getLast().logSources()).contains("linux/-/sshd");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> other.restore(new byte[] {1, 2, 3, 4, 5}));
  }

  @Test
  void staysWithinItsBounds() {
    FieldCoverage small = new FieldCoverage(new FieldCoverage.Bounds(10, 5, 3, 10));
    for (int i = 0; i < 1_000; i++) {
      small.observe(
          Event.builder("x" + i, START, START)
              .set("event.dataset", "set" + i % 50)
              .set("f" + i, "v")
              .build());
    }
    for (int i = 0; i < 1_000; i++) {
      small.observe(Event.builder("y" + i, START, START).set("event.dataset", "one").build());
    }

    assertThat(small.stats().kinds()).isEqualTo(10);
    assertThat(small.stats().forgotten()).isPositive();
    assertThat(small.stats().read()).as("seldom once known").isLessThan(1_000 + 120);
    assertThat(small.arriving()).allMatch(source -> source.fields().size() <= 5);
  }
}
