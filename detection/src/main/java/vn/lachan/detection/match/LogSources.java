package vn.lachan.detection.match;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import vn.lachan.detection.sigma.LogSource;

/**
 * Tells which log sources an event is of, by the routes of {@code logsources.yml}. Immutable and
 * safe for use by several threads.
 *
 * <p>An event that no route fits is told by its {@code event.dataset}: {@code zeek.http} is product
 * zeek, service http.
 */
public final class LogSources {
  private static final String DATASET = "event.dataset";

  private final List<Route> routes;
  private final List<String> fields;

  /** The log sources of an event and how its fields are called; equal for equal events. */
  public record Sources(List<LogSource> sources, FieldMapping mapping) {
    public Sources {
      sources = List.copyOf(sources);
    }

    /** Whether a rule for {@code wanted} is for such events. */
    public boolean are(LogSource wanted) {
      return sources.stream().anyMatch(wanted::covers);
    }
  }

  /**
   * One way to tell a log source.
   *
   * @param when values of fields, folded; {@code *} at the end of one stands for anything
   * @param source a part {@code ${field}} is the event's own value
   * @param otherwise whether it counts only where no other route fits
   */
  public record Route(
      Map<String, List<String>> when, LogSource source, FieldMapping mapping, boolean otherwise) {

    boolean fits(Map<String, String> values) {
      return when.entrySet().stream()
          .allMatch(condition -> {
            String actual = values.getOrDefault(condition.getKey(), "");
            return condition.getValue().stream().anyMatch(wanted -> fits(wanted, actual));
          });
    }

    static boolean fits(String wanted, String actual) {
      if (wanted.endsWith("*")) {
        return !actual.isEmpty() && actual.startsWith(wanted.substring(0, wanted.length() - 1));
      }
      return wanted.equals(actual);
    }
  }

  private LogSources(List<Route> routes) {
    this.routes = List.copyOf(routes);
    List<String> names = new ArrayList<>(List.of(DATASET));
    for (Route route : routes) {
      route.when.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    }
    this.fields = List.copyOf(names);
  }

  /** All routes, in the order of the file. */
  public List<Route> routes() {
    return routes;
  }

  /** The fields that routes look at. */
  public List<String> fields() {
    return fields;
  }

  /** The routes that come with the program. */
  public static LogSources standard() {
    try (InputStream in = LogSources.class.getResourceAsStream("logsources.yml")) {
      if (in == null) {
        throw new IllegalStateException("logsources.yml is not on the class path");
      }
      return read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("logsources.yml cannot be read", e);
    }
  }

  private static LogSources read(InputStream in) {
    Object document =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(new InputStreamReader(in, StandardCharsets.UTF_8));
    Map<String, FieldMapping> mappings = new HashMap<>();
    map(map(document).get("mappings"))
        .forEach((name, fields) -> mappings.put(name, mapping(map(fields))));
    List<Route> routes = new ArrayList<>();
    if (map(document).get("routes") instanceof List<?> list) {
      list.forEach(item -> routes.add(route(map(item), mappings)));
    }
    return new LogSources(routes);
  }

  private static Route route(Map<String, Object> item, Map<String, FieldMapping> mappings) {
    Map<String, List<String>> when = new LinkedHashMap<>();
    map(item.get("when"))
        .forEach(
            (field, values) -> when.put(field, texts(values).stream().map(Texts::fold).toList()));
    Map<String, Object> as = map(item.get("as"));
    Object fields = item.get("fields");
    FieldMapping mapping =
        fields == null ? FieldMapping.NONE : mappings.getOrDefault(fields, FieldMapping.NONE);
    return new Route(
        when,
        new LogSource(word(as, "product"), word(as, "category"), word(as, "service")),
        mapping,
        Boolean.TRUE.equals(item.get("otherwise")));
  }

  private static String word(Map<String, Object> map, String key) {
    Object value = map.get(key);
    return value == null ? "" : value.toString();
  }

  private static FieldMapping mapping(Map<String, Object> fields) {
    Map<String, List<String>> names = new HashMap<>();
    fields.forEach((field, mapped) -> names.put(field, texts(mapped)));
    return new FieldMapping(names);
  }

  private static Map<String, Object> map(@Nullable Object value) {
    Map<String, Object> result = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> result.put(String.valueOf(key), item));
    }
    return result;
  }

  private static List<String> texts(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case List<?> list -> list.stream().map(String::valueOf).toList();
      default -> List.of(String.valueOf(value));
    };
  }

  /**
   * What decides about the log sources of an event: its values of the fields that routes look at,
   * as far as some route names them. Events with equal keys have equal sources.
   */
  List<String> key(FieldSource event) {
    String[] key = new String[fields.size()];
    for (int i = 0; i < key.length; i++) {
      Object value = event.get(fields.get(i));
      key[i] = value == null ? "" : known(fields.get(i), Texts.of(value));
    }
    return List.of(key);
  }

  private String known(String field, String value) {
    if (field.equals(DATASET)) {
      return value;
    }
    String folded = Texts.fold(value);
    for (Route route : routes) {
      List<String> wanted = route.when.get(field);
      if (wanted != null && wanted.stream().anyMatch(text -> Route.fits(text, folded))) {
        return folded;
      }
    }
    return "";
  }

  /** The log sources of one event; empty sources when none is known. */
  public Sources of(FieldSource event) {
    return sources(key(event));
  }

  /** The log sources for a key; empty sources when none is known. */
  Sources sources(List<String> key) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < key.size(); i++) {
      values.put(fields.get(i), Texts.fold(key.get(i)));
    }
    List<LogSource> found = new ArrayList<>();
    FieldMapping mapping = FieldMapping.NONE;
    for (Route route : routes) {
      if (!route.otherwise && route.fits(values)) {
        found.add(filled(route.source, values));
        mapping = mapping.and(route.mapping);
      }
    }
    if (found.isEmpty()) {
      routes.stream()
          .filter(route -> route.otherwise && route.fits(values))
          .forEach(route -> found.add(filled(route.source, values)));
    }
    if (found.isEmpty()) {
      fromDataset(values.getOrDefault(DATASET, ""), found);
    }
    return new Sources(found, mapping);
  }

  private static void fromDataset(String dataset, List<LogSource> found) {
    int dot = dataset.indexOf('.');
    if (dot > 0 && dot < dataset.length() - 1) {
      found.add(new LogSource(dataset.substring(0, dot), "", dataset.substring(dot + 1)));
      found.add(new LogSource(dataset.substring(0, dot), "", dataset));
    }
  }

  private static LogSource filled(LogSource source, Map<String, String> values) {
    return new LogSource(
        filled(source.product(), values),
        filled(source.category(), values),
        filled(source.service(), values));
  }

  private static String filled(String part, Map<String, String> values) {
    return part.startsWith("${") && part.endsWith("}")
        ? values.getOrDefault(part.substring(2, part.length() - 1), "").toLowerCase(Locale.ROOT)
        : part;
  }
}
