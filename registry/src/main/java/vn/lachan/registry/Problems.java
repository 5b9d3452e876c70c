package vn.lachan.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong, so that an administrator sees all of it at once. */
final class Problems {
  private final List<RegistryLoad.Problem> found = new ArrayList<>();
  private final List<String> files;

  /** {@code files} gives the order in which problems are listed. */
  Problems(List<String> files) {
    this.files = files;
  }

  void add(String file, int line, String message) {
    found.add(new RegistryLoad.Problem(file, line, message));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<RegistryLoad.Problem> inOrder() {
    return found.stream()
        .sorted(
            Comparator.comparingInt((RegistryLoad.Problem p) -> files.indexOf(p.file()))
                .thenComparingInt(RegistryLoad.Problem::line))
        .toList();
  }
}
