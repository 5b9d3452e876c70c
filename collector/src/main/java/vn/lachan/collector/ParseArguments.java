package vn.lachan.collector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.lachan.collector.score.ParseScore;

/**
 * The words after {@code lachan parse}.
 *
 * @param given options with their values; an option without value has an empty one
 * @param files what stands without an option
 */
record ParseArguments(Map<String, String> given, List<String> files) {
  private static final Set<String> VALUES =
      Set.of("--dataset", "--score", "--key", "--datasets", "--held-out", "--begins", "--ends");
  private static final Set<String> FLAGS = Set.of("--json", "--explain", "--check");

  ParseArguments {
    given = Map.copyOf(given);
    files = List.copyOf(files);
  }

  /** Reads the words; empty when they make no sense. */
  static Optional<ParseArguments> of(List<String> words) {
    Map<String, String> given = new HashMap<>();
    List<String> files = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (VALUES.contains(word)) {
        if (i + 1 == words.size()) {
          return Optional.empty();
        }
        given.put(word, words.get(++i));
      } else if (FLAGS.contains(word)) {
        given.put(word, "");
      } else if (word.startsWith("--")) {
        return Optional.empty();
      } else {
        files.add(word);
      }
    }
    boolean lines = given.containsKey("--dataset") && !files.isEmpty();
    boolean other = given.containsKey("--score") || given.containsKey("--check");
    boolean part =
        Set.of("only", "without", "all").contains(given.getOrDefault("--held-out", "all"));
    return part && (lines || other)
        ? Optional.of(new ParseArguments(given, files))
        : Optional.empty();
  }

  Optional<String> dataset() {
    return Optional.ofNullable(given.get("--dataset"));
  }

  /** Whether lines of a file are joined to records. */
  boolean joins() {
    return given.containsKey("--begins") || given.containsKey("--ends");
  }

  /** What begins a record of several lines; empty when nothing is said. */
  String begins() {
    return given.getOrDefault("--begins", "");
  }

  /** What ends a record of several lines; empty when nothing is said. */
  String ends() {
    return given.getOrDefault("--ends", "");
  }

  Optional<String> score() {
    return Optional.ofNullable(given.get("--score"));
  }

  Optional<String> key() {
    return Optional.ofNullable(given.get("--key"));
  }

  Optional<String> folder() {
    return Optional.ofNullable(given.get("--datasets"));
  }

  boolean check() {
    return given.containsKey("--check");
  }

  boolean json() {
    return given.containsKey("--json");
  }

  boolean explain() {
    return given.containsKey("--explain");
  }

  ParseScore.Part part() {
    return switch (given.getOrDefault("--held-out", "all")) {
      case "only" -> ParseScore.Part.HELD_OUT;
      case "without" -> ParseScore.Part.SEEN;
      default -> ParseScore.Part.ALL;
    };
  }
}
