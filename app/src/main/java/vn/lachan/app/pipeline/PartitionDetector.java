package vn.lachan.app.pipeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.lachan.collector.kafka.KafkaBatch.Place;
import vn.lachan.detection.Alert;
import vn.lachan.detection.Detector;
import vn.lachan.detection.Findings;
import vn.lachan.detection.Moderation;
import vn.lachan.detection.More;
import vn.lachan.detection.RoutedMatch;
import vn.lachan.detection.RuleSet;
import vn.lachan.events.Event;

/**
 * The detector of one partition of matches. What it finds depends on nothing but what stands in the
 * partition, in its order: after a crash, or elsewhere, it goes on from a saved state and finds the
 * same. For one thread.
 */
final class PartitionDetector {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionDetector.class);

  private final Detector detector;
  private final Failed failed;
  private final Unknown unknown;
  private final IngestOrder<RoutedMatch> order;
  private final FloodedRules floodedRules;
  private final Map<Integer, MatchMessage.Reached> latest = new HashMap<>();
  private final Set<Long> again = new HashSet<>();
  private long next;
  private long told = Long.MIN_VALUE;
  private long unsaved;
  private long damaged;
  private boolean examined;
  private Instant firstReceived = Instant.MAX;
  private Instant lastReceived = Instant.MIN;

  /** Hears of an event on which a rule failed. */
  interface Failed {
    void on(Event event, RuntimeException problem);
  }

  /** Rules of which the flood guard held back alerts, about events received in between. */
  record Flood(Set<String> rules, Instant first, Instant last) {}

  /** Says what to do with a match of rules that do not run here in that version. */
  interface Unknown {

    /** The matches to look at in place of {@code match}; may give {@code detector} other rules. */
    List<RoutedMatch> now(PartitionDetector detector, RoutedMatch match);
  }

  /**
   * @param early how many matches may wait for slower partitions
   * @param failed hears of events on which a rule failed
   * @param unknown is asked about matches of other versions of rules
   */
  PartitionDetector(Detector detector, int early, Failed failed, Unknown unknown) {
    this.floodedRules = new FloodedRules(detector);
    this.unknown = unknown;
    this.failed = failed;
    this.detector = detector;
    this.order = new IngestOrder<>(early);
  }

  /** Goes on where the last of {@code states} was; returns the offset to read from. */
  long restore(List<PartitionState> states) {
    PartitionState last = states.getLast();
    detector.restoreState(PartitionState.pages(states));
    order.partitions(last.partitions());
    last.reached().forEach(order::reached);
    again.addAll(last.pending());
    next = last.next();
    told = last.told();
    return last.from();
  }

  /** The state at this moment; the next one stands behind it. */
  PartitionState save() {
    unsaved = 0;
    examined = false;
    return new PartitionState(
        next, pending(), order.partitions(), order.reached(), told, detector.saveChanges());
  }

  private List<Long> pending() {
    if (again.isEmpty()) {
      return order.marks();
    }
    // Not all that waited when the state was saved was read again yet.
    Set<Long> all = new HashSet<>(order.marks());
    all.addAll(again);
    return all.stream().sorted().toList();
  }

  /** Takes the record at {@code offset}; what may go now is looked at. */
  List<Findings> take(long offset, byte[] bytes) {
    boolean seen = offset < next;
    if (seen && !again.remove(offset)) {
      return List.of();
    }
    next = Math.max(next, offset + 1);
    unsaved++;
    try {
      return switch (MatchMessage.of(bytes)) {
        case MatchMessage.Found(Place place, RoutedMatch match) -> {
          order.add(place, offset, match);
          yield go(order.low());
        }
        case MatchMessage.Progress progress -> reached(progress);
      };
    } catch (IllegalArgumentException e) {
      damaged++;
      LOG.error("the match at offset {} cannot be read", offset, e);
      return List.of();
    }
  }

  private List<Findings> reached(MatchMessage.Progress progress) {
    order.partitions(progress.partitions());
    for (MatchMessage.Reached reached : progress.reached()) {
      order.reached(reached.place().partition(), reached.place().time());
      latest.put(reached.place().partition(), reached);
    }
    long low = order.low();
    List<Findings> found = new ArrayList<>(go(low));
    if (low > Long.MIN_VALUE) {
      latest.values().stream()
          .filter(reached -> reached.place().time() == low)
          .findFirst()
          .ifPresent(reached -> pass(reached, found));
    }
    return found;
  }

  private void pass(MatchMessage.Reached slowest, List<Findings> found) {
    if (slowest.received() > told) {
      told = slowest.received();
      Findings overdue = detector.pass(Instant.ofEpochMilli(told), slowest.working());
      if (!overdue.equals(Findings.NONE)) {
        found.add(overdue);
      }
    }
  }

  private Findings look(RoutedMatch match) {
    if (detector.knows(match)) {
      return examine(match);
    }
    List<RoutedMatch> now = unknown.now(this, match);
    if (now.isEmpty()) {
      return examine(match); // which counts it as a stranger
    }
    List<Alert> alerts = new ArrayList<>();
    List<More> more = new ArrayList<>();
    for (RoutedMatch one : now) {
      Findings found = examine(one);
      alerts.addAll(found.alerts());
      more.addAll(found.more());
    }
    return new Findings(alerts, more);
  }

  /** A rule that fails on one event must not keep the others from being looked at. */
  private Findings examine(RoutedMatch match) {
    try {
      received(match.event().ingested());
      return detector.examine(match);
    } catch (RuntimeException e) {
      failed.on(match.event(), e);
      return Findings.NONE;
    }
  }

  private void received(Instant at) {
    firstReceived = at.isBefore(firstReceived) ? at : firstReceived;
    lastReceived = at.isAfter(lastReceived) ? at : lastReceived;
  }

  /** What the flood guard held back since the last call; empty when it did not. */
  Optional<Flood> flood() {
    Set<String> rules = floodedRules.since();
    Optional<Flood> flood =
        rules.isEmpty()
            ? Optional.empty()
            : Optional.of(new Flood(rules, firstReceived, lastReceived));
    firstReceived = Instant.MAX;
    lastReceived = Instant.MIN;
    return flood;
  }

  private List<Findings> go(long low) {
    List<Findings> found = new ArrayList<>();
    for (var waiting = order.next(low); waiting != null; waiting = order.next(low)) {
      Findings findings = look(waiting.what());
      examined = true;
      if (!findings.equals(Findings.NONE)) {
        found.add(findings);
      }
    }
    return found;
  }

  /** Other rules, or other decisions, from the next match on. */
  void replace(RuleSet rules, Moderation moderation) {
    if (detector.rules() != rules) {
      detector.replace(rules, moderation);
    } else if (!detector.moderation().equals(moderation)) {
      detector.moderate(moderation);
    }
  }

  Detector detector() {
    return detector;
  }

  /** Records taken since the last {@link #save}. */
  long unsaved() {
    return unsaved;
  }

  /** Whether a match was looked at since the last {@link #save}. */
  boolean examined() {
    return examined;
  }

  /** Offset of the next record. */
  long next() {
    return next;
  }

  /** Everything up to this time of the log was looked at. */
  long low() {
    return order.low();
  }

  int waiting() {
    return order.size() + again.size();
  }

  /** Matches that did not wait for slower partitions. */
  long hurried() {
    return order.hurried();
  }

  /** Records that could not be read. */
  long damaged() {
    return damaged;
  }
}
