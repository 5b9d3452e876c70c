package vn.lachan.detection.rulebook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Level;

/**
 * A rule as it stands now.
 *
 * @param id id of the last document of its file; alerts carry it
 * @param file stands for the file, for example in {@link vn.lachan.detection.RuleInfo#file()}
 * @param kind {@code EVENT}, {@code CORRELATION} or {@code FILTER}
 * @param logSource for example {@code windows/process_creation}; empty for correlations
 * @param author as the rule says
 * @param set name of the imported set, empty when it is of none
 * @param licence of the set, empty when unknown
 * @param state of the version {@code current}
 * @param current number of the version that {@code state} is about
 * @param running number of the version that runs, or null
 * @param withdrawn whether it is retired because it is no longer delivered
 * @param reason why the last move was made
 * @param revision grows with every change
 */
public record RuleEntry(
    String id,
    String file,
    String title,
    Level level,
    String kind,
    String logSource,
    List<String> tags,
    String author,
    RuleSource source,
    String set,
    String licence,
    RuleState state,
    int current,
    @Nullable Integer running,
    boolean withdrawn,
    String reason,
    SuppressionChoice suppression,
    long revision,
    Instant changedAt,
    String changedBy) {
  public RuleEntry {
    tags = List.copyOf(tags);
  }
}
