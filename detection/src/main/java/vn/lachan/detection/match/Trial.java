package vn.lachan.detection.match;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.sigma.Detection;

/**
 * Tries pieces of rules on one event, one at a time and without an index, with the same tests that
 * run in the stream. For explanations; for one thread.
 */
public final class Trial {
  private final FieldSource event;
  private final FieldMapping mapping;

  public Trial(FieldSource event, FieldMapping mapping) {
    this.event = event;
    this.mapping = mapping;
  }

  /** Whether the event fits. */
  public boolean fits(Detection detection) {
    return fits(detection, event);
  }

  private boolean fits(Detection detection, FieldSource source) {
    FieldTable table = new FieldTable(mapping);
    Test test = new RuleCompiler(table, new TextSets()).compile(detection);
    EventFields fields = new EventFields(table);
    fields.read(source);
    return test.passes(fields);
  }

  /** The name under which the event has {@code field}; empty when it has no value for it. */
  public Optional<String> nameOf(String field) {
    return mapping.names(field).stream().filter(name -> event.get(name) != null).findFirst();
  }

  /** A value of the event that by itself fits a keyword; empty when none does. */
  public Optional<Object> valueWith(Detection keyword) {
    Finder finder = new Finder(keyword);
    event.forEachValue(finder);
    return Optional.ofNullable(finder.found);
  }

  private final class Finder implements Consumer<Object> {
    private final Detection keyword;
    private @Nullable Object found;

    Finder(Detection keyword) {
      this.keyword = keyword;
    }

    @Override
    public void accept(Object value) {
      if (found == null && fits(keyword, new OneValue(value))) {
        found = value;
      }
    }
  }

  private record OneValue(Object value) implements FieldSource {
    @Override
    public @Nullable Object get(String field) {
      return null;
    }

    @Override
    public boolean has(String field) {
      return false;
    }

    @Override
    public void forEachValue(Consumer<Object> action) {
      List.of(value).forEach(action);
    }

    @Override
    public boolean emptyIsAbsent() {
      return false;
    }
  }
}
