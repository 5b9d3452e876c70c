package vn.lachan.app.settings;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads settings files as a start would, and says what it would say, with file and line. */
public final class SettingsCheck {

  /** What the files come to. */
  public sealed interface Outcome {}

  /** They allow a start. */
  public record Good(Settings settings) implements Outcome {}

  /**
   * They do not.
   *
   * @param problems one line each, with the file and the line where they are known
   */
  public record Bad(List<String> problems) implements Outcome {
    public Bad {
      problems = List.copyOf(problems);
    }
  }

  /**
   * One setting as it is in force.
   *
   * @param key as in a file, for example {@code lachan.store.retention}
   * @param value as text; a secret is hidden
   * @param changed whether it is not the default
   */
  public record Entry(String key, String value, boolean changed) {}

  private static final String ROOT = "lachan";
  private static final String HIDDEN = "(đã che)";

  /** Reads {@code files}, of which the later win, and then {@code set}, which wins over files. */
  public static Outcome read(List<Path> files, Map<String, String> set) {
    MutablePropertySources sources = new MutablePropertySources();
    sources.addFirst(new MapPropertySource("defaults", Map.of("lachan.data", "data")));
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        return new Bad(List.of(file + ": không đọc được"));
      }
      try {
        new YamlPropertySourceLoader()
            .load(file.toString(), new FileSystemResource(file))
            .forEach(sources::addFirst);
      } catch (IOException e) {
        return new Bad(List.of(file + ": không đọc được: " + e.getMessage()));
      } catch (YAMLException | IllegalStateException e) {
        return new Bad(List.of(file + syntax(e)));
      }
    }
    sources.addFirst(new MapPropertySource("--set", Map.copyOf(set)));
    return bind(sources);
  }

  private static String syntax(RuntimeException problem) {
    if (problem instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      return ":" + (marked.getProblemMark().getLine() + 1) + ": " + marked.getProblem();
    }
    return ": không phải YAML: "
        + String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
  }

  private static Outcome bind(Iterable<PropertySource<?>> sources) {
    try {
      return new Good(
          new Binder(ConfigurationPropertySources.from(sources))
              .bind(
                  ROOT,
                  Bindable.of(Settings.class),
                  new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
              .get());
    } catch (BindException e) {
      if (e.getCause() instanceof UnboundConfigurationPropertiesException unknown) {
        return new Bad(
            unknown.getUnboundProperties().stream()
                .map(property -> place(property) + property.getName() + ": không có thiết lập này")
                .toList());
      }
      return new Bad(List.of(wrongValue(e)));
    }
  }

  private static String wrongValue(BindException problem) {
    Throwable reason = problem;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    ConfigurationProperty property = problem.getProperty();
    return property == null
        ? problem.getName() + ": " + reason.getMessage()
        : place(property) + property.getName() + ": " + reason.getMessage();
  }

  private static String place(ConfigurationProperty property) {
    Origin origin = property.getOrigin();
    if (origin instanceof PropertySourceOrigin known && known.getOrigin() != null) {
      origin = known.getOrigin();
    }
    if (origin instanceof TextResourceOrigin text
        && text.getResource() != null
        && text.getLocation() != null) {
      try {
        return text.getResource().getFile() + ":" + (text.getLocation().getLine() + 1) + ": ";
      } catch (IOException _) {
        return origin + ": "; // not from a file
      }
    }
    return origin == null ? "" : origin + ": ";
  }

  /** Every setting of {@code settings} in the order of the documentation. */
  public static List<Entry> entries(Settings settings) {
    List<Entry> entries = new ArrayList<>();
    if (read(List.of(), Map.of()) instanceof Good(Settings defaults)) {
      walk(ROOT, settings, defaults, entries);
    }
    return entries;
  }

  private static void walk(
      String key, Record value, @Nullable Object standard, List<Entry> entries) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      String name = key + "." + kebab(component.getName());
      Object now = get(component, value);
      Object before = standard == null ? null : get(component, standard);
      add(name, now, before, entries);
    }
  }

  private static void add(
      String key, @Nullable Object now, @Nullable Object before, List<Entry> entries) {
    if (now instanceof Record part
        && part.getClass().getPackageName().startsWith("vn.lachan.app")) {
      walk(key, part, before, entries);
    } else if (now instanceof Collection<?> many
        && many.stream().anyMatch(Record.class::isInstance)) {
      int index = 0;
      for (Object one : many) {
        add(key + "[" + index++ + "]", one, null, entries);
      }
    } else {
      entries.add(
          new Entry(key, text(key, now), now == null ? before != null : !now.equals(before)));
    }
  }

  private static String text(String key, @Nullable Object value) {
    if (value == null) {
      return "";
    }
    return isSecret(key) ? HIDDEN : value.toString();
  }

  private static boolean isSecret(String key) {
    String last = key.substring(key.lastIndexOf('.') + 1);
    return Set.of("token", "password", "secret").contains(last) || last.endsWith("-hash");
  }

  private static @Nullable Object get(RecordComponent component, Object of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a setting cannot be read: " + component, e);
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private SettingsCheck() {}
}
