package vn.lachan.detection.rulebook;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.Level;

/**
 * A rule as it stands now. Changed ones are made by {@link #moved}, {@link #described}, {@link
 * #suppressed} and {@link #asWithdrawn}.
 *
 * @param id id of the last document of its file; alerts carry it
 * @param file stands for the file, for example in {@link vn.lachan.detection.RuleInfo#file()}
 * @param about what the text of the current version says of itself
 * @param origin where it came from first
 * @param standing where it stands in its life
 * @param suppression what somebody decided about its suppression
 * @param stamp the last change
 */
public record RuleEntry(
    String id,
    String file,
    About about,
    Origin origin,
    Standing standing,
    SuppressionChoice suppression,
    Stamp stamp) {

  /**
   * What a text says of itself.
   *
   * @param kind {@code EVENT}, {@code CORRELATION} or {@code FILTER}
   * @param logSource for example {@code windows/process_creation}; empty for correlations
   */
  public record About(
      String title, Level level, String kind, String logSource, List<String> tags, String author) {
    public About {
      tags = List.copyOf(tags);
    }

    static About of(ReadRule read) {
      return new About(
          read.title(), read.level(), read.kind(), read.logSource(), read.tags(), read.author());
    }
  }

  /**
   * Where a rule came from first.
   *
   * @param set name of the imported set, empty when it is of none
   * @param licence of the set, empty when unknown
   */
  public record Origin(RuleSource source, String set, String licence) {
    /** A rule of nobody else's set. */
    static Origin of(RuleSource source) {
      return new Origin(source, "", "");
    }
  }

  /**
   * Where a rule stands in its life.
   *
   * @param state of the version {@code current}
   * @param current number of the version that {@code state} is about
   * @param running number of the version that runs, or null
   * @param withdrawn whether it is retired because it is no longer delivered
   * @param reason why the last move was made
   */
  public record Standing(
      RuleState state, int current, @Nullable Integer running, boolean withdrawn, String reason) {
    /** The first version, which does not run. */
    static final Standing DRAFT = new Standing(RuleState.DRAFT, 1, null, false, "");
  }

  /**
   * A change.
   *
   * @param revision grows with every change
   */
  public record Stamp(long revision, Instant at, String by) {
    static Stamp first(Editor by, Instant now) {
      return new Stamp(1, now, by.id());
    }

    Stamp next(Editor next, Instant now) {
      return new Stamp(revision + 1, now, next.id());
    }
  }

  /** A new rule with the text that was read, as it stands first. */
  static RuleEntry fresh(
      String id, String file, ReadRule read, Origin origin, Standing standing, Stamp stamp) {
    return new RuleEntry(
        id, file, About.of(read), origin, standing, SuppressionChoice.AS_THE_RULE_SAYS, stamp);
  }

  /** The same, moved by somebody now. */
  RuleEntry moved(
      RuleState state,
      int current,
      @Nullable Integer running,
      String reason,
      Editor by,
      Instant now) {
    Standing next = new Standing(state, current, running, false, reason);
    return new RuleEntry(id, file, about, origin, next, suppression, stamp.next(by, now));
  }

  /** The same, with what the text of its current version says. */
  RuleEntry described(ReadRule read) {
    return new RuleEntry(id, file, About.of(read), origin, standing, suppression, stamp);
  }

  /** The same, with another choice of suppression. */
  RuleEntry suppressed(SuppressionChoice choice, Editor by, Instant now) {
    return new RuleEntry(id, file, about, origin, standing, choice, stamp.next(by, now));
  }

  /** The same, to come back when it is delivered again. */
  RuleEntry asWithdrawn() {
    Standing gone = new Standing(state(), current(), running(), true, reason());
    return new RuleEntry(id, file, about, origin, gone, suppression, stamp);
  }

  public String title() {
    return about.title();
  }

  public Level level() {
    return about.level();
  }

  public String kind() {
    return about.kind();
  }

  public String logSource() {
    return about.logSource();
  }

  public List<String> tags() {
    return about.tags();
  }

  public String author() {
    return about.author();
  }

  public RuleSource source() {
    return origin.source();
  }

  public String set() {
    return origin.set();
  }

  public String licence() {
    return origin.licence();
  }

  public RuleState state() {
    return standing.state();
  }

  public int current() {
    return standing.current();
  }

  public @Nullable Integer running() {
    return standing.running();
  }

  public boolean withdrawn() {
    return standing.withdrawn();
  }

  public String reason() {
    return standing.reason();
  }

  public long revision() {
    return stamp.revision();
  }

  public Instant changedAt() {
    return stamp.at();
  }

  public String changedBy() {
    return stamp.by();
  }
}
