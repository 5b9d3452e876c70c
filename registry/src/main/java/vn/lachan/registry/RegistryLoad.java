package vn.lachan.registry;

import java.util.List;

/** What came of reading the files of a registry: all of it or nothing. */
public sealed interface RegistryLoad {

  /** Every file was in order. */
  record Loaded(Registry registry) implements RegistryLoad {}

  /** Something was wrong; {@code problems} names all of it, in the order of files and lines. */
  record Rejected(List<Problem> problems) implements RegistryLoad {
    public Rejected {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("a rejected registry has at least one problem");
      }
    }
  }

  /**
   * Something to be corrected.
   *
   * @param file name of the file
   * @param line line in it, from 1; 0 for the file as a whole
   * @param message what is wrong, in Vietnamese
   */
  record Problem(String file, int line, String message) {
    @Override
    public String toString() {
      return line > 0 ? file + ":" + line + ": " + message : file + ": " + message;
    }
  }
}
