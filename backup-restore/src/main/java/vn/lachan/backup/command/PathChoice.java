package vn.lachan.backup.command;

import java.util.List;

/** Some paths and everything below them; none means everything. */
final class PathChoice {

  private final List<String> chosen;

  PathChoice(List<String> chosen) {
    this.chosen = chosen.stream().map(PathChoice::withoutEnd).toList();
  }

  private static String withoutEnd(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** Whether {@code path} is chosen or below something chosen. */
  boolean isWanted(String path) {
    return chosen.isEmpty()
        || chosen.stream()
            .anyMatch(c -> c.equals("/") || path.equals(c) || path.startsWith(c + "/"));
  }

  /** Whether something chosen may be below {@code path}. */
  boolean leadsTo(String path) {
    return isWanted(path) || chosen.stream().anyMatch(c -> c.startsWith(path + "/"));
  }
}
