package vn.lachan.simulator.day;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.lachan.registry.Registry;
import vn.lachan.registry.RegistryFiles;
import vn.lachan.registry.RegistryLoad;

class OtherProcessTest {

  /** Prints the digest of a small day. */
  static final class Digest {
    private Digest() {}

    static void main(String[] args) throws Exception {
      System.out.println(ofSmallDay());
    }

    static String ofSmallDay() throws Exception {
      Instant end = Instant.parse("2026-11-20T10:30:00Z");
      Registry registry =
          switch (RegistryFiles.sample()) {
            case RegistryLoad.Loaded(Registry loaded) -> loaded;
            case RegistryLoad.Rejected(List<RegistryLoad.Problem> problems) ->
                throw new AssertionError(problems.toString());
          };
      Day day = new Day(registry, 3, end.minus(Duration.ofHours(24)), end, 40);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (TapedLine taped : day.play(Set.copyOf(Day.attackIds())).lines()) {
        digest.update(taped.line().asFileLine().getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  /** Maps and sets of the JDK are iterated in another order in each process. */
  @Test
  void writesTheSameBytesAsThisOne() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Digest.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String other =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    assertThat(other).isEqualTo(Digest.ofSmallDay());
  }
}
