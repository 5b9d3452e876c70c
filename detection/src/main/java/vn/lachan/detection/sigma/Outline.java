package vn.lachan.detection.sigma;

import java.util.ArrayList;
import java.util.List;

/**
 * A detection as its author wrote it: with the names of the search identifiers, the modifiers and
 * the values. It asks the same of an event as its {@link #detection()}, and is there to explain.
 */
public sealed interface Outline {

  /** What an event must look like, for whoever runs it. */
  Detection detection();

  /** Every part holds. */
  record All(List<Outline> parts) implements Outline {
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public Detection detection() {
      return linked(detections(parts), true);
    }
  }

  /** At least one part holds. */
  record Any(List<Outline> parts) implements Outline {
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public Detection detection() {
      return linked(detections(parts), false);
    }
  }

  /** The part does not hold. */
  record Not(Outline part) implements Outline {
    @Override
    public Detection detection() {
      return new Detection.Not(part.detection());
    }
  }

  /**
   * A part that has a name: a search identifier, {@code 1 of selection*}, or a filter.
   *
   * @param name as it stands in the rule
   */
  record Named(String name, Outline part) implements Outline {
    @Override
    public Detection detection() {
      return part.detection();
    }
  }

  /**
   * A field with what is wanted of it.
   *
   * @param field without spaces; empty for keywords
   * @param modifiers in their order
   * @param every whether all values must fit (modifier {@code all}) or one
   * @param negated whether the whole is denied (modifier {@code neq})
   */
  record Item(
      String field, List<String> modifiers, List<Value> values, boolean every, boolean negated)
      implements Outline {
    public Item {
      modifiers = List.copyOf(modifiers);
      values = List.copyOf(values);
    }

    @Override
    public Detection detection() {
      Detection linked = linked(values.stream().map(Value::detection).toList(), every);
      return negated ? new Detection.Not(linked) : linked;
    }
  }

  /**
   * One value of an item.
   *
   * @param written as it stands in the rule
   * @param detection what it asks of the event, without regard to the other values
   */
  record Value(String written, Detection detection) {}

  private static List<Detection> detections(List<Outline> parts) {
    List<Detection> result = new ArrayList<>(parts.size());
    parts.forEach(part -> result.add(part.detection()));
    return result;
  }

  private static Detection linked(List<Detection> parts, boolean every) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    return every ? new Detection.All(parts) : new Detection.Any(parts);
  }
}
