package vn.lachan.backup.archive;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * What is left out of a backup: glob patterns, and folders by place.
 *
 * <p>A pattern without a slash is matched against the name, one with a slash against the full path.
 * Syntax: {@link java.nio.file.FileSystem#getPathMatcher}.
 */
public final class Excludes {

  private final List<PathMatcher> names = new ArrayList<>();
  private final List<PathMatcher> paths = new ArrayList<>();
  private final Set<Path> places;

  /**
   * @param places absolute paths that are left out with all below them
   * @throws PatternSyntaxException when a pattern is not valid; see {@link #problem}
   */
  public Excludes(List<String> patterns, Set<Path> places) {
    for (String pattern : patterns) {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      (pattern.contains("/") ? paths : names).add(matcher);
    }
    this.places = Set.copyOf(places);
  }

  /** What is wrong with {@code pattern}; empty when nothing is. */
  public static Optional<String> problem(String pattern) {
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(e.getDescription());
    }
  }

  boolean match(Path path) {
    Path name = path.getFileName();
    return places.contains(path)
        || paths.stream().anyMatch(matcher -> matcher.matches(path))
        || (name != null && names.stream().anyMatch(matcher -> matcher.matches(name)));
  }
}
