package vn.lachan.detection;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.lachan.detection.match.FieldSource;

/** An event of which it is already known which rules it fits. */
final class MatchedSource implements FieldSource {
  private final FieldSource source;
  private final int[] found;

  /**
   * @param found numbers of the event rules, ascending; kept, not copied
   */
  MatchedSource(FieldSource source, int[] found) {
    this.source = source;
    this.found = found;
  }

  int[] found() {
    return found;
  }

  @Override
  public @Nullable Object get(String field) {
    return source.get(field);
  }

  @Override
  public boolean has(String field) {
    return source.has(field);
  }

  @Override
  public void forEachValue(Consumer<Object> action) {
    source.forEachValue(action);
  }

  @Override
  public boolean emptyIsAbsent() {
    return source.emptyIsAbsent();
  }
}
