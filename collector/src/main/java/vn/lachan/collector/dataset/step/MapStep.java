package vn.lachan.collector.dataset.step;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.lachan.collector.parser.Values;
import vn.lachan.collector.syslog.Timestamps;
import vn.lachan.events.FieldType;

/**
 * Copies values to fields. A value takes the type its field has in ECS; one that does not fit is
 * left out. Of several sources the first that has a value counts; a field that is set stays.
 */
public final class MapStep implements Step {
  private final Entry[] entries;
  private final Set<String> absent;

  /** One field and where its value may stand. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Entry(int to, FieldType type, int[] from) {

    /** An entry whose type is that of the name it goes to. */
    public static Entry of(Layout layout, String to, List<String> from) {
      return new Entry(
          layout.number(to), Layout.typeOf(to), from.stream().mapToInt(layout::number).toArray());
    }
  }

  /**
   * Made of its parts.
   *
   * @param absent texts that mean there is no value
   */
  public MapStep(List<Entry> entries, Set<String> absent) {
    this.entries = entries.toArray(Entry[]::new);
    this.absent = Set.copyOf(absent);
  }

  @Override
  public boolean run(Slots slots) {
    for (Entry entry : entries) {
      for (int from : entry.from) {
        if (from != entry.to && slots.has(entry.to)) {
          break;
        }
        Object value = slots.get(from);
        Object fitting = value == null ? null : fit(entry.type, value, slots);
        if (fitting != null) {
          slots.put(entry.to, fitting);
          break;
        }
      }
    }
    return true;
  }

  /** A text as the whole number its field holds; other values as they are, null when it is none. */
  public static @Nullable Object typed(String field, @Nullable Object value) {
    return value instanceof String text && Layout.typeOf(field) == FieldType.LONG
        ? whole(text.strip())
        : value;
  }

  private @Nullable Object fit(FieldType type, Object value, Slots slots) {
    if (value instanceof List<?> list) {
      List<Object> kept = new ArrayList<>(list.size());
      for (Object item : list) {
        Object fitting = fit(type, item, slots);
        if (fitting != null) {
          kept.add(fitting);
        }
      }
      return kept.isEmpty() ? null : kept.size() == 1 ? kept.getFirst() : List.copyOf(kept);
    }
    if (value instanceof String text && (text.isEmpty() || absent.contains(text))) {
      return null;
    }
    return switch (type) {
      case KEYWORD, TEXT, DIGEST -> value instanceof String ? value : value.toString();
      case LONG -> value instanceof Long ? value : whole(value.toString().strip());
      case DOUBLE -> decimal(value.toString().strip());
      case BOOLEAN -> flag(value.toString().strip());
      case IP -> address(value.toString().strip());
      case DATE -> date(value.toString(), slots);
    };
  }

  private static @Nullable Object whole(String text) {
    try {
      if (text.startsWith("0x") || text.startsWith("0X")) {
        return Long.parseLong(text, 2, text.length(), 16);
      }
      int dot = text.indexOf('.');
      return Long.parseLong(dot > 0 ? text.substring(0, dot) : text);
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static @Nullable Object decimal(String text) {
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? value : null;
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static @Nullable Object flag(String text) {
    return switch (text) {
      case "true", "True", "TRUE", "yes", "1" -> true;
      case "false", "False", "FALSE", "no", "0" -> false;
      default -> null;
    };
  }

  private static @Nullable Object address(String text) {
    String bare =
        text.startsWith("[") && text.endsWith("]") && text.length() > 2
            ? text.substring(1, text.length() - 1)
            : text;
    if (bare.startsWith("::ffff:") && bare.indexOf('.') > 0) {
      bare = bare.substring(7);
    }
    int percent = bare.indexOf('%');
    bare = percent > 0 ? bare.substring(0, percent) : bare;
    return Values.isAddress(bare) ? bare : null;
  }

  private static @Nullable Object date(String text, Slots slots) {
    Instant instant = Timestamps.parse(text, slots.line().received(), slots.line().zone());
    return instant == null ? null : instant.toString();
  }
}
