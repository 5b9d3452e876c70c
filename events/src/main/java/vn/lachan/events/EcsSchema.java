package vn.lachan.events;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which field has which type, so that both stores index an event alike.
 *
 * <p>A name listed in {@code field-types.txt} has the type given there whatever its value; a name
 * not listed takes the type of its value. A value that does not fit the type of its field is never
 * refused: it becomes a keyword ({@link Typed#misfit()}).
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class EcsSchema {

  /** The types of ECS 9 and of our own fields. */
  public static final EcsSchema DEFAULT = load();

  private final Map<String, FieldType> names = new HashMap<>();
  private final Map<String, FieldType> lastParts = new HashMap<>();
  private final Map<String, FieldType> endings = new HashMap<>();

  private EcsSchema() {}

  /** The type of {@code field} by its name; empty when it depends on the value. */
  public Optional<FieldType> typeOf(String field) {
    return Optional.ofNullable(lookUp(field));
  }

  private @Nullable FieldType lookUp(String field) {
    FieldType byName = names.get(field);
    if (byName != null) {
      return byName;
    }
    int dot = field.lastIndexOf('.');
    if (dot >= 0) {
      FieldType byLastPart = lastParts.get(field.substring(dot + 1));
      if (byLastPart != null) {
        return byLastPart;
      }
    }
    int underscore = field.lastIndexOf('_');
    return underscore > dot ? endings.get(field.substring(underscore + 1)) : null;
  }

  /** One value (not a list) of {@code field} as it is to be indexed. */
  Typed fit(String field, Object value) {
    FieldType wanted = lookUp(field);
    if (wanted == null) {
      return byValue(value);
    }
    Object fitting =
        switch (wanted) {
          case KEYWORD, TEXT -> value.toString();
          case DIGEST -> Digits.of(value.toString());
          case IP -> IpText.parse(value.toString());
          case LONG -> wholeNumber(value);
          case DOUBLE -> number(value);
          case BOOLEAN -> flag(value);
          case DATE -> date(value);
        };
    return fitting == null
        ? new Typed(FieldType.KEYWORD, value.toString(), true)
        : new Typed(wanted, fitting, false);
  }

  private static Typed byValue(Object value) {
    return switch (value) {
      case Long number -> new Typed(FieldType.LONG, number, false);
      case Double number when Double.isFinite(number) -> new Typed(FieldType.DOUBLE, number, false);
      case Boolean flag -> new Typed(FieldType.BOOLEAN, flag, false);
      default -> new Typed(FieldType.KEYWORD, value.toString(), false);
    };
  }

  /** {@code value} as a whole number, or null. */
  static @Nullable Long wholeNumber(Object value) {
    return switch (value) {
      case Long number -> number;
      case Double number when number == Math.rint(number) && Math.abs(number) < 1L << 53 ->
          number.longValue();
      case String text -> parseLong(text);
      default -> null;
    };
  }

  private static @Nullable Long parseLong(String text) {
    int start = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
    if (text.length() == start || text.length() - start > 19) {
      return null;
    }
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null; // nineteen digits can still be too large
    }
  }

  /** {@code value} as a finite number, or null. */
  static @Nullable Double number(Object value) {
    Double number =
        switch (value) {
          case Double fraction -> fraction;
          case Long whole -> whole.doubleValue();
          case String text -> parseDouble(text);
          default -> null;
        };
    return number != null && Double.isFinite(number) ? number : null;
  }

  private static @Nullable Double parseDouble(String text) {
    if (text.isEmpty() || text.length() > 40) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        return null;
      }
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null; // the right characters in the wrong order
    }
  }

  private static @Nullable Boolean flag(Object value) {
    return switch (value) {
      case Boolean flag -> flag;
      case String text when "true".equalsIgnoreCase(text) -> Boolean.TRUE;
      case String text when "false".equalsIgnoreCase(text) -> Boolean.FALSE;
      default -> null;
    };
  }

  private static @Nullable Long date(Object value) {
    return switch (value) {
      case Long millis -> millis;
      case String text -> DateText.parse(text, DateText.VIETNAM).map(DateText::from).orElse(null);
      default -> null;
    };
  }

  private static EcsSchema load() {
    EcsSchema schema = new EcsSchema();
    try (InputStream in =
            Objects.requireNonNull(
                EcsSchema.class.getResourceAsStream("field-types.txt"), "field-types.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(schema::add);
    } catch (IOException e) {
      throw new UncheckedIOException("field-types.txt", e);
    }
    return schema;
  }

  private void add(String line) {
    int space = line.indexOf(' ');
    String name = line.substring(0, space);
    FieldType type = FieldType.valueOf(line.substring(space + 1).strip().toUpperCase(Locale.ROOT));
    if (name.startsWith("*.")) {
      lastParts.put(name.substring(2), type);
    } else if (name.startsWith("*_")) {
      endings.put(name.substring(2), type);
    } else {
      names.put(name, type);
    }
  }

  /** The names with a type of their own, without those typed by a pattern. */
  Map<String, FieldType> names() {
    return Map.copyOf(names);
  }

  /** The last parts of names that decide the type. */
  Map<String, FieldType> lastParts() {
    return Map.copyOf(lastParts);
  }

  /** The endings of names that decide the type. */
  Map<String, FieldType> endings() {
    return Map.copyOf(endings);
  }

  /**
   * One value as it is to be indexed.
   *
   * @param type how
   * @param value a {@link String} (digests: lower case), {@link InetAddress}, {@link Long} (dates:
   *     epoch milliseconds), {@link Double} or {@link Boolean} after {@code type}
   * @param misfit whether it is a keyword only because it did not fit the type of its field
   */
  record Typed(FieldType type, Object value, boolean misfit) {}
}
