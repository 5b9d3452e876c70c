package vn.lachan.collector.dataset.step;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The small steps, and those that hold others. */
public final class Steps {
  private Steps() {}

  /** All of {@code steps}, as one. */
  public static Step group(List<Step> steps) {
    Step[] all = steps.toArray(Step[]::new);
    return all.length == 1 ? all[0] : slots -> Step.all(all, slots);
  }

  /** The first of {@code ways} that does not fail; what a failed one found is forgotten. */
  public static Step first(List<Step> ways) {
    Step[] all = ways.toArray(Step[]::new);
    return slots -> {
      for (Step way : all) {
        @Nullable Object[] before = slots.snapshot();
        if (way.run(slots)) {
          return true;
        }
        slots.restore(before);
      }
      return false;
    };
  }

  /** {@code step}, whose failure is no failure of the line. */
  public static Step optional(Step step) {
    return slots -> {
      var _ = step.run(slots);
      return true;
    };
  }

  /** {@code step}, and {@code then} only when it fits. */
  public static Step then(Step step, Step then) {
    return slots -> step.run(slots) && then.run(slots);
  }

  /** Refuses the line. */
  public static Step fail(String reason) {
    return slots -> slots.refuse(reason);
  }

  public static Step lower(List<Integer> names) {
    return change(names, text -> text.toLowerCase(Locale.ROOT));
  }

  public static Step upper(List<Integer> names) {
    return change(names, text -> text.toUpperCase(Locale.ROOT));
  }

  /** Replaces every {@code from} in the values. */
  public static Step replace(List<Integer> names, String from, String to) {
    return change(names, text -> text.replace(from, to));
  }

  /** Takes characters from both ends of the values. */
  public static Step trim(List<Integer> names, String characters) {
    return change(
        names,
        text -> {
          int from = 0;
          int to = text.length();
          while (from < to && characters.indexOf(text.charAt(from)) >= 0) {
            from++;
          }
          while (to > from && characters.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
          }
          return text.substring(from, to);
        });
  }

  /**
   * Writes the text that the hexadecimal digits of {@code from} stand for; zero bytes, which divide
   * the arguments of a process, become blanks. Other values change nothing.
   */
  public static Step hex(int from, int into) {
    return slots -> {
      if (slots.get(from) instanceof String digits && digits.length() % 2 == 0) {
        try {
          String text = new String(HexFormat.of().parseHex(digits), StandardCharsets.UTF_8);
          slots.remove(into);
          slots.put(into, text.replace('\0', ' ').strip());
        } catch (IllegalArgumentException _) {
          return true; // a text of its own
        }
      }
      return true;
    };
  }

  private static Step change(List<Integer> names, java.util.function.UnaryOperator<String> change) {
    return slots -> {
      for (int name : names) {
        if (slots.get(name) instanceof String text) {
          slots.remove(name);
          slots.put(name, change.apply(text));
        }
      }
      return true;
    };
  }

  /** Cuts a value at {@code separator} into a list. */
  public static Step split(int from, int into, String separator) {
    return slots -> {
      String text = slots.text(from);
      List<String> parts = new ArrayList<>();
      for (String part : text.split(java.util.regex.Pattern.quote(separator), 65)) {
        if (!part.isBlank() && parts.size() < 64) {
          parts.add(part.strip());
        }
      }
      if (!parts.isEmpty()) {
        slots.put(into, parts.size() == 1 ? parts.getFirst() : List.copyOf(parts));
      }
      return true;
    };
  }

  /** Adds whole numbers; those that are missing count nothing. */
  public static Step sum(int into, List<Integer> of) {
    return slots -> {
      long sum = 0;
      boolean any = false;
      for (int slot : of) {
        if (slots.get(slot) instanceof Long number) {
          sum += number;
          any = true;
        }
      }
      slots.put(into, any ? (Object) sum : null);
      return true;
    };
  }

  /** Multiplies a number, to change its unit. */
  public static Step scale(int from, int into, double factor) {
    return slots -> {
      try {
        double value = Double.parseDouble(slots.text(from).strip()) * factor;
        slots.put(into, Math.abs(value) < 9e18 ? (Object) Math.round(value) : null);
      } catch (NumberFormatException _) {
        // it stays unset
      }
      return true;
    };
  }

  /** Forgets values. */
  public static Step remove(List<Integer> names) {
    return slots -> {
      names.forEach(slots::remove);
      return true;
    };
  }

  /** Marks the event. */
  public static Step tag(List<String> tags) {
    return slots -> {
      tags.forEach(slots.draft()::tag);
      return true;
    };
  }
}
