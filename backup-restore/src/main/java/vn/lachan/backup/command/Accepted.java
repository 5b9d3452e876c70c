package vn.lachan.backup.command;

import java.util.Set;

/**
 * What one word takes besides what all of them take. Anything else is refused before anything is
 * done: whoever wrote {@code key remove --dry-run} does not want to see the key gone.
 *
 * @param words how many words may follow
 */
record Accepted(int words, Set<String> options) {

  static final int ANY = Integer.MAX_VALUE;

  private static final Set<String> BY_ALL =
      Set.of("access-file", "history", "json", "password-env", "password-file", "repo");

  Accepted {
    options = Set.copyOf(options);
  }

  static Accepted of(int words, String... options) {
    return new Accepted(words, Set.of(options));
  }

  boolean has(String option) {
    return options.contains(option) || BY_ALL.contains(option);
  }
}
