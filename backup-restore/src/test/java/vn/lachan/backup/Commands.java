package vn.lachan.backup;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import vn.lachan.backup.command.BackupCommand;

/** The command in this process, with what it said and what it complained about. */
final class Commands {

  private final Clock clock;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  Commands(Clock clock) {
    this.clock = clock;
  }

  /** Runs these words and returns the exit code. */
  int run(String... words) {
    out.reset();
    err.reset();
    return new BackupCommand(Fixture.SETTINGS, clock, entry -> {})
        .run(
            List.of(words),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  /** The same in a repository. */
  int in(Path repository, Path passwordFile, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--repo", repository.toString(), "--password-file", "" + passwordFile));
    return run(all.toArray(String[]::new));
  }

  String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String complained() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
