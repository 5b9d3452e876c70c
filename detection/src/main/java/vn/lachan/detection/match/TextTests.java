package vn.lachan.detection.match;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tests that look at text. */
final class TextTests {
  /** Fields that hold the same value in most events of a bucket. */
  private static final Set<String> COMMON =
      Set.of(
          "EventID",
          "Channel",
          "Provider_Name",
          "EventType",
          "event.dataset",
          "event.outcome",
          "event.kind");

  /** A value of the field fits a pattern of the set. */
  record FieldText(int slot, String field, TextSet set) implements Test {
    @Override
    public boolean passes(EventFields event) {
      Object value = event.value(slot);
      if (value instanceof EventFields.Missing) {
        return set.wantsEmpty() && event.source().emptyIsAbsent();
      }
      if (value instanceof List<?> list) {
        return anyFits(list);
      }
      return set.fits(set.cased() ? event.text(slot) : event.folded(slot));
    }

    private boolean anyFits(List<?> list) {
      for (Object item : list) {
        if (item != null) {
          String text = Texts.of(item);
          if (set.fits(set.cased() ? text : Texts.fold(text))) {
            return true;
          }
        }
      }
      return false;
    }

    @Override
    public int cost() {
      return set.cost();
    }

    @Override
    public @Nullable Witness witness(Frequencies frequencies) {
      return set.witness(slot, COMMON.contains(field), frequencies);
    }
  }

  /** Some value of the event fits a pattern of the set. */
  record KeywordText(TextSet set) implements Test {
    @Override
    public boolean passes(EventFields event) {
      List<String> texts = set.cased() ? event.allTexts() : event.allFolded();
      for (int i = 0; i < texts.size(); i++) {
        if (set.fits(texts.get(i))) {
          return true;
        }
      }
      return false;
    }

    @Override
    public int cost() {
      return 30 * set.cost();
    }

    @Override
    public @Nullable Witness witness(Frequencies frequencies) {
      return set.witnessAnywhere(frequencies);
    }
  }

  /** The expression is found in a value of the field; tried only where its literal text is. */
  record FieldRegex(int slot, Search search) implements Test {
    @Override
    public boolean passes(EventFields event) {
      Object value = event.value(slot);
      if (value instanceof List<?> list) {
        return list.stream()
            .filter(Objects::nonNull)
            .map(Texts::of)
            .anyMatch(text -> search.finds(text, Texts.fold(text)));
      }
      return !(value instanceof EventFields.Missing)
          && search.finds(event.text(slot), event.folded(slot));
    }

    @Override
    public int cost() {
      return search.cost();
    }

    @Override
    public Witness witness(Frequencies frequencies) {
      return Witness.holds(slot, search.literal(), frequencies);
    }
  }

  /** The expression is found in some value of the event. */
  record KeywordRegex(Search search) implements Test {
    @Override
    public boolean passes(EventFields event) {
      List<String> texts = event.allTexts();
      List<String> folded = event.allFolded();
      for (int i = 0; i < texts.size(); i++) {
        if (search.finds(texts.get(i), folded.get(i))) {
          return true;
        }
      }
      return false;
    }

    @Override
    public int cost() {
      return 30 * search.cost();
    }

    @Override
    public @Nullable Witness witness(Frequencies frequencies) {
      return Witness.anywhere(search.literal(), frequencies);
    }
  }

  /** Looks for something in a text. */
  sealed interface Search {
    boolean finds(String text, String folded);

    int cost();

    /** A folded text without which nothing is found; may be empty. */
    String literal();

    static Search of(Pattern pattern) {
      int length = LiteralGuard.minimumLength(pattern.pattern());
      return length > 0
          ? new LongLine(length, (pattern.flags() & Pattern.DOTALL) != 0)
          : new Expression(pattern, LiteralGuard.of(pattern.pattern()), RegexMachine.of(pattern));
    }
  }

  /** A regular expression behind the literal text that it needs. */
  record Expression(Pattern pattern, String literal, @Nullable RegexMachine machine)
      implements Search {
    @Override
    public boolean finds(String text, String folded) {
      if (!folded.contains(literal)) {
        return false;
      }
      RegexMachine.Answer answer =
          machine == null ? RegexMachine.Answer.UNKNOWN : machine.search(text);
      return switch (answer) {
        case FOUND -> true;
        case NOT_FOUND -> false;
        case UNKNOWN -> pattern.matcher(text).find();
      };
    }

    @Override
    public int cost() {
      return 1000;
    }
  }

  /** {@code .{1000,}} asks only how long a line is; RE2 would take its slowest path for it. */
  record LongLine(int length, boolean overLines) implements Search {
    @Override
    public boolean finds(String text, String folded) {
      if (text.length() < length) {
        return false;
      }
      int run = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\n' && !overLines) {
          run = 0;
        } else if (!isSecondOfPair(text, i) && ++run >= length) {
          return true;
        }
      }
      return false;
    }

    private static boolean isSecondOfPair(String text, int i) {
      return i > 0
          && Character.isLowSurrogate(text.charAt(i))
          && Character.isHighSurrogate(text.charAt(i - 1));
    }

    @Override
    public int cost() {
      return 3;
    }

    @Override
    public String literal() {
      return "";
    }
  }

  private TextTests() {}
}
