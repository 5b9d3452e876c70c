package vn.lachan.backup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words of a command: {@code --name value}, {@code --flag}, and the rest. */
record CommandArguments(Map<String, List<String>> options, List<String> words) {

  private static final Set<String> FLAGS = Set.of("json", "read-data", "new-password");
  private static final Set<String> VALUES =
      Set.of(
          "repo",
          "password-file",
          "exclude",
          "target",
          "scratch",
          "history",
          "include",
          "plan",
          "id",
          "name",
          "rpo",
          "rto");

  /** Words that make no sense, with the one line that says so. */
  static final class WrongUsageException extends RuntimeException {
    WrongUsageException(String message) {
      super(message);
    }
  }

  static CommandArguments parse(List<String> arguments) {
    Map<String, List<String>> options = new HashMap<>();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--")) {
        words.addAll(arguments.subList(i + 1, arguments.size()));
        break;
      }
      if (!argument.startsWith("--")) {
        words.add(argument);
        continue;
      }
      String name = argument.substring(2);
      if (FLAGS.contains(name)) {
        options.computeIfAbsent(name, n -> new ArrayList<>()).add("");
      } else if (VALUES.contains(name) && i + 1 < arguments.size()) {
        options.computeIfAbsent(name, n -> new ArrayList<>()).add(arguments.get(++i));
      } else {
        throw new WrongUsageException(
            VALUES.contains(name)
                ? "thiếu giá trị sau " + argument
                : "không có lựa chọn " + argument);
      }
    }
    return new CommandArguments(options, words);
  }

  boolean has(String name) {
    return options.containsKey(name);
  }

  Optional<String> first(String name) {
    return Optional.ofNullable(options.get(name)).map(List::getFirst);
  }

  List<String> all(String name) {
    return options.getOrDefault(name, List.of());
  }

  String required(String name) {
    return first(name).orElseThrow(() -> new WrongUsageException("thiếu --" + name));
  }

  String word(int index, String what) {
    if (index >= words.size()) {
      throw new WrongUsageException("thiếu " + what);
    }
    return words.get(index);
  }
}
