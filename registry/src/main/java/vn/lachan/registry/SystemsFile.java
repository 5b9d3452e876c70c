package vn.lachan.registry;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads {@code systems.yml}. */
final class SystemsFile {
  static final String NAME = "systems.yml";

  private static final Set<String> KEYS =
      Set.of("code", "name", "level", "owner", "operator", "approval", "rpo", "rto");

  private final Problems problems;
  private final Set<String> units;

  SystemsFile(Set<String> units, Problems problems) {
    this.units = units;
    this.problems = problems;
  }

  Map<String, InformationSystem> read(String text) {
    Map<String, InformationSystem> systems = new LinkedHashMap<>();
    YamlMap.parse(NAME, text, Set.of("systems"), problems)
        .ifPresent(root -> root.maps("systems", KEYS).forEach(map -> read(map, systems)));
    return systems;
  }

  private void read(YamlMap map, Map<String, InformationSystem> systems) {
    String code = map.text("code");
    int level = level(map);
    InformationSystem system =
        new InformationSystem(
            code,
            map.text("name"),
            Math.clamp(level, 1, 5),
            unit(map, "owner"),
            unit(map, "operator"),
            map.text("approval"),
            duration(map, "rpo"),
            duration(map, "rto"));
    if (system.name().isEmpty() || code.isEmpty()) {
      problems.add(NAME, map.line(), "hệ thống phải có code và name");
    } else if (systems.put(code, system) != null) {
      problems.add(NAME, map.line("code"), "mã hệ thống lặp lại: " + code);
    }
  }

  private int level(YamlMap map) {
    String text = map.text("level");
    if (!text.matches("[1-5]")) {
      problems.add(NAME, map.line("level"), "cấp độ phải từ 1 đến 5: " + text);
      return 1;
    }
    return Integer.parseInt(text);
  }

  private String unit(YamlMap map, String key) {
    String code = map.text(key);
    if (map.has(key) && !units.isEmpty() && !units.contains(code)) {
      problems.add(NAME, map.line(key), "%s: không có đơn vị %s".formatted(key, code));
    }
    return code;
  }

  private Duration duration(YamlMap map, String key) {
    String text = map.text(key);
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      if (!map.has(key)) {
        return Duration.ZERO;
      }
    }
    problems.add(
        NAME,
        map.line(key),
        "%s phải là thời lượng dạng PT15M, PT4H, P1D: %s".formatted(key, text));
    return Duration.ZERO;
  }
}
