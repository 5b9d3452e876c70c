package vn.lachan.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import vn.lachan.registry.Registry;
import vn.lachan.simulator.day.Day;

/**
 * What to play.
 *
 * <p>All events carry timestamps from {@code endAt - span} to {@code endAt}. Officials act in the
 * working time that the registry's calendar gives them in that stretch, so the platform must use
 * the same calendar; where the stretch holds too little of it (a night, a week-end), {@link
 * SimulatedCalendar} makes one that fits.
 *
 * @param registry units, people, certificates, grants and calendar, as the platform has them
 * @param seed the same seed and times give the same bytes
 * @param endAt the last moment of the day
 * @param span length of the day, at most 24 hours
 * @param dossiers how many dossiers are filed; each leaves some 25 to 40 business events
 * @param attacks ids of the attacks to hide, see {@link #allAttacks()}
 * @param linesPerSecond how fast lines are sent; 0 for as fast as the platform takes them
 */
public record Plan(
    Registry registry,
    long seed,
    Instant endAt,
    Duration span,
    int dossiers,
    Set<String> attacks,
    int linesPerSecond) {

  public static final int DEFAULT_DOSSIERS = 2000;
  private static final Duration MAX_SPAN = Duration.ofHours(24);

  public Plan {
    Objects.requireNonNull(registry, "registry");
    Objects.requireNonNull(endAt, "endAt");
    if (span.compareTo(Day.MIN_WORKING_TIME) < 0 || span.compareTo(MAX_SPAN) > 0) {
      throw new IllegalArgumentException("a span is 2 to 24 hours, not " + span);
    }
    if (dossiers < 0 || linesPerSecond < 0) {
      throw new IllegalArgumentException("numbers of a plan are not negative");
    }
    attacks = Set.copyOf(attacks);
    Set<String> unknown = new LinkedHashSet<>(attacks);
    unknown.removeAll(Set.copyOf(Day.attackIds()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("there are no attacks " + unknown);
    }
  }

  /** The last 24 hours before {@code endAt} with 2,000 dossiers and all attacks. */
  public static Plan of(Registry registry, Instant endAt) {
    return new Plan(registry, 1, endAt, MAX_SPAN, DEFAULT_DOSSIERS, Set.copyOf(Day.attackIds()), 0);
  }

  /** Ids of all attacks there are. */
  public static List<String> allAttacks() {
    return Day.attackIds();
  }

  public Plan withSeed(long newSeed) {
    return new Plan(registry, newSeed, endAt, span, dossiers, attacks, linesPerSecond);
  }

  public Plan withSpan(Duration newSpan) {
    return new Plan(registry, seed, endAt, newSpan, dossiers, attacks, linesPerSecond);
  }

  public Plan withDossiers(int newDossiers) {
    return new Plan(registry, seed, endAt, span, newDossiers, attacks, linesPerSecond);
  }

  public Plan withAttacks(Set<String> newAttacks) {
    return new Plan(registry, seed, endAt, span, dossiers, newAttacks, linesPerSecond);
  }

  public Plan withLinesPerSecond(int newRate) {
    return new Plan(registry, seed, endAt, span, dossiers, attacks, newRate);
  }
}
