package vn.lachan.incidents.queue;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Level;
import vn.lachan.incidents.InvalidRequestException;

/**
 * Which rows of the queue to show, and in what order.
 *
 * @param states only these; empty for all
 * @param levels only these; empty for all
 * @param owner only this person's; empty text for those nobody owns; null for all
 * @param ruleId only of this rule; null for all
 * @param entity only about this entity; null for all
 * @param organization only of this unit (empty text: of the province); null for all
 * @param text only rows with this text in id, title, reason, entity or rule; case and diacritics do
 *     not matter; empty for all
 * @param after what the page before named as its next; null for the first page
 * @param limit rows on a page, 1 to 200
 */
public record AlertFilter(
    Set<AlertState> states,
    Set<Level> levels,
    @Nullable String owner,
    @Nullable String ruleId,
    @Nullable String entity,
    @Nullable String organization,
    String text,
    Sort sort,
    @Nullable String after,
    int limit) {

  /** The order of a list. */
  public enum Sort {
    /** What is due first, then the higher level, then the newer. */
    DUE,
    /** The newest alert first. */
    NEWEST
  }

  /** The first 50 of all rows, what is due first on top. */
  public static final AlertFilter ALL =
      new AlertFilter(Set.of(), Set.of(), null, null, null, null, "", Sort.DUE, null, 50);

  public AlertFilter {
    states = Set.copyOf(states);
    levels = Set.copyOf(levels);
    if (limit < 1 || limit > 200) {
      throw new InvalidRequestException("limit", "Số dòng một trang từ 1 đến 200.");
    }
  }

  public AlertFilter withStates(AlertState... wanted) {
    return new AlertFilter(
        Set.of(wanted), levels, owner, ruleId, entity, organization, text, sort, after, limit);
  }

  public AlertFilter withLevels(Level... wanted) {
    return new AlertFilter(
        states, Set.of(wanted), owner, ruleId, entity, organization, text, sort, after, limit);
  }

  public AlertFilter withOwner(@Nullable String wanted) {
    return new AlertFilter(
        states, levels, wanted, ruleId, entity, organization, text, sort, after, limit);
  }

  public AlertFilter withText(String wanted) {
    return new AlertFilter(
        states, levels, owner, ruleId, entity, organization, wanted, sort, after, limit);
  }

  public AlertFilter withSort(Sort wanted) {
    return new AlertFilter(
        states, levels, owner, ruleId, entity, organization, text, wanted, after, limit);
  }

  /** The page that starts at {@code cursor}, {@code rows} long. */
  public AlertFilter page(@Nullable String cursor, int rows) {
    return new AlertFilter(
        states, levels, owner, ruleId, entity, organization, text, sort, cursor, rows);
  }
}
