package vn.lachan.detection.sigma;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * A rule about single events.
 *
 * @param detection what an event must look like; the conditions of the rule are resolved in it
 * @param outline the same as its author wrote it
 * @param baseline what the events are compared with; a rule that has one fires only where they
 *     differ from it
 */
public record SigmaRule(
    SigmaHeader header,
    LogSource logSource,
    Detection detection,
    Outline outline,
    Optional<SigmaBaseline> baseline)
    implements SigmaDocument {

  SigmaRule(
      SigmaHeader header, LogSource logSource, Outline outline, Optional<SigmaBaseline> baseline) {
    this(header, logSource, outline.detection(), outline, baseline);
  }

  /** A rule that fires on every event that fits and explains nothing. */
  public SigmaRule(SigmaHeader header, LogSource logSource, Detection detection) {
    this(header, logSource, detection, new Outline.All(List.of()), Optional.empty());
  }

  /** The fields that the detection reads, in the order in which it names them. */
  public SequencedSet<String> fieldNames() {
    SequencedSet<String> names = new LinkedHashSet<>();
    detection.collectFields(names);
    return names;
  }

  /** The same rule, which in addition excludes or demands what {@code filter} says. */
  public SigmaRule with(SigmaFilter filter) {
    Outline named = new Outline.Named(filter.header().title(), filter.outline());
    return new SigmaRule(header, logSource, new Outline.All(List.of(outline, named)), baseline);
  }
}
