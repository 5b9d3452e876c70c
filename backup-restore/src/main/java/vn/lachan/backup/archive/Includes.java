package vn.lachan.backup.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What alone is taken of the folders of a backup, where a source says so. Remembers which patterns
 * found something. For one run; safe for several threads.
 */
public final class Includes {

  /**
   * Of these folders only what a pattern matches; everything without a pattern.
   *
   * @param folders real absolute paths
   */
  public record Part(List<Path> folders, List<String> patterns) {
    public Part {
      folders = List.copyOf(folders);
      patterns = List.copyOf(patterns);
    }
  }

  /** Everything. */
  public static final Includes ALL = new Includes(List.of());

  private record Choice(Path folder, List<PathPattern> patterns) {}

  private final List<Choice> choices = new ArrayList<>();
  private final Set<String> patterns = new LinkedHashSet<>();
  private final Set<String> found = ConcurrentHashMap.newKeySet();

  /**
   * @throws java.util.regex.PatternSyntaxException when a pattern is not valid; see {@link
   *     #problem}
   */
  public Includes(List<Part> parts) {
    if (parts.stream().allMatch(part -> part.patterns().isEmpty())) {
      return;
    }
    for (Part part : parts) {
      List<PathPattern> read = part.patterns().stream().map(PathPattern::of).toList();
      part.folders().forEach(folder -> choices.add(new Choice(folder, read)));
      patterns.addAll(part.patterns());
    }
  }

  /** What is wrong with {@code pattern}, in Vietnamese; empty when nothing is. */
  public static Optional<String> problem(String pattern) {
    return PathPattern.problem(pattern);
  }

  /** Whether {@code path}, which lies in one of the folders or is one, is taken with all below. */
  boolean takes(Path path) {
    if (choices.isEmpty()) {
      return true;
    }
    boolean taken = false;
    List<String> names = PathPattern.names(path);
    for (Choice choice : choices) {
      if (path.startsWith(choice.folder())) {
        boolean matched = matches(choice, names); // asked in any case: it remembers what found
        taken = taken || matched || choice.patterns().isEmpty();
      }
    }
    return taken;
  }

  private boolean matches(Choice choice, List<String> names) {
    boolean any = false;
    for (PathPattern pattern : choice.patterns()) {
      if (pattern.matches(names, choice.folder().getNameCount())) {
        found.add(pattern.toString());
        any = true;
      }
    }
    return any;
  }

  /** Whether something below the folder {@code path} may be taken though the folder is not. */
  boolean leadsThrough(Path path) {
    List<String> names = PathPattern.names(path);
    return choices.stream()
        .anyMatch(choice ->
            choice.folder().startsWith(path)
                || (path.startsWith(choice.folder())
                    && choice.patterns().stream().anyMatch(p -> p.leadsThrough(names))));
  }

  /** Whether {@code path} is a folder of a source, which stays though nothing in it is taken. */
  boolean isRoot(Path path) {
    return choices.stream().anyMatch(choice -> choice.folder().equals(path));
  }

  /** The patterns that found nothing, once everything was asked for. */
  List<String> unmatched() {
    return patterns.stream().filter(pattern -> !found.contains(pattern)).toList();
  }
}
