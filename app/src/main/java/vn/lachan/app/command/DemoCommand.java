package vn.lachan.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import vn.lachan.app.demo.Demo;

/** An isolated platform with a day of the province in it. */
final class DemoCommand implements Command {

  @Override
  public String summary() {
    return "a demonstration: demo [--port N] [--dossiers N] [--folder F] [--exit]";
  }

  @Override
  public int run(List<String> arguments, Commands.Output output) {
    Arguments given;
    int port;
    int dossiers;
    try {
      given = Arguments.parse(arguments, Set.of("port", "dossiers", "folder"), Set.of("exit"));
      port = given.number("port", 8443);
      dossiers = given.number("dossiers", 2000);
    } catch (Arguments.UsageException e) {
      output.err().println("lachan demo: " + e.getMessage());
      return USAGE;
    }
    try {
      Path folder =
          given.option("folder").isPresent()
              ? Files.createDirectories(Path.of(given.option("folder").get()))
              : Files.createTempDirectory("lachan-demo");
      return play(folder, port, dossiers, given.flag("exit"), output);
    } catch (IOException e) {
      output.err().println("lachan demo: " + e.getMessage());
      return PROBLEM;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DONE;
    }
  }

  private static int play(Path folder, int port, int dossiers, boolean exit, Commands.Output output)
      throws IOException, InterruptedException {
    try (Demo demo = Demo.start(folder, port, output.err(), Clock.systemUTC())) {
      demo.printAccounts(output.out());
      boolean found = demo.play(dossiers, output.out());
      boolean restored = demo.backUpAndDrill(output.out());
      demo.printAccounts(output.out());
      if (!exit) {
        output.err().println("Lá Chắn: Ctrl-C để dừng; dữ liệu nằm trong " + folder);
        Thread.currentThread().join();
      }
      return found && restored ? DONE : PROBLEM;
    }
  }
}
