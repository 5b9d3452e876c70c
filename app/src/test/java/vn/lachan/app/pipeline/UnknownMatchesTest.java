package vn.lachan.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import vn.lachan.collector.kafka.KafkaBatch.Place;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Findings;
import vn.lachan.detection.Limits;
import vn.lachan.detection.MatchRouter;
import vn.lachan.detection.Moderation;
import vn.lachan.detection.RoutedMatch;
import vn.lachan.detection.RuleSet;
import vn.lachan.events.Event;

/** A change of rules reaches the one who matches and the one who counts at different times. */
class UnknownMatchesTest {
  private static final Instant START = Instant.parse("2026-11-20T01:00:00Z");
  private static final Clock CLOCK = Clock.fixed(START, ZoneId.of("Asia/Ho_Chi_Minh"));

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<RuleSet> current = new AtomicReference<>(rules("failure"));

  /** What the database has; it is taken over when somebody asks. */
  private RuleSet newest = current.get();

  private final Detector detector = new Detector(current.get(), CLOCK, Limits.DEFAULT);
  private final UnknownMatches unknown =
      new UnknownMatches(
          () -> {
            asked.incrementAndGet();
            current.set(newest);
          },
          current::get,
          Limits.DEFAULT,
          CLOCK.getZone());
  private final PartitionDetector partition =
      new PartitionDetector(
          detector,
          1,
          (event, problem) -> {
            throw new AssertionError(event.id(), problem);
          },
          (one, match) -> {
            unknown.ask(match);
            one.replace(current.get(), Moderation.NONE);
            return detector.knows(match) ? List.of(match) : unknown.again(match);
          });
  private int offset;

  private static RuleSet rules(String outcome) {
    return RuleSet.parse(
        "r.yml",
        """
        title: Thử
        id: single
        logsource: {product: lachan, service: dvc.motcua}
        detection:
          sel: {event.outcome: %s}
          condition: sel
        """
            .formatted(outcome));
  }

  private List<Alert> take(RuleSet matchedWith, String outcome) {
    Event event =
        Event.builder("e" + offset, START, START)
            .set("event.dataset", "dvc.motcua")
            .set("event.outcome", outcome)
            .build();
    MatchRouter router = new MatchRouter(matchedWith, Limits.DEFAULT, CLOCK.getZone());
    List<RoutedMatch> matches = router.route(event);
    assertThat(matches).hasSize(1);
    Place place = new Place(START.toEpochMilli(), 0, offset);
    List<Findings> found =
        new java.util.ArrayList<>(
            partition.take(offset++, new MatchMessage.Found(place, matches.getFirst()).toBytes()));
    found.addAll(
        partition.take(
            offset++,
            new MatchMessage.Progress(
                    1,
                    List.of(
                        new MatchMessage.Reached(
                            new Place(START.toEpochMilli() + offset, 0, offset),
                            START.toEpochMilli(),
                            "")))
                .toBytes()));
    return found.stream().flatMap(findings -> findings.alerts().stream()).toList();
  }

  @Test
  void aMatchOfNewerRulesMakesTheDetectorTakeThemOver() {
    newest = rules("unknown");
    List<Alert> alerts = take(newest, "unknown");

    assertThat(alerts).singleElement().extracting(Alert::ruleId).isEqualTo("single");
    assertThat(alerts.getFirst().ruleVersion())
        .isEqualTo(newest.rule("single").orElseThrow().version());
    assertThat(asked).hasValue(1);
    assertThat(detector.strangers()).isZero();
  }

  @Test
  void anEventMatchedWithOlderRulesIsLookedAtAgainWithTheNewOnes() {
    RuleSet old = current.get();
    newest = rules("[failure, unknown]");
    current.set(newest);
    detector.replaceRules(newest);

    assertThat(take(old, "failure"))
        .singleElement()
        .extracting(Alert::ruleVersion)
        .isEqualTo(newest.rule("single").orElseThrow().version());
    assertThat(take(old, "failure")).hasSize(1);
    assertThat(asked).as("once for each unit").hasValue(1);
  }

  @Test
  void aMatchOfARuleThatWasRetiredRaisesNothingAndIsCounted() {
    RuleSet old = current.get();
    newest = RuleSet.parse("none.yml", "");
    current.set(newest);
    detector.replaceRules(newest);

    assertThat(take(old, "failure")).isEmpty();
    assertThat(detector.strangers()).isEqualTo(1);
  }
}
