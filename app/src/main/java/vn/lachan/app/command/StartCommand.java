package vn.lachan.app.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import vn.lachan.app.Platform;
import vn.lachan.app.PlatformFailedException;
import vn.lachan.app.settings.HandOverSettings;
import vn.lachan.app.settings.Settings;
import vn.lachan.app.settings.SettingsCheck;
import vn.lachan.app.wiring.CommuneForwarder;
import vn.lachan.app.wiring.StartException;

/** Runs the platform until the process is told to end. */
final class StartCommand implements Command {
  private static final List<String> ROLES =
      List.of("collect", "detect", "collect,detect", "detect,collect");

  @Override
  public String summary() {
    return "runs the platform: start [--settings FILE] [--data FOLDER] [--set KEY=VALUE]"
        + " [--roles collect|detect|collect,detect]; start --roles collect --forward-to"
        + " tls://HOST:PORT: only collects, for the province";
  }

  @Override
  public int run(List<String> arguments, Commands.Output output) {
    PlatformArguments given;
    Arguments words;
    try {
      words = Arguments.parse(arguments, PlatformArguments.names("roles", "forward-to"), Set.of());
      given = PlatformArguments.of(words);
      if (forwards(words, given)) {
        return forward(given, words.option("forward-to"), output);
      }
    } catch (Arguments.UsageException e) {
      output.err().println("lachan start: " + e.getMessage());
      return USAGE;
    }
    CountDownLatch end = new CountDownLatch(1);
    try (Platform.Running platform =
        Platform.start(given.data(), withRoles(given, words), given.files())) {
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

  /**
   * Whether this process forwards and does nothing else: it collects, and says to whom, here or in
   * its settings.
   */
  private static boolean forwards(Arguments words, PlatformArguments given) {
    Optional<String> roles = words.option("roles");
    if (roles.isPresent() && !ROLES.contains(roles.get())) {
      throw new Arguments.UsageException(
          "--roles: " + String.join(", ", ROLES) + "; not " + roles.get());
    }
    boolean collects = roles.equals(Optional.of("collect"));
    if (!collects && words.option("forward-to").isPresent()) {
      throw new Arguments.UsageException("--forward-to goes with --roles collect");
    }
    return collects && !sharesWork(given);
  }

  /** Whether the settings name Kafka, over which others detect. */
  private static boolean sharesWork(PlatformArguments given) {
    return switch (SettingsCheck.read(given.files(), given.settings())) {
      case SettingsCheck.Good(Settings settings) ->
          settings.handOver().kind() == HandOverSettings.Kind.KAFKA;
      case SettingsCheck.Bad _ -> false; // the start says what is wrong
    };
  }

  private static Map<String, String> withRoles(PlatformArguments given, Arguments words) {
    Map<String, String> settings = new LinkedHashMap<>(given.settings());
    words.option("roles").ifPresent(roles -> settings.put("lachan.roles", roles));
    return settings;
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
