package vn.lachan.collector.health;

import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Sources that are silent for what looks like one reason.
 *
 * @param id unique, usable as id of an event
 * @param kind what fell silent
 * @param unit code of the unit; empty when it is none or several
 * @param began when the last line came before it
 * @param sources all that fell silent with it
 * @param silent those of them that are silent still
 */
public record Outage(
    String id,
    Kind kind,
    String unit,
    Instant began,
    SortedSet<String> sources,
    SortedSet<String> silent) {

  /** What fell silent. */
  public enum Kind {
    /** One source. */
    SOURCE,
    /** Every source of a unit: its line, its electricity. */
    UNIT,
    /** Most units at once: the way to the platform. */
    MANY
  }

  public Outage {
    sources = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(sources));
    silent = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(silent));
  }

  Outage joinedBy(String source) {
    TreeSet<String> all = new TreeSet<>(sources);
    TreeSet<String> still = new TreeSet<>(silent);
    all.add(source);
    still.add(source);
    return new Outage(id, kind, unit, began, all, still);
  }

  Outage without(String source) {
    TreeSet<String> still = new TreeSet<>(silent);
    still.remove(source);
    return new Outage(id, kind, unit, began, sources, still);
  }
}
