package vn.lachan.backup.archive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folders of a plan as one tree from the root, so that each keeps its full path in the
 * snapshot.
 *
 * <p>A folder inside another one of the list is left out: it comes with the outer one.
 */
final class Roots {

  /** One step of a path: either a whole folder to archive, or just the way to some. */
  static final class Step {
    final Path path;
    final Map<RawName, Step> below = new LinkedHashMap<>();
    boolean whole;

    Step(Path path) {
      this.path = path;
    }
  }

  private Roots() {}

  static Step of(List<Path> folders) {
    Step root = new Step(Path.of("/"));
    List<Path> outermost = new ArrayList<>();
    for (Path folder : folders) {
      if (folders.stream().noneMatch(f -> !f.equals(folder) && folder.startsWith(f))) {
        outermost.add(folder);
      }
    }
    for (Path folder : outermost) {
      Step step = root;
      Path soFar = root.path;
      for (Path part : folder) {
        soFar = soFar.resolve(part);
        Path here = soFar;
        step = step.below.computeIfAbsent(RawName.of(here), name -> new Step(here));
      }
      step.whole = true;
    }
    return root;
  }
}
