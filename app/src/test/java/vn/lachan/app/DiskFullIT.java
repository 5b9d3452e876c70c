package vn.lachan.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.app.security.Role;
import vn.lachan.events.EventQuery;
import vn.lachan.events.EventStore;
import vn.lachan.events.OrganizationScope;
import vn.lachan.events.TimeRange;

/** A real full disk below the journal: it stops taking, says so, and goes on by itself. */
class DiskFullIT {
  @TempDir Path folder;
  private Path journal;

  @BeforeEach
  void mountASmallDisk() throws Exception {
    journal = Files.createDirectories(folder.resolve("data").resolve("journal"));
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", journal.toString()),
        "skipped: only root can mount a small disk");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", journal.toString());
  }

  @Test
  void stopsTakingSaysSoAndResumes() throws Exception {
    Map<String, String> settings =
        Map.of("lachan.journal.free-space", "8MB", "lachan.journal.segment", "1MB");
    try (TestPlatform platform = TestPlatform.start(folder.resolve("data"), settings)) {
      platform.account("kiem.toan", "tinh", Role.KIEM_TOAN);
      TestPlatform.Person auditor = platform.signedIn("kiem.toan");
      assertThat(send(platform, "truoc")).isEqualTo(200);

      Path filler = journal.resolve("filler");
      Files.write(filler, new byte[20 << 20]);
      TestPlatform.await("the journal to notice", () -> refused(platform));
      var stopped = auditor.json("/api/pipeline").get("journal");
      assertThat(stopped.get("state").asString()).isEqualTo("LOW_SPACE");
      assertThat(stopped.get("paused").asBoolean()).isTrue();
      assertThat(auditor.get("/api/alerts").statusCode()).as("the rest goes on").isEqualTo(200);

      Files.delete(filler);
      TestPlatform.await("the journal to resume", () -> !refused(platform));
      assertThat(send(platform, "sau")).isEqualTo(200);
      platform.awaitQuiet();
      assertThat(count(platform, "truoc")).isEqualTo(1);
      assertThat(count(platform, "sau")).isEqualTo(1);
      assertThat(auditor.json("/api/pipeline").get("journal").get("state").asString())
          .isEqualTo("OPEN");
    }
  }

  private static boolean refused(TestPlatform platform) {
    try {
      return send(platform, "tham-do") == 503;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static int send(TestPlatform platform, String mark)
      throws IOException, InterruptedException {
    return platform.send("json", "{\"mark\":\"" + mark + "\"}\n").statusCode();
  }

  private static long count(TestPlatform platform, String mark) {
    return platform
        .get(EventStore.class)
        .count(new EventQuery("mark:" + mark, TimeRange.ALL, OrganizationScope.PROVINCE));
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }
}
