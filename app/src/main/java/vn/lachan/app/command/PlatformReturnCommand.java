package vn.lachan.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.lachan.app.selfbackup.PlatformReturn;

/** Builds the data folder of a platform from its restored backup. */
final class PlatformReturnCommand implements Command {

  private static final String USAGE_LINE =
      "platform-return --from FOLDER --keys FILE.zip --data FOLDER";

  @Override
  public String summary() {
    return USAGE_LINE + ": a data folder from a restored backup of the platform";
  }

  @Override
  public int run(List<String> arguments, Commands.Output output) {
    try {
      Arguments given = Arguments.parse(arguments, Set.of("from", "keys", "data"), Set.of());
      Path data = Path.of(required(given, "data"));
      Optional<String> problem =
          PlatformReturn.build(
              Path.of(required(given, "from")), Path.of(required(given, "keys")), data);
      if (problem.isPresent()) {
        output.err().println("lachan platform-return: " + problem.get());
        return PROBLEM;
      }
      output.out().println("đã dựng lại " + data + "; chạy: lachan start --data " + data);
      return DONE;
    } catch (Arguments.UsageException e) {
      output.err().println("lachan platform-return: " + e.getMessage());
      return USAGE;
    }
  }

  private static String required(Arguments given, String name) {
    return given.option(name).orElseThrow(() -> new Arguments.UsageException(USAGE_LINE));
  }
}
