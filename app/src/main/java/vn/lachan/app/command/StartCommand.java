package vn.lachan.app.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import vn.lachan.app.Platform;
import vn.lachan.app.PlatformFailedException;

/** Runs the platform until the process is told to end. */
final class StartCommand implements Command {

  @Override
  public String summary() {
    return "runs the platform: start [--settings FILE] [--data FOLDER] [--set KEY=VALUE]";
  }

  @Override
  public int run(List<String> arguments, Commands.Output output) {
    Arguments given;
    Map<String, String> settings = new LinkedHashMap<>();
    try {
      given = Arguments.parse(arguments, Set.of("settings", "data", "set"), Set.of());
      for (String pair : given.all("set")) {
        int equals = pair.indexOf('=');
        if (equals < 1) {
          throw new Arguments.UsageException("--set needs KEY=VALUE, not " + pair);
        }
        settings.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    } catch (Arguments.UsageException e) {
      output.err().println("lachan start: " + e.getMessage());
      return USAGE;
    }
    Path data = Path.of(given.option("data").orElse("data"));
    List<Path> files = given.all("settings").stream().map(Path::of).toList();
    CountDownLatch end = new CountDownLatch(1);
    try (Platform.Running platform = Platform.start(data, settings, files)) {
      output.out().println("Lá Chắn: " + platform.address());
      if (!platform.setupLink().isEmpty()) {
        output.out().println("Thiết lập quản trị viên đầu tiên: " + platform.setupLink());
      }
      Runtime.getRuntime().addShutdownHook(new Thread(end::countDown, "end"));
      end.await();
      return DONE;
    } catch (PlatformFailedException e) {
      output.err().println("lachan start: " + e.getMessage());
      return USAGE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DONE;
    }
  }
}
