package vn.lachan.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import vn.lachan.app.Platform;
import vn.lachan.app.PlatformFailedException;
import vn.lachan.app.tables.TableChange;
import vn.lachan.app.tables.TableVersion;
import vn.lachan.app.tables.TablesInForce;
import vn.lachan.audit.Actor;
import vn.lachan.registry.RegistryLoad;

/**
 * {@code lachan tables}: the tables of a platform that is stopped; one that runs is changed on its
 * screen. What is changed is in the audit trail under the account of the operating system.
 */
final class TablesCommand implements Command {
  private static final String USAGE_LINE =
      "tables list | history TABLE | check TABLE FILE | replace TABLE FILE [--note TEXT]"
          + " | rollback TABLE VERSION [--note TEXT], with [--data FOLDER] [--settings FILE]";

  @Override
  public String summary() {
    return USAGE_LINE.substring(0, USAGE_LINE.indexOf(", with"));
  }

  @Override
  public int run(List<String> arguments, Commands.Output output) {
    try {
      Arguments given = Arguments.parse(arguments, PlatformArguments.names("note"), Set.of());
      PlatformArguments platform = PlatformArguments.of(given);
      requireWords(given.rest());
      if (!Files.isDirectory(platform.data())) {
        throw new Arguments.UsageException(
            "không có thư mục dữ liệu " + platform.data() + "; chỉ ra bằng --data");
      }
      try (Platform.Resting resting =
          Platform.resting(platform.data(), platform.settings(), platform.files())) {
        return act(given, resting.get(TablesInForce.class), output);
      }
    } catch (Arguments.UsageException | PlatformFailedException | IOException e) {
      output.err().println("lachan tables: " + e.getMessage());
      return USAGE;
    }
  }

  private static void requireWords(List<String> words) {
    int wanted =
        switch (words.isEmpty() ? "" : words.getFirst()) {
          case "list" -> 1;
          case "history" -> 2;
          case "check", "replace", "rollback" -> 3;
          default -> -1;
        };
    if (words.size() != wanted) {
      throw new Arguments.UsageException(USAGE_LINE);
    }
    if (wanted > 1 && !TablesInForce.names().contains(words.get(1))) {
      throw new Arguments.UsageException(
          "không có bảng %s; các bảng: %s"
              .formatted(words.get(1), String.join(" ", TablesInForce.names())));
    }
  }

  private static int act(Arguments given, TablesInForce tables, Commands.Output output)
      throws IOException {
    List<String> words = given.rest();
    String note = given.option("note").orElse("");
    return switch (words.getFirst()) {
      case "list" -> {
        tables.list().forEach(version -> print(version, output));
        yield report(tables.problems(), output);
      }
      case "history" -> {
        tables.history(words.get(1)).forEach(version -> print(version, output));
        yield DONE;
      }
      case "check" ->
          report(tables.check(words.get(1), Files.readAllBytes(Path.of(words.get(2)))), output);
      case "replace" ->
          report(
              tables.replace(
                  operator(), words.get(1), Files.readAllBytes(Path.of(words.get(2))), note),
              output);
      default ->
          report(tables.rollBack(operator(), words.get(1), number(words.get(2)), note), output);
    };
  }

  private static int report(TableChange change, Commands.Output output) {
    return switch (change) {
      case TableChange.InForce(TableVersion version) -> {
        print(version, output);
        yield DONE;
      }
      case TableChange.Refused(List<RegistryLoad.Problem> problems) -> report(problems, output);
    };
  }

  private static int report(List<RegistryLoad.Problem> problems, Commands.Output output) {
    problems.forEach(output.err()::println);
    return problems.isEmpty() ? DONE : PROBLEM;
  }

  private static void print(TableVersion version, Commands.Output output) {
    output
        .out()
        .printf(
            "%-18s %4d  %-24s %-16s %10d  %s  %s%n",
            version.table(),
            version.version(),
            Objects.toString(version.at(), "-"),
            version.author().isEmpty() ? "-" : version.author(),
            version.bytes(),
            version.digest().substring(0, 12),
            version.note());
  }

  private static int number(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new Arguments.UsageException("không phải số phiên bản: " + text);
    }
    return Integer.parseInt(text);
  }

  private static Actor operator() {
    return new Actor("os:" + System.getProperty("user.name", "unknown"), "", List.of("system"));
  }
}
