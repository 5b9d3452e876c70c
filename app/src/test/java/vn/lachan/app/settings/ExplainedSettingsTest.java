package vn.lachan.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The sample settings name every key, also those that are commented out, and explain each. */
class ExplainedSettingsTest {
  private static final Path SAMPLE = Path.of("..", "deploy", "application.yml");
  private static final Pattern LINE =
      Pattern.compile("( *)(?:# ?)?( *)(- )?([a-z][a-z0-9-]*):(?: (.*))?");
  private static final Pattern INNER = Pattern.compile("[{,] ?([a-z][a-z-]*):");

  /** A key of the file: what follows it on its line, value and explanation. */
  private record Place(int line, String rest, boolean comment) {}

  @Test
  void everyKeyIsThere() throws IOException {
    Set<String> missing = new TreeSet<>();
    walk("lachan", Settings.class, missing);
    missing.removeAll(sample().keySet());
    assertThat(missing).as("keys that deploy/application.yml does not name").isEmpty();
  }

  @Test
  void everyKeyIsExplained() throws IOException {
    Map<String, Place> sample = sample();
    List<String> bare = new ArrayList<>();
    Set<String> known = new TreeSet<>();
    walk("lachan", Settings.class, known);
    for (String key : known) {
      Place place = sample.get(key);
      if (place == null || explained(place)) {
        continue;
      }
      String below = key + ".";
      boolean opens =
          place.rest().isBlank() && sample.keySet().stream().anyMatch(k -> k.startsWith(below));
      if (!opens) {
        bare.add(SAMPLE + ":" + place.line() + ": " + key);
      }
    }
    assertThat(bare).as("keys without a sentence").isEmpty();
  }

  /** Text after {@code #}, or after a gap where the whole line is a comment already. */
  private static boolean explained(Place place) {
    return place.rest().matches(".*\\s# ?\\S.*|# ?\\S.*")
        || (place.comment() && place.rest().matches(".*\\S? {2,}\\S.*"));
  }

  /** Every key of the sample with the place where it is, commented out or not. */
  private static Map<String, Place> sample() throws IOException {
    Map<String, Place> keys = new TreeMap<>();
    Deque<Map.Entry<Integer, String>> open = new ArrayDeque<>();
    int number = 0;
    for (String line : Files.readAllLines(SAMPLE)) {
      number++;
      Matcher found = LINE.matcher(line);
      if (!found.matches()) {
        continue;
      }
      boolean item = found.group(3) != null;
      int indent = found.group(1).length() + found.group(2).length() + (item ? 2 : 0);
      while (!open.isEmpty() && open.peek().getKey() >= indent) {
        open.pop();
      }
      String key = open.isEmpty() ? found.group(4) : open.peek().getValue() + "." + found.group(4);
      open.push(Map.entry(indent, key));
      String rest = found.group(5) == null ? "" : found.group(5);
      Place place = new Place(number, rest, line.strip().startsWith("#"));
      keys.putIfAbsent(key, place);
      Matcher inner = INNER.matcher(rest);
      while (inner.find()) {
        keys.putIfAbsent(key + "." + inner.group(1), place);
      }
    }
    return keys;
  }

  private static void walk(String prefix, Class<?> section, Set<String> keys) {
    for (RecordComponent component : section.getRecordComponents()) {
      String key = prefix + "." + kebab(component.getName());
      keys.add(key);
      Class<?> type = element(component.getGenericType());
      if (type.isRecord() && type.getPackageName().startsWith("vn.lachan.app.settings")) {
        walk(key, type, keys);
      }
    }
  }

  /** The type itself, or that of the elements of a list. */
  private static Class<?> element(Type type) {
    if (type instanceof ParameterizedType many) {
      return element(many.getActualTypeArguments()[many.getActualTypeArguments().length - 1]);
    }
    return type instanceof Class<?> plain ? plain : Object.class;
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
