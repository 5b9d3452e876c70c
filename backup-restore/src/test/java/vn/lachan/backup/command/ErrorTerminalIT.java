package vn.lachan.backup.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process of its own on a terminal that {@code script} makes. */
class ErrorTerminalIT {

  private static final Path SCRIPT = Path.of("/usr/bin/script");

  public static void main(String[] arguments) {
    System.out.println("columns=" + ErrorTerminal.columns());
  }

  @Test
  void knowsItsWidthAndWhenStandardErrorGoesElsewhere() throws Exception {
    assumeTrue(Files.isExecutable(SCRIPT), "skipped: no script (bsdutils)");
    String java =
        "%s/bin/java --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp '%s' %s"
            .formatted(
                System.getProperty("java.home"),
                System.getProperty("java.class.path"),
                ErrorTerminalIT.class.getName());
    String words = "stty cols 57; " + java + "; " + java + " 2>/dev/null";
    Process process =
        new ProcessBuilder(List.of(SCRIPT.toString(), "-qec", words, "/dev/null"))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.lines().filter(line -> line.contains("columns=")).map(String::strip))
        .containsExactly("columns=57", "columns=0");
  }
}
