package vn.lachan.events;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lachan.events.EventStoreContract.allPages;
import static vn.lachan.events.EventStoreContract.query;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left after {@code kill -9}. */
class LuceneCrashIT {
  @TempDir Path folder;

  @Test
  void hasEveryFlushedEventOnceAfterBeingKilled() throws Exception {
    int flushed = 0;
    for (int life = 0; life < 3; life++) {
      flushed = runAndKill(flushed, 12 + 5 * life);
      try (LuceneEventStore store = LuceneEventStore.open(folder, LuceneSettings.DEFAULT)) {
        List<Event> sentAgain = TestEvents.series(0, flushed, TestEvents.NOON);
        assertThat(store.count(query("event.id:e-0000*"))).isGreaterThanOrEqualTo(flushed);
        assertThat(allPages(store, "", 500)).doesNotHaveDuplicates().containsAll(sentAgain);
        long before = store.count(query(""));
        store.append(sentAgain);
        store.refresh();

        assertThat(store.count(query(""))).isEqualTo(before);
        assertThat(store.stats().partitionsSetAside()).isZero();
      }
    }
  }

  /** Returns how many events the child said were durable. */
  private int runAndKill(int first, int flushes) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LuceneCrashMain.class.getName(),
                folder.toString(),
                String.valueOf(first))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int durable = first;
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < flushes; i++) {
        String line = out.readLine();
        assertThat(line).as("what the child says after %s events", durable).isNotNull();
        durable = Integer.parseInt(line);
      }
      child.destroyForcibly().waitFor();
    }
    return durable;
  }
}
