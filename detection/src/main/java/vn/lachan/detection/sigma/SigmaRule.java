package vn.lachan.detection.sigma;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * A rule about single events.
 *
 * @param detection what an event must look like; the conditions of the rule are resolved in it
 * @param baseline what the events are compared with; a rule that has one fires only where they
 *     differ from it
 */
public record SigmaRule(
    SigmaHeader header, LogSource logSource, Detection detection, Optional<SigmaBaseline> baseline)
    implements SigmaDocument {

  /** A rule that fires on every event that fits. */
  public SigmaRule(SigmaHeader header, LogSource logSource, Detection detection) {
    this(header, logSource, detection, Optional.empty());
  }

  /** The fields that the detection reads, in the order in which it names them. */
  public SequencedSet<String> fieldNames() {
    SequencedSet<String> names = new LinkedHashSet<>();
    detection.collectFields(names);
    return names;
  }

  /** The same rule, which in addition excludes or demands what {@code filter} says. */
  public SigmaRule with(SigmaFilter filter) {
    Detection both = new Detection.All(List.of(detection, filter.detection()));
    return new SigmaRule(header, logSource, both, baseline);
  }
}
