package vn.lachan.collector.dataset.step;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether a step is to run: all its tests must hold. Texts are compared regardless of case. */
public final class Condition {
  private final List<Test> tests;

  /** What is asked of a value. */
  public enum Kind {
    ONE_OF,
    NONE_OF,
    EXISTS,
    MISSING,
    STARTS,
    ENDS,
    CONTAINS
  }

  /** One question about one value; {@code words} are in lower case. */
  public record Test(Source source, Kind kind, Set<String> words) {
    public Test {
      words = Set.copyOf(words);
    }

    boolean holds(Slots slots) {
      String text = source.text(slots);
      return switch (kind) {
        case EXISTS -> !text.isEmpty();
        case MISSING -> text.isEmpty();
        case ONE_OF -> words.contains(text.toLowerCase(Locale.ROOT));
        case NONE_OF -> !words.contains(text.toLowerCase(Locale.ROOT));
        case STARTS -> any(text.toLowerCase(Locale.ROOT), String::startsWith);
        case ENDS -> any(text.toLowerCase(Locale.ROOT), String::endsWith);
        case CONTAINS -> any(text.toLowerCase(Locale.ROOT), String::contains);
      };
    }

    private boolean any(String text, java.util.function.BiPredicate<String, String> test) {
      for (String word : words) {
        if (test.test(text, word)) {
          return true;
        }
      }
      return false;
    }
  }

  public Condition(List<Test> tests) {
    this.tests = List.copyOf(tests);
  }

  boolean holds(Slots slots) {
    for (Test test : tests) {
      if (!test.holds(slots)) {
        return false;
      }
    }
    return true;
  }

  /** The step as the beginning of one of several ways: when this does not hold, it is another. */
  public Step require(Step step) {
    return slots -> holds(slots) && step.run(slots);
  }

  /** The step, run only when this holds. */
  public Step guard(Step step) {
    return slots -> !holds(slots) || step.run(slots);
  }
}
