package vn.lachan.backup.drill;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import vn.lachan.backup.BackupHistoryException;

/**
 * What was drilled. Nothing in it is ever changed.
 *
 * <p>Adding returns only after the entry would survive a crash of the machine. Safe for several
 * threads. Failures to write are {@link BackupHistoryException}s.
 */
public interface DrillHistory {

  void add(DrillResult drill);

  /** Drills of all plans, newest first, at most {@code limit}. */
  List<DrillResult> drills(int limit);

  /**
   * Publishes the plan of a drill that is about to begin.
   *
   * @param plan makes it from its number and the digest of the plan before it
   */
  DrillPlan publish(BiFunction<Integer, String, DrillPlan> plan);

  /** Every published plan, oldest first. */
  List<DrillPlan> published();

  /** Where published plans are missing or were changed, in Vietnamese; empty when nowhere. */
  List<String> doubts();

  /** How far a drill is. */
  DrillJournal journal(String id);

  /** Whether there was a drill of this id: published, or refused before. */
  default boolean knows(String id) {
    return journal(id).isBegun() || published(id).isPresent();
  }

  /** The published plan of a drill. */
  default Optional<DrillPlan> published(String id) {
    return published().stream().filter(plan -> plan.id().equals(id)).findFirst();
  }

  /**
   * Plans that were published and have no result: drills that run, or were stopped. Newest first.
   */
  default List<DrillPlan> unfinished() {
    Set<String> finished =
        drills(Integer.MAX_VALUE).stream()
            .map(drill -> drill.report().id())
            .collect(Collectors.toUnmodifiableSet());
    return published().reversed().stream().filter(plan -> !finished.contains(plan.id())).toList();
  }

  /** The newest drill of a plan. */
  default Optional<DrillResult> lastDrill(String planId) {
    return drills(Integer.MAX_VALUE).stream()
        .filter(drill -> drill.report().planId().equals(planId))
        .findFirst();
  }

  /** The snapshots that passed a drill. */
  default Set<String> proven() {
    return drills(Integer.MAX_VALUE).stream()
        .filter(DrillResult.Passed.class::isInstance)
        .map(drill -> drill.report().snapshot())
        .collect(Collectors.toUnmodifiableSet());
  }
}
