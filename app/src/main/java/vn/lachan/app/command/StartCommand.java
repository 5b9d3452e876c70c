package vn.lachan.app.command;

import java.util.List;
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
    PlatformArguments given;
    try {
      given = PlatformArguments.of(Arguments.parse(arguments, PlatformArguments.names(), Set.of()));
    } catch (Arguments.UsageException e) {
      output.err().println("lachan start: " + e.getMessage());
      return USAGE;
    }
    CountDownLatch end = new CountDownLatch(1);
    try (Platform.Running platform =
        Platform.start(given.data(), given.settings(), given.files())) {
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
