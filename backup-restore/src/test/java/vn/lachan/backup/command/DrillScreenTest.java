package vn.lachan.backup.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import vn.lachan.backup.drill.DrillProgress;

/** How far a drill is, as a terminal, a program and a log file see it. */
class DrillScreenTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static PrintStream stream(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private static DrillProgress progress(DrillProgress.Phase phase, long files, long bytes) {
    return new DrillProgress(
        "DT-20261101-080000-mot-cua",
        "mot-cua",
        phase,
        2,
        4,
        files,
        100,
        bytes,
        400_000_000,
        Duration.ofSeconds(10));
  }

  private void show(boolean json, boolean terminal) {
    try (DrillScreen screen =
        new DrillScreen(stream(err), json, stream(out), () -> terminal ? 120 : 0)) {
      screen.progress(progress(DrillProgress.Phase.RESTORE, 0, 0));
      screen.progress(progress(DrillProgress.Phase.RESTORE, 25, 100_000_000));
      screen.progress(progress(DrillProgress.Phase.COMPARE, 0, 0));
    }
  }

  private static String text(ByteArrayOutputStream from) {
    return from.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesOneLineOverOnATerminalWithFilesBytesRateAndTimeLeft() {
    show(false, true);

    assertThat(text(err))
        .contains("\r")
        .contains(
            "DT-20261101-080000-mot-cua: khôi phục đích 2/4, 25/100 tệp, 100.0/400.0 MB,"
                + " 10.0 MB/s, còn 0:30")
        .contains("\nDT-20261101-080000-mot-cua: đối chiếu đích 2/4")
        .endsWith("\n");
    assertThat(text(out)).isEmpty();
  }

  @Test
  void givesProgramsLinesOfJson() {
    show(true, true);

    assertThat(text(err)).isEmpty();
    assertThat(text(out).lines().findFirst())
        .hasValueSatisfying(line ->
            assertThat(line)
                .contains("\"message_type\":\"status\"")
                .contains("\"phase\":\"restore\"")
                .contains("\"target\":2,\"targets\":4")
                .contains("\"total_files\":100")
                .contains("\"total_bytes\":400000000"));
  }

  @Test
  void writesOneLineAPhaseIntoAFile() {
    show(false, false);

    assertThat(text(err).lines()).hasSize(2);
    assertThat(text(err)).doesNotContain("\r");
  }

  @Test
  void neverWritesMoreThanTheTerminalIsWide() {
    try (DrillScreen screen = new DrillScreen(stream(err), false, stream(out), () -> 30)) {
      screen.progress(progress(DrillProgress.Phase.RESTORE, 25, 100_000_000));
    }

    assertThat(text(err)).isEqualTo("\rDT-20261101-080000-mot-cua: …\u001b[K\n");
  }
}
