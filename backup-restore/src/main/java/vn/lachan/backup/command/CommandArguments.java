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
  private static final Set<String> VALUES =
      Set.of(
          "parity",
          "access-file",
          "exclude",
          "expect",
          "grace",
          "group-by",
          "history",
          "host",
          "id",
          "include",
          "keep-daily",
          "keep-drilled",
          "keep-hourly",
          "keep-last",
          "keep-monthly",
          "keep-tag",
          "keep-weekly",
          "keep-within",
          "keep-within-daily",
          "keep-within-hourly",
          "keep-within-monthly",
          "keep-within-weekly",
          "keep-within-yearly",
          "keep-yearly",
          "minutes",
          "max-repack",
          "max-unused",
          "name",
          "new-password-env",
          "new-password-file",
          "password-env",
          "password-file",
          "source",
          "keep",
          "path",
          "plan",
          "prove",
          "repo",
          "report",
          "restic",
          "rpo",
          "rto",
          "save-to",
          "scratch",
          "seal-key",
          "seal-password-file",
          "share",
          "tag",
          "timestamps",
          "target",
          "to",
          "to-access-file",
          "to-password-env",
          "to-password-file",
          "tolerance",
          "trust",
          "within");

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
