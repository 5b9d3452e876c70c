package vn.lachan.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import vn.lachan.collector.kafka.KafkaBatch.Place;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Findings;
import vn.lachan.detection.Limits;
import vn.lachan.detection.MatchRouter;
import vn.lachan.detection.RoutedMatch;
import vn.lachan.detection.RuleSet;
import vn.lachan.events.Event;

/** A log of one partition is read by detectors that die and go on elsewhere. */
class PartitionDetectorTest {
  private static final Instant START = Instant.parse("2026-11-20T01:00:00Z");
  private static final Clock CLOCK = Clock.fixed(START, ZoneId.of("Asia/Ho_Chi_Minh"));
  private static final RuleSet RULES =
      RuleSet.parse(
          "r.yml",
          """
          title: Thất bại
          id: base
          name: failed
          logsource: {product: lachan, service: dvc.motcua}
          detection:
            sel: {event.outcome: failure}
            condition: sel
          ---
          title: Nhiều lần
          id: many
          correlation: {type: event_count, rules: [failed], group-by: [user.name], timespan: 20s, condition: {gte: 3}}
          """);

  /** Matches of three partitions that are not equally fast, and how far they are. */
  private static List<byte[]> log() {
    Random random = new Random(5);
    MatchRouter router = new MatchRouter(RULES, Limits.DEFAULT, CLOCK.getZone());
    List<byte[]> log = new ArrayList<>();
    long[] next = {0, 0, 0};
    while (log.size() < 1_500) {
      int partition = random.nextInt(3);
      for (int n = random.nextInt(1 + 8 * (partition + 1)); n > 0; n--) {
        long offset = next[partition]++;
        Instant at = START.plusMillis(offset * 700 / (partition + 1));
        Event event =
            Event.builder("e" + partition + "-" + offset, at, at)
                .set("event.dataset", "dvc.motcua")
                .set("event.outcome", "failure")
                .set("user.name", "u" + random.nextInt(6))
                .build();
        for (RoutedMatch match : router.route(event)) {
          Place place = new Place(at.toEpochMilli(), partition, offset);
          log.add(new MatchMessage.Found(place, match).toBytes());
        }
      }
      List<MatchMessage.Reached> reached = new ArrayList<>();
      long time = START.toEpochMilli() + next[partition] * 700 / (partition + 1);
      reached.add(
          new MatchMessage.Reached(new Place(time, partition, next[partition]), time, "true"));
      log.add(new MatchMessage.Progress(3, reached).toBytes());
    }
    return log;
  }

  private static PartitionDetector fresh() {
    return fresh(Limits.DEFAULT);
  }

  private static PartitionDetector fresh(Limits limits) {
    return new PartitionDetector(
        new Detector(RULES, CLOCK, limits),
        1_000_000,
        (event, problem) -> {
          throw new AssertionError(event.id(), problem);
        },
        (_, _) -> List.of());
  }

  private static void add(List<Findings> found, List<String> ids) {
    found.forEach(findings -> findings.alerts().stream().map(Alert::id).forEach(ids::add));
  }

  @Test
  void findsTheSameWhereverItDiesAndWhateverItHadSaved() {
    List<byte[]> log = log();
    List<String> undisturbed = new ArrayList<>();
    PartitionDetector one = fresh();
    for (int offset = 0; offset < log.size(); offset++) {
      add(one.take(offset, log.get(offset)), undisturbed);
    }
    assertThat(undisturbed).hasSizeGreaterThan(20).doesNotHaveDuplicates();

    Random random = new Random(11);
    Set<String> disturbed = new TreeSet<>();
    PartitionState.Assembly saved = new PartitionState.Assembly();
    PartitionDetector detector = fresh();
    int offset = 0;
    int deaths = 0;
    while (offset < log.size()) {
      List<String> ids = new ArrayList<>();
      add(detector.take(offset, log.get(offset)), ids);
      disturbed.addAll(ids);
      offset++;
      int chance = random.nextInt(600);
      if (chance < 30) {
        List<byte[]> pieces = detector.save().pieces(400);
        for (byte[] piece : pieces) {
          saved.add(offset, piece);
        }
      } else if (chance == 30) {
        detector = fresh();
        List<PartitionState> found = saved.last();
        offset = found.isEmpty() ? 0 : (int) detector.restore(found);
        deaths++;
      }
    }
    assertThat(deaths).isPositive();
    assertThat(disturbed).isEqualTo(new TreeSet<>(undisturbed));
  }

  @Test
  void tellsOnceOfWhichRulesTheFloodGuardHeldAlertsBack() {
    Limits few =
        new Limits(
            1,
            Limits.DEFAULT.correlation(),
            Limits.DEFAULT.everyRuleForUnknownSources(),
            Limits.DEFAULT.baseline());
    PartitionDetector detector = fresh(few);
    List<byte[]> log = log();
    for (int offset = 0; offset < log.size(); offset++) {
      detector.take(offset, log.get(offset));
    }

    PartitionDetector.Flood flood = detector.flood().orElseThrow();

    assertThat(flood.rules()).isNotEmpty();
    assertThat(flood.first()).isBefore(flood.last());
    assertThat(detector.flood()).isEmpty();
  }

  @Test
  void whatADetectorDidStaysCountedWhenItsPartitionGoes() {
    Limits few =
        new Limits(
            1,
            Limits.DEFAULT.correlation(),
            Limits.DEFAULT.everyRuleForUnknownSources(),
            Limits.DEFAULT.baseline());
    PartitionDetector detector = fresh(few);
    DetectorCounts counts = new DetectorCounts("matches");
    counts.begin(3, detector.detector());
    List<byte[]> log = log();
    for (int offset = 0; offset < log.size(); offset++) {
      detector.take(offset, log.get(offset));
    }
    long suppressed = detector.detector().suppressedAlerts();
    assertThat(suppressed).isPositive();
    assertThat(counts.totals().suppressed()).isEqualTo(suppressed);

    counts.end(3);
    counts.begin(3, detector.detector());

    assertThat(counts.totals().suppressed()).as("not counted twice").isEqualTo(suppressed);
    assertThat(counts.counted()).extracting(Counted::over).containsExactly(true, false);
    assertThat(counts.counted()).extracting(Counted::owner).containsExactly("matches/3");
  }

  @Test
  void aRecordThatCannotBeReadIsCountedAndPassedOver() {
    PartitionDetector detector = fresh();
    assertThat(detector.take(0, new byte[] {9, 9})).isEmpty();
    assertThat(detector.take(1, new byte[0])).isEmpty();
    assertThat(detector.damaged()).isEqualTo(2);
    assertThat(detector.next()).isEqualTo(2);
  }
}
