package vn.lachan.app.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A unit of systemd, as far as a test needs it to do what systemd would.
 *
 * @param values values by key of its section {@code [Service]}, in order
 */
record UnitFile(Map<String, List<String>> values) {

  static UnitFile read(String text) {
    Map<String, List<String>> values = new TreeMap<>();
    String section = "";
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (line.startsWith("[")) {
        section = line;
      } else if (section.equals("[Service]") && equals > 0 && !line.startsWith("#")) {
        values
            .computeIfAbsent(line.substring(0, equals), key -> new ArrayList<>())
            .add(line.substring(equals + 1));
      }
    }
    return new UnitFile(values);
  }

  String one(String key) {
    List<String> found = values.getOrDefault(key, List.of());
    if (found.size() != 1) {
      throw new AssertionError(key + " is there " + found.size() + " times");
    }
    return found.getFirst();
  }

  /** The words of a command line: a leading {@code -} (failure does not matter) is left out. */
  List<String> command(String key) {
    String line = one(key);
    return List.of((line.startsWith("-") ? line.substring(1) : line).split(" +"));
  }

  /** Runs a command as the unit's user and group, with its umask, with its environment only. */
  List<String> asItsUser(String key) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=" + one("User"),
                "--regid=" + one("Group"),
                "--init-groups",
                "--no-new-privs",
                "env"));
    all.addAll(values.getOrDefault("Environment", List.of()));
    all.addAll(List.of("sh", "-c", "umask " + one("UMask") + " && exec \"$@\"", "sh"));
    all.addAll(command(key));
    return all;
  }
}
