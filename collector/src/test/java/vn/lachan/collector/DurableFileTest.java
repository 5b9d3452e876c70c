package vn.lachan.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
  @TempDir Path folder;

  @Test
  void aThreadThatIsToldToEndStillReplacesAFile() throws Exception {
    Path file = folder.resolve("position");
    DurableFile.replace(file, "old".getBytes(StandardCharsets.UTF_8));

    Thread.currentThread().interrupt();
    try {
      DurableFile.replace(file, "new".getBytes(StandardCharsets.UTF_8));
      DurableFile.syncFolder(folder);
    } finally {
      assertThat(Thread.interrupted()).as("it is still told to end").isTrue();
    }

    assertThat(file).hasContent("new");
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }
}
