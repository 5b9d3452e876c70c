package vn.lachan.detection.match;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The tests that do not look at text. */
final class Tests {

  /** All parts pass, cheap ones first. */
  record All(List<Test> parts) implements Test {
    All {
      parts = parts.stream().sorted(Comparator.comparingInt(Test::cost)).toList();
    }

    @Override
    public boolean passes(EventFields event) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).passes(event)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int cost() {
      return parts.stream().mapToInt(Test::cost).sum();
    }

    @Override
    public @Nullable Witness witness(Frequencies frequencies) {
      return Witness.best(
          parts.stream().<@Nullable Witness>map(part -> part.witness(frequencies)).toList());
    }
  }

  /** Some part passes, cheap ones first. */
  record Any(List<Test> parts) implements Test {
    Any {
      parts = parts.stream().sorted(Comparator.comparingInt(Test::cost)).toList();
    }

    @Override
    public boolean passes(EventFields event) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).passes(event)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public int cost() {
      return parts.stream().mapToInt(Test::cost).sum();
    }

    @Override
    public @Nullable Witness witness(Frequencies frequencies) {
      List<@Nullable Witness> witnesses = new ArrayList<>();
      parts.forEach(part -> witnesses.add(part.witness(frequencies)));
      return Witness.either(witnesses);
    }
  }

  /** The part does not pass. */
  record Not(Test part) implements Test {
    @Override
    public boolean passes(EventFields event) {
      return !part.passes(event);
    }

    @Override
    public int cost() {
      return part.cost();
    }

    @Override
    public @Nullable Witness witness(Frequencies frequencies) {
      return null;
    }
  }

  /** The field is absent or null. */
  record IsNull(int slot) implements Test {
    @Override
    public boolean passes(EventFields event) {
      Object value = event.value(slot);
      return value instanceof EventFields.Missing;
    }

    @Override
    public int cost() {
      return 1;
    }

    @Override
    public @Nullable Witness witness(Frequencies frequencies) {
      return null;
    }
  }

  /** The field is there, or is not. */
  record Exists(int slot, boolean expected) implements Test {
    @Override
    public boolean passes(EventFields event) {
      return event.exists(slot) == expected;
    }

    @Override
    public int cost() {
      return 1;
    }

    @Override
    public @Nullable Witness witness(Frequencies frequencies) {
      return null;
    }
  }

  /** A value of the field passes a test that needs no folded text. */
  record OfValue(int slot, Predicate<Object> test, int cost) implements Test {
    @Override
    public boolean passes(EventFields event) {
      Object value = event.value(slot);
      if (value instanceof List<?> list) {
        return list.stream().anyMatch(test);
      }
      return !(value instanceof EventFields.Missing) && test.test(value);
    }

    @Override
    public Witness witness(Frequencies frequencies) {
      return Witness.present(slot, frequencies);
    }
  }

  /** A value of one field is that of another, or begins, ends with or holds it. */
  record SameAs(int slot, int other, boolean startsWith, boolean endsWith, boolean cased)
      implements Test {
    @Override
    public boolean passes(EventFields event) {
      return any(event.value(slot), left -> any(event.value(other), right -> fits(left, right)));
    }

    private static boolean any(Object value, Predicate<Object> test) {
      if (value instanceof List<?> list) {
        return list.stream().anyMatch(test);
      }
      return !(value instanceof EventFields.Missing) && test.test(value);
    }

    private boolean fits(Object leftValue, Object rightValue) {
      String left = cased ? Texts.of(leftValue) : Texts.fold(Texts.of(leftValue));
      String right = cased ? Texts.of(rightValue) : Texts.fold(Texts.of(rightValue));
      if (startsWith && endsWith) {
        return left.contains(right);
      }
      if (startsWith) {
        return left.startsWith(right);
      }
      return endsWith ? left.endsWith(right) : left.equals(right);
    }

    @Override
    public int cost() {
      return 8;
    }

    @Override
    public Witness witness(Frequencies frequencies) {
      return Witness.present(slot, frequencies);
    }
  }

  private Tests() {}
}
