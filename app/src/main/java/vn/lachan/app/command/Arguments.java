package vn.lachan.app.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Command-line arguments: {@code --name value}, {@code --flag}, and the rest.
 *
 * @param options values by name without the dashes, in the order given
 * @param flags flags without the dashes
 * @param rest what is neither
 */
record Arguments(Map<String, List<String>> options, Set<String> flags, List<String> rest) {

  /** The arguments do not fit; the message is for the one who typed them. */
  static final class UsageException extends RuntimeException {
    UsageException(String message) {
      super(message);
    }
  }

  /**
   * Reads {@code arguments}.
   *
   * @param names options that take a value
   * @param flagNames options that take none
   */
  static Arguments parse(List<String> arguments, Set<String> names, Set<String> flagNames) {
    Map<String, List<String>> options = new LinkedHashMap<>();
    Set<String> flags = new java.util.LinkedHashSet<>();
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--") || argument.length() == 2) {
        rest.add(argument);
        continue;
      }
      String name = argument.substring(2);
      if (flagNames.contains(name)) {
        flags.add(name);
      } else if (names.contains(name)) {
        if (i + 1 == arguments.size()) {
          throw new UsageException("--" + name + " needs a value");
        }
        i++;
        options.computeIfAbsent(name, key -> new ArrayList<>()).add(arguments.get(i));
      } else {
        throw new UsageException("unknown option: " + argument);
      }
    }
    return new Arguments(options, flags, List.copyOf(rest));
  }

  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name)).map(List::getLast);
  }

  List<String> all(String name) {
    return options.getOrDefault(name, List.of());
  }

  boolean flag(String name) {
    return flags.contains(name);
  }

  int number(String name, int standard) {
    try {
      return option(name).map(Integer::parseInt).orElse(standard);
    } catch (NumberFormatException e) {
      throw new UsageException("--" + name + " needs a whole number");
    }
  }
}
