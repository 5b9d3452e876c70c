package vn.lachan.collector.dataset.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.lachan.events.EcsSchema;
import vn.lachan.events.FieldType;

/**
 * The names a dataset works with, numbered while its file is read. A name with a dot whose first
 * part is a root of ECS (or {@code dvc}, {@code dxp}, {@code lachan}) is a field of the event;
 * every other name is a value that is forgotten at the end.
 */
public final class Layout {
  private static final Set<String> ROOTS =
      Set.of(
          "agent",
          "client",
          "cloud",
          "container",
          "data_stream",
          "database",
          "destination",
          "dns",
          "dvc",
          "dxp",
          "ecs",
          "email",
          "error",
          "event",
          "faas",
          "file",
          "group",
          "host",
          "http",
          "labels",
          "lachan",
          "log",
          "network",
          "observer",
          "orchestrator",
          "organization",
          "powershell",
          "process",
          "registry",
          "related",
          "rule",
          "server",
          "service",
          "source",
          "span",
          "sysmon",
          "threat",
          "tls",
          "trace",
          "transaction",
          "url",
          "user",
          "user_agent",
          "vulnerability",
          "winlog");

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  /** Whether {@code name} is kept as a field of the event. */
  public static boolean isField(String name) {
    int dot = name.indexOf('.');
    return dot > 0 ? ROOTS.contains(name.substring(0, dot)) : name.equals("message");
  }

  /** The number of {@code name}, given at its first use. */
  public int number(String name) {
    return numbers.computeIfAbsent(
        name,
        given -> {
          names.add(given);
          return names.size() - 1;
        });
  }

  /** The number of {@code name}, -1 when nothing uses it. */
  public int known(String name) {
    Integer number = numbers.get(name);
    return number == null ? -1 : number;
  }

  public int size() {
    return names.size();
  }

  public String name(int number) {
    return names.get(number);
  }

  /** The names in the order of their numbers. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** How a value put into {@code name} is read. */
  static FieldType typeOf(String name) {
    if (!isField(name)) {
      return FieldType.TEXT;
    }
    Optional<FieldType> type = EcsSchema.DEFAULT.typeOf(name);
    return type.orElse(FieldType.KEYWORD);
  }
}
