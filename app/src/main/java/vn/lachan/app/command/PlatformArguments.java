package vn.lachan.app.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which platform a command is about. What is not given is taken from the environment, where an
 * installed package says where its platform is: {@code LACHAN_DATA} and {@code LACHAN_SETTINGS}.
 *
 * @param data folder of everything it writes
 * @param settings settings by key, which win over files
 * @param files settings files
 */
record PlatformArguments(Path data, Map<String, String> settings, List<Path> files) {
  private static final Set<String> NAMES = Set.of("data", "set", "settings");

  /** The options that {@link #of} reads, and {@code more}. */
  static Set<String> names(String... more) {
    Set<String> names = new TreeSet<>(NAMES);
    names.addAll(List.of(more));
    return names;
  }

  static PlatformArguments of(Arguments given) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String pair : given.all("set")) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new Arguments.UsageException("--set needs KEY=VALUE, not " + pair);
      }
      settings.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return new PlatformArguments(data(given), settings, files(given.all("settings")));
  }

  /** The data folder: as given, of the environment, or {@code data} where the command was typed. */
  static Path data(Arguments given) {
    return Path.of(given.option("data").or(() -> environment("LACHAN_DATA")).orElse("data"));
  }

  private static List<Path> files(List<String> given) {
    List<String> names =
        given.isEmpty() ? environment("LACHAN_SETTINGS").map(List::of).orElse(List.of()) : given;
    return names.stream().map(Path::of).toList();
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }
}
