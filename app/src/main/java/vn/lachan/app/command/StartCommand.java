package vn.lachan.app.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import vn.lachan.app.Platform;
import vn.lachan.app.PlatformFailedException;
import vn.lachan.app.wiring.CommuneForwarder;
import vn.lachan.app.wiring.StartException;

/** Runs the platform until the process is told to end. */
final class StartCommand implements Command {

  @Override
  public String summary() {
    return "runs the platform: start [--settings FILE] [--data FOLDER] [--set KEY=VALUE];"
        + " start --roles collect --forward-to tls://HOST:PORT: only collects, for the province";
  }

  @Override
  public int run(List<String> arguments, Commands.Output output) {
    PlatformArguments given;
    Arguments words;
    try {
      words = Arguments.parse(arguments, PlatformArguments.names("roles", "forward-to"), Set.of());
      given = PlatformArguments.of(words);
      if (collectsOnly(words)) {
        return forward(given, words.option("forward-to"), output);
      }
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
      awaitEnd(end);
      return DONE;
    } catch (PlatformFailedException e) {
      output.err().println("lachan start: " + e.getMessage());
      return USAGE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DONE;
    }
  }

  /** Whether this process forwards and does nothing else. */
  private static boolean collectsOnly(Arguments words) {
    Optional<String> roles = words.option("roles");
    if (roles.isPresent() && !roles.get().equals("collect")) {
      throw new Arguments.UsageException(
          "--roles: only collect, with --forward-to, can be run by itself; not " + roles.get());
    }
    if (roles.isEmpty() && words.option("forward-to").isPresent()) {
      throw new Arguments.UsageException("--forward-to goes with --roles collect");
    }
    return roles.isPresent();
  }

  private static int forward(PlatformArguments given, Optional<String> to, Commands.Output output) {
    CountDownLatch end = new CountDownLatch(1);
    try (CommuneForwarder forwarder =
        CommuneForwarder.start(given.data(), given.settings(), given.files(), to)) {
      output.out().println("Lá Chắn: chuyển tiếp về tỉnh; chứng thư: " + forwarder.certificate());
      awaitEnd(end);
      return DONE;
    } catch (StartException e) {
      output.err().println("lachan start: " + e.getMessage());
      return USAGE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DONE;
    }
  }

  private static void awaitEnd(CountDownLatch end) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(end::countDown, "end"));
    end.await();
  }
}
