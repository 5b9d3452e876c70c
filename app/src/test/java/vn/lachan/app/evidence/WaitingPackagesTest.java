package vn.lachan.app.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingPackagesTest {
  private static final Instant NOW = Instant.parse("2026-11-20T01:00:00Z");

  @TempDir Path folder;

  @Test
  void whatWaitsIsThereAfterARestartAndIsGivenOutOnce() throws IOException {
    WaitingPackages.Card kept = made(WaitingPackages.open(folder, NOW), "a", NOW.plusSeconds(600));
    WaitingPackages next = WaitingPackages.open(folder, NOW.plusSeconds(60));

    assertThat(next.count()).isEqualTo(1);
    assertThat(next.find("a")).contains(kept);
    try (InputStream content = next.take(kept).orElseThrow()) {
      assertThat(content.readAllBytes()).asString().isEqualTo("gói a");
    }
    assertThat(next.take(kept)).isEmpty();
    assertThat(names()).isEmpty();
    assertThat(WaitingPackages.open(folder, NOW).count()).isZero();
  }

  @Test
  void whatIsOverOrHasNoCardIsSwept() throws IOException {
    WaitingPackages waiting = WaitingPackages.open(folder, NOW);
    made(waiting, "old", NOW.plusSeconds(10));
    made(waiting, "young", NOW.plusSeconds(100));
    Files.writeString(folder.resolve("half.asice"), "a crash came while it was written");
    Files.writeString(folder.resolve("broken.json"), "{");
    Files.writeString(folder.resolve("lost.json"), "{\"id\":\"lost\",\"file\":\"lost.asice\"}");

    WaitingPackages.open(folder, NOW.plusSeconds(50));
    assertThat(names()).containsExactlyInAnyOrder("young.asice", "young.json");
  }

  @Test
  void aPackageThatIsBeingMadeIsNotSwept() throws IOException {
    WaitingPackages waiting = WaitingPackages.open(folder, NOW);
    try (WaitingPackages.Making _ = waiting.making()) {
      Files.writeString(folder.resolve("new.asice"), "still being written");
      waiting.sweep(NOW);
      assertThat(names()).containsExactly("new.asice");
    }
    waiting.sweep(NOW);
    assertThat(names()).isEmpty();
  }

  private WaitingPackages.Card made(WaitingPackages waiting, String id, Instant until)
      throws IOException {
    Path file = Files.writeString(folder.resolve(id + ".asice"), "gói " + id);
    return waiting.keep(
        new WaitingPackages.Card(
            id, "lan", "SC-2026-001", file.getFileName().toString(), id, "00", 5, until));
  }

  private java.util.List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
