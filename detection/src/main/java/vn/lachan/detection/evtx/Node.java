package vn.lachan.detection.evtx;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of binary XML: what stands in a template or a document, holes not yet filled. */
sealed interface Node {

  /**
   * An element.
   *
   * @param name the value of its attribute {@code Name} when that has no holes, else null
   */
  record Element(String tag, List<Attribute> attributes, List<Node> content, @Nullable String name)
      implements Node {

    @Nullable Attribute attribute(String wanted) {
      for (Attribute attribute : attributes) {
        if (attribute.name().equals(wanted)) {
          return attribute;
        }
      }
      return null;
    }
  }

  record Attribute(String name, List<Node> content) {}

  record Text(String text) implements Node {}

  /** A hole for the value of this number. An optional one takes its element away when empty. */
  record Substitution(int value, boolean optional) implements Node {}

  /** A template with its values. */
  record Instance(List<Node> content, Values values) implements Node {}
}
