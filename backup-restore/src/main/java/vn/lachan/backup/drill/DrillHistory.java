package vn.lachan.backup.drill;

import java.util.List;
import java.util.Optional;
import java.util.Set;
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
