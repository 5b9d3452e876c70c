package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.collector.LogSource;
import vn.lachan.collector.LogSources;
import vn.lachan.collector.Normalizer;
import vn.lachan.collector.RawLog;
import vn.lachan.collector.SourceStatistics;
import vn.lachan.collector.privacy.PseudonymKey;
import vn.lachan.collector.privacy.Pseudonymizer;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Limits;
import vn.lachan.detection.RuleInfo;
import vn.lachan.detection.RuleSet;
import vn.lachan.events.Event;
import vn.lachan.registry.Registry;
import vn.lachan.registry.RegistryFiles;
import vn.lachan.simulator.day.Day;
import vn.lachan.simulator.day.Planted;
import vn.lachan.simulator.day.TapedLine;
import vn.lachan.simulator.send.Feed;
import vn.lachan.simulator.send.LogLine;

/**
 * A day of the province through the parsers and the rules, at the times at which it happens: every
 * attack is found, and nothing else is. Heartbeats go on for an hour after, so that what did not
 * happen is noticed as well.
 */
class DayDetectionTest {
  private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final Instant FROM = Instant.parse("2026-11-18T10:30:00Z");
  private static final Instant TO = Instant.parse("2026-11-19T10:30:00Z");

  private final Registry registry = RegistryFiles.sampleRegistry();
  private final RuleSet rules = RuleSet.builtIn();

  /** Alerts of a line: the attack it belongs to, or -1. */
  private record Raised(Alert alert, int attack) {}

  @ParameterizedTest
  @ValueSource(longs = {7, 2026})
  void findsEveryAttackAndNothingElse(long seed) {
    Day.Played played = new Day(registry, seed, FROM, TO, 400).play(Set.copyOf(Day.attackIds()));
    List<Raised> raised = raised(played);

    Set<String> missed = new TreeSet<>();
    for (int i = 0; i < played.attacks().size(); i++) {
      Planted attack = played.attacks().get(i);
      int index = i;
      boolean found =
          raised.stream()
              .anyMatch(r ->
                  useCase(r.alert()).equals(attack.useCase())
                      && (r.attack() == index || names(r.alert(), attack)));
      if (!found) {
        missed.add(attack.id());
      }
    }
    TreeMap<String, Integer> unexpected = new TreeMap<>();
    raised.stream()
        .filter(r -> r.attack() < 0)
        .filter(r -> played.attacks().stream().noneMatch(attack -> names(r.alert(), attack)))
        .forEach(r -> unexpected.merge(r.alert().reason(), 1, Integer::sum));

    assertThat(missed).isEmpty();
    assertThat(unexpected).isEmpty();
  }

  private static boolean names(Alert alert, Planted attack) {
    return attack.entities().contains(alert.entity())
        || alert.fields().values().stream().anyMatch(attack.entities()::contains)
        || alert.eventIds().stream()
            .anyMatch(id -> attack.eventIds().contains(id.replace("dvc.motcua-", "")));
  }

  private String useCase(Alert alert) {
    return rules.rule(alert.ruleId()).map((RuleInfo info) -> info.custom("use_case")).orElse("");
  }

  private List<Raised> raised(Day.Played played) {
    List<LogSource> known = new ArrayList<>();
    for (Feed feed : Feed.values()) {
      known.add(LogSource.of(feed.dataset().replace('.', '-'), feed.dataset(), ""));
    }
    LogSources sources = new LogSources(known);
    Clock clock = Clock.fixed(TO, ZONE);
    Normalizer normalizer =
        new Normalizer(
            sources,
            new SourceStatistics(sources, clock),
            () -> registry,
            new Pseudonymizer(PseudonymKey.ephemeral()));
    Detector detector = new Detector(rules, clock, Limits.DEFAULT);
    List<TapedLine> lines = new ArrayList<>(played.lines());
    lines.sort(Comparator.comparing(taped -> taped.line().at()));
    List<Raised> result = new ArrayList<>();
    Instant next = FROM;
    int number = 0;
    for (TapedLine taped : lines) {
      next = beats(detector, next, taped.line().at(), result);
      for (Alert alert : detector.evaluate(normalizer.normalize(raw(taped.line(), number++)))) {
        result.add(new Raised(alert, taped.attack()));
      }
    }
    beats(detector, next, TO.plus(Duration.ofHours(1)), result);
    assertThat(new HashSet<>(detector.rules().rejected())).isEmpty();
    return result;
  }

  private static RawLog raw(LogLine line, int number) {
    return new RawLog(
        line.feed().dataset().replace('.', '-'),
        line.at(),
        "",
        "test:" + number,
        line.asFileLine().getBytes(StandardCharsets.UTF_8));
  }

  private Instant beats(Detector detector, Instant from, Instant until, List<Raised> result) {
    Instant at = from;
    while (at.isBefore(until)) {
      Event beat =
          Event.builder("beat-" + at, at, at)
              .set("event.dataset", "lachan.platform")
              .set("event.action", "nhip_tim")
              .set(
                  "dvc.calendar.working",
                  registry.calendar().isWorkingTime(vn.lachan.registry.UnitKind.PROVINCE, at))
              .build();
      detector.evaluate(beat).forEach(alert -> result.add(new Raised(alert, -1)));
      at = at.plusSeconds(60);
    }
    return at;
  }
}
