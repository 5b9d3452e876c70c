package vn.lachan.detection.sigma;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * A rule about single events.
 *
 * @param detection what an event must look like; the conditions of the rule are resolved in it
 */
public record SigmaRule(SigmaHeader header, LogSource logSource, Detection detection)
    implements SigmaDocument {

  /** The fields that the detection reads, in the order in which it names them. */
  public SequencedSet<String> fieldNames() {
    SequencedSet<String> names = new LinkedHashSet<>();
    detection.collectFields(names);
    return names;
  }

  /** The same rule, which in addition excludes or demands what {@code filter} says. */
  public SigmaRule with(SigmaFilter filter) {
    return new SigmaRule(
        header, logSource, new Detection.All(List.of(detection, filter.detection())));
  }
}
