package vn.lachan.detection.sigma;

import java.util.Collection;
import java.util.List;

/** What an event must look like. */
public sealed interface Detection {

  /** Every part holds; no parts hold always. */
  record All(List<Detection> parts) implements Detection {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /** At least one part holds; no parts never hold. */
  record Any(List<Detection> parts) implements Detection {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /** The part does not hold. */
  record Not(Detection part) implements Detection {}

  /** The value of a field passes the test; of a field with several values, one of them. */
  record Field(String name, ValueTest test) implements Detection {}

  /** Some value of the event, whatever its field, passes the test. */
  record Keyword(ValueTest test) implements Detection {}

  /** Adds the names of the fields that are read. */
  default void collectFields(Collection<String> names) {
    switch (this) {
      case All(List<Detection> parts) -> parts.forEach(part -> part.collectFields(names));
      case Any(List<Detection> parts) -> parts.forEach(part -> part.collectFields(names));
      case Not(Detection part) -> part.collectFields(names);
      case Field(String name, ValueTest test) -> {
        names.add(name);
        if (test instanceof ValueTest.SameAs same) {
          names.add(same.field());
        }
      }
      case Keyword _ -> {}
    }
  }
}
