package vn.lachan.backup.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsCopyTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T01:00:00Z"), ZoneOffset.UTC);

  @TempDir Path data;

  private final Map<String, String> taken = new TreeMap<>();
  private Path day;

  @BeforeEach
  void oneDayOfEvents() throws IOException {
    day = Files.createDirectories(data.resolve("events/2026-11-22"));
    Files.writeString(day.resolve("_0.cfs"), "a");
    Files.writeString(day.resolve("_1.cfs"), "b");
    Files.writeString(day.resolve("segments_z"), "_0 _1");
    Files.writeString(day.resolve("write.lock"), "");
    Files.createDirectory(data.resolve("events/2026-11-21.damaged"));
  }

  @Test
  void givesTheFilesOfTheNewestCommit() throws IOException {
    Files.writeString(day.resolve("segments_10"), "_1");
    assertThat(copy(() -> {})).isEqualTo(1);
    assertThat(taken)
        .containsOnlyKeys(
            "/lachan/events/2026-11-22/_0.cfs",
            "/lachan/events/2026-11-22/_1.cfs",
            "/lachan/events/2026-11-22/segments_10");
  }

  @Test
  void staysWholeWhenThePlatformMergesMeanwhile() throws IOException {
    copy(() -> {
      Files.writeString(day.resolve("_2.cfs"), "ab");
      Files.writeString(day.resolve("segments_10"), "_2");
      for (String old : List.of("_0.cfs", "_1.cfs", "segments_z")) {
        Files.deleteIfExists(day.resolve(old));
      }
    });
    assertThat(taken)
        .containsEntry("/lachan/events/2026-11-22/_0.cfs", "a")
        .containsEntry("/lachan/events/2026-11-22/_1.cfs", "b")
        .containsEntry("/lachan/events/2026-11-22/segments_z", "_0 _1")
        .hasSize(3);
  }

  @Test
  void leavesNothingBehind() throws IOException {
    copy(() -> {});
    assertThat(data).isDirectoryNotContaining("glob:**events-copy-*");
  }

  @Test
  void aDayWithoutACommitHasNothingToGive() throws IOException {
    Files.delete(day.resolve("segments_z"));
    assertThat(copy(() -> {})).isEqualTo(1);
    assertThat(taken).isEmpty();
  }

  private interface Meanwhile {
    void happens() throws IOException;
  }

  private int copy(Meanwhile meanwhile) throws IOException {
    BackupSource source =
        new BackupSource.Platform(
            "lachan", data, List.of(), data.resolve("keeper.pem"), false, true);
    DumpSink sink =
        (path, content) -> {
          meanwhile.happens();
          String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
          taken.put(path, text);
          return new DumpSink.Taken(text.length(), "0".repeat(64));
        };
    return new EventsCopy(data).run(new SourceCapture(source, sink, CLOCK));
  }
}
