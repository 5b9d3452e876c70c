package vn.lachan.detection.match;

import java.util.List;

/** A regular expression as a tree. What is found is told, not where, so groups leave no trace. */
sealed interface RegexTree {

  /** One code point of the set. */
  record One(CodePoints set) implements RegexTree {}

  /** One after the other. */
  record Sequence(List<RegexTree> parts) implements RegexTree {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /** One of them. */
  record Choice(List<RegexTree> parts) implements RegexTree {
    public Choice {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Several times.
   *
   * @param most -1 when there is no limit
   */
  record Repeat(RegexTree part, int least, int most) implements RegexTree {}

  /** The places of a text that are no characters. */
  enum Place implements RegexTree {
    /** Before the first character. */
    BEGIN,
    /** Behind the last character. */
    END
  }
}
