package vn.lachan.incidents.queue;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.Officer;

/**
 * The acts on one row, oldest first, and which of them still count.
 *
 * <p>An act can be taken back while no later act stands in its way. No act stands in the way that
 * was itself taken back, that changed nothing (a note), or that only took back something younger.
 */
record ActsOfRow(List<Act> acts) {

  /**
   * One act.
   *
   * @param undoes token of the act it took back
   */
  record Act(
      long number,
      Instant at,
      String actor,
      String action,
      String note,
      String token,
      @Nullable String undoes,
      Handling before,
      Handling after) {

    private boolean changesNothing() {
      return before.equals(after);
    }
  }

  ActsOfRow {
    acts = List.copyOf(acts);
  }

  List<AlertHistory> history() {
    Set<String> undone = undone();
    return acts.stream()
        .map(act ->
            new AlertHistory(
                act.at(),
                act.actor(),
                act.action(),
                act.note(),
                act.after().state(),
                undone.contains(act.token()),
                mayBeUndone(act, undone) ? act.token() : null))
        .toList();
  }

  Optional<Act> find(String token) {
    return acts.stream().filter(act -> act.token().equals(token)).findFirst();
  }

  /**
   * What the row becomes without an act; empty when that cannot be.
   *
   * @param now what the row is
   */
  Optional<Handling> without(String token, Handling now) {
    Set<String> undone = undone();
    return find(token)
        .filter(act -> mayBeUndone(act, undone))
        .map(act ->
            act.changesNothing() ? now : act.before().dueNoLaterThan(raised(act.after(), now)));
  }

  /** A deadline that an alert brought forward since then stays so. */
  private static @Nullable Instant raised(Handling after, Handling now) {
    return now.dueAt().isBefore(after.dueAt()) ? now.dueAt() : null;
  }

  /** Tokens of the acts that were taken back and not done again. */
  private Set<String> undone() {
    Set<String> undone = new HashSet<>();
    for (Act act : acts.reversed()) {
      String undoes = act.undoes();
      if (undoes != null && !undone.contains(act.token())) {
        undone.add(undoes);
      }
    }
    return undone;
  }

  private boolean mayBeUndone(Act act, Set<String> undone) {
    return !undone.contains(act.token())
        && !act.actor().equals(Officer.PLATFORM.id())
        && (act.changesNothing()
            || acts.stream()
                .filter(later -> later.number() > act.number())
                .noneMatch(later -> standsInTheWay(later, act, undone)));
  }

  private boolean standsInTheWay(Act later, Act of, Set<String> undone) {
    if (later.changesNothing() || undone.contains(later.token())) {
      return false;
    }
    String undoes = later.undoes();
    return undoes == null || find(undoes).stream().noneMatch(act -> act.number() > of.number());
  }
}
