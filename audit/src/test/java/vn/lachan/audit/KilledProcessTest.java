package vn.lachan.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {

  /** Appends from four threads until it is killed, and tells each number that was acknowledged. */
  static final class Endless {
    private Endless() {}

    static void main(String[] args) {
      FileAuditTrail trail =
          FileAuditTrail.open(
              Path.of(args[0]), FileAuditTrail.Settings.DEFAULTS, Clock.systemUTC());
      for (int i = 0; i < 4; i++) {
        Thread.ofPlatform()
            .start(() -> {
              while (true) {
                long sequence = trail.append(TestEntries.LOGIN).sequence();
                System.out.println(sequence);
              }
            });
      }
    }
  }

  @Test
  void losesNothingItAcknowledgedWhenItIsKilled(@TempDir Path temp) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Endless.class.getName(),
                temp.resolve("trail").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long acknowledged = 0;
    try (BufferedReader out = process.inputReader()) {
      for (int i = 0; i < 300; i++) {
        acknowledged = Math.max(acknowledged, Long.parseLong(out.readLine()));
      }
      // Through the handle, which leaves the pipe open for what was said before the end.
      process.toHandle().destroyForcibly();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        acknowledged = Math.max(acknowledged, line.isEmpty() ? 0 : Long.parseLong(line));
      }
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

    try (FileAuditTrail trail =
        FileAuditTrail.open(
            temp.resolve("trail"), FileAuditTrail.Settings.DEFAULTS, Clock.systemUTC())) {
      assertThat(trail.stats().records()).isGreaterThanOrEqualTo(acknowledged);
      assertThat(trail.verify()).isInstanceOf(Verification.Intact.class);
    }
  }
}
