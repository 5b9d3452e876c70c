package vn.lachan.backup.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.lachan.backup.retention.Span;

/** The words of a command: {@code --name value}, {@code --flag}, and the rest. */
record CommandArguments(Map<String, List<String>> options, List<String> words) {

  private static final Set<String> FLAGS =
      Set.of(
          "accept-times",
          "accept-unsigned",
          "all",
          "allow-empty",
          "dry-run",
          "in-place",
          "json",
          "metadata",
          "new-password",
          "read-data",
          "join-small",
          "resume",
          "rolling",
          "verify");

  /**
   * @throws WrongUsageException naming the first thing that {@code accepted} does not have
   */
  static CommandArguments parse(List<String> arguments, Accepted accepted) {
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
      if (!accepted.has(name)) {
        throw new WrongUsageException("không có lựa chọn " + argument + " ở lệnh này");
      }
      List<String> values = options.computeIfAbsent(name, n -> new ArrayList<>());
      if (FLAGS.contains(name)) {
        values.add("");
      } else if (i + 1 < arguments.size()) {
        values.add(arguments.get(++i));
      } else {
        throw new WrongUsageException("thiếu giá trị sau " + argument);
      }
    }
    if (words.size() > accepted.words()) {
      throw new WrongUsageException("thừa " + words.get(accepted.words()) + " ở lệnh này");
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

  /** A whole number that is not negative; {@code otherwise} when it was not given. */
  int number(String name, int otherwise) {
    Optional<String> text = first(name);
    try {
      int number = text.map(Integer::parseInt).orElse(otherwise);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new WrongUsageException("--" + name + " không phải số: " + text.orElse(""));
    }
    throw new WrongUsageException("--" + name + " không được âm");
  }

  /** A share written as {@code 5%}. */
  double share(String name, double otherwise) {
    Optional<String> text = first(name);
    try {
      double share =
          text.map(t -> Double.parseDouble(t.replaceFirst("%$", "")) / 100).orElse(otherwise);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      throw new WrongUsageException("--" + name + " không phải phần trăm: " + text.orElse(""));
    }
    throw new WrongUsageException("--" + name + " phải từ 0% đến 100%");
  }

  /** A length of time written as {@code 7d} or {@code 12h}. */
  Duration duration(String name, Duration otherwise) {
    return first(name)
        .map(text ->
            Span.parse(text)
                .filter(span -> span.years() == 0 && span.months() == 0)
                .map(span -> Duration.ofDays(span.days()).plusHours(span.hours()))
                .orElseThrow(() ->
                    new WrongUsageException(
                        "--" + name + " phải viết như 7d hoặc 12h, không phải " + text)))
        .orElse(otherwise);
  }
}
