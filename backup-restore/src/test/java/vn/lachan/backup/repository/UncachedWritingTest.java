package vn.lachan.backup.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On the disk of the build: files of tests may lie in memory, which is a cache itself. */
class UncachedWritingTest {

  private static final Path FINCORE = Path.of("/usr/bin/fincore");
  private static final Path STATUS = Path.of("/proc/self/status");

  private Path folder;

  @BeforeEach
  void folderOnDisk() throws IOException {
    Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
    folder = Files.createTempDirectory(target, "uncached");
  }

  @AfterEach
  void removeFolder() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  private boolean write(UncachedWriting writing, Path file, byte[] content, int length)
      throws IOException {
    return writing.write(
        file,
        content,
        length,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------")));
  }

  @Test
  void writesEveryByteWhereverTheEndLies() throws IOException {
    UncachedWriting writing = new UncachedWriting();
    byte[] content = content((3 << 20) + 5000);
    for (int length : new int[] {1 << 20, (1 << 20) + 1, (2 << 20) - 1, (3 << 20) + 4096}) {
      Path file = folder.resolve("p" + length);

      assumeTrue(write(writing, file, content, length), "this file system has a cache only");

      assertThat(Files.readAllBytes(file)).isEqualTo(Arrays.copyOf(content, length));
    }
  }

  /** The JDK's own copies for such writes are never given back (25.0.1). */
  @Test
  void keepsLittleMemoryHoweverMuchIsWritten() throws IOException {
    assumeTrue(Files.exists(STATUS), "the memory of a process is only read on Linux");
    UncachedWriting writing = new UncachedWriting();
    byte[] content = content(4 << 20);
    Path file = folder.resolve("p");
    assumeTrue(write(writing, file, content, content.length), "this file system has a cache only");
    long before = memory();

    for (int i = 0; i < 50; i++) {
      Files.delete(file);
      write(writing, file, content, content.length);
    }

    assertThat(file).hasSize(content.length);
    assertThat(memory() - before).as("KiB, after 200 MiB").isLessThan(50_000);
  }

  private static long memory() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  @Test
  void leavesNothingInTheCache() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(FINCORE), "fincore of util-linux is not installed");
    Path file = folder.resolve("p");
    assumeTrue(
        write(new UncachedWriting(), file, content(4 << 20), 4 << 20),
        "this file system has a cache only");

    Process fincore =
        new ProcessBuilder(FINCORE.toString(), "-nbo", "RES", file.toString()).start();
    String cached = new String(fincore.getInputStream().readAllBytes(), UTF_8).strip();

    assertThat(fincore.waitFor()).isZero();
    assertThat(cached).isEqualTo("0");
  }

  @Test
  void leavesSmallFilesToOthers() throws IOException {
    Path file = folder.resolve("p");

    assertThat(write(new UncachedWriting(), file, content(1000), 1000)).isFalse();
    assertThat(file).doesNotExist();
  }

  @Test
  void leavesNoFileWhereItCannotWrite() throws IOException {
    UncachedWriting writing = new UncachedWriting();
    Path nowhere = folder.resolve("không có").resolve("p");

    assertThat(write(writing, nowhere, content(1 << 20), 1 << 20)).isFalse();
    assertThat(write(writing, folder.resolve("p"), content(1 << 20), 1 << 20))
        .as("it is not asked again")
        .isFalse();
    assertThat(folder.resolve("p")).doesNotExist();
  }
}
