package vn.lachan.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FailingBackend;
import vn.lachan.backup.repository.MemoryBackend;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;
import vn.lachan.backup.repository.TestRepositories;

class ArchiverTest {

  @TempDir Path folder;

  private static Archive archive(Repository repository, Path source) {
    return new Archiver(
            repository,
            ArchiveSettings.DEFAULT,
            new Excludes(List.of(), Set.of()),
            ZoneOffset.UTC,
            path -> Optional.empty())
        .archive(List.of(source), Optional.empty());
  }

  @Test
  void givesEveryFileTheDigestOfItsWholeContent() throws IOException {
    TestTrees.random(folder, 61, 120);
    try (Repository repository = TestRepositories.create(new MemoryBackend())) {
      Archive archive = archive(repository, folder.toRealPath());

      assertThat(archive.problems()).isEmpty();
      assertThat(archive.files()).hasSizeGreaterThan(60);
      for (ArchivedFile file : archive.files()) {
        Path path = RawName.resolve(Path.of("/"), file.path()).orElseThrow();
        if (file.digest().isPresent()) {
          assertThat(file.digest()).map(StorageId::toString).hasValue(TestTrees.sha256(path));
        }
      }
    }
  }

  @Test
  void reportsAFileThatGoesAwayAndKeepsTheOthers() throws Exception {
    Path fifo = folder.resolve("ống");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    Files.writeString(folder.resolve("a"), "a");
    try (Repository repository = TestRepositories.create(new MemoryBackend())) {
      Archive archive = archive(repository, folder.toRealPath());
      repository.flush();
      Path target = Files.createDirectory(folder.resolve("đích"));
      Extractor.Extracted extracted =
          new Extractor(repository, ArchiveSettings.DEFAULT, path -> true)
              .extract(archive.tree(), target);

      assertThat(archive.problems()).isEmpty();
      assertThat(extracted.problems())
          .singleElement()
          .satisfies(p -> assertThat(p.kind()).isEqualTo(FileProblem.Kind.SPECIAL));
      assertThat(extracted.files()).isEqualTo(1);
    }
  }

  @Test
  void reportsFilesThatChangeWhileTheyAreRead() throws Exception {
    Path busy = folder.resolve("nhật ký.log");
    Files.write(busy, new byte[64 << 20]);
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              try {
                while (!Thread.currentThread().isInterrupted()) {
                  Files.writeString(busy, "x", java.nio.file.StandardOpenOption.APPEND);
                }
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    try (Repository repository = TestRepositories.create(new MemoryBackend())) {
      Archive archive = archive(repository, folder.toRealPath());

      assertThat(archive.problems())
          .singleElement()
          .satisfies(p -> assertThat(p.kind()).isEqualTo(FileProblem.Kind.CHANGED_WHILE_READ));
      assertThat(archive.files()).hasSize(1);
    } finally {
      writer.interrupt();
      writer.join();
    }
  }

  @Test
  void stopsAtOnceWhenTheDiskIsFull() throws IOException {
    TestTrees.random(folder, 62, 150);
    for (int saves : new int[] {0, 1, 2}) {
      MemoryBackend memory = new MemoryBackend();
      TestRepositories.create(memory).close();
      FailingBackend disk = new FailingBackend(memory, saves);
      try (Repository repository = TestRepositories.open(disk)) {
        assertThatExceptionOfType(BackendException.class)
            .isThrownBy(() -> {
              archive(repository, folder.toRealPath());
              repository.flush();
            })
            .withStackTraceContaining("No space left on device");
      }
      try (Repository repository = TestRepositories.open(memory)) {
        assertThat(repository.checkPacks(true).problems()).isEmpty();
      }
    }
  }

  @Test
  void keepsNamesThatAreNoText() throws IOException {
    RawName name = RawName.of(new byte[] {'a', (byte) 0xFF, 'b'});
    Path path = name.in(folder);
    Files.writeString(path, "x");
    Path link = RawName.of("liên kết").in(folder);
    Files.createSymbolicLink(
        link, LinkTargets.path(RawName.of(new byte[] {'.', '/', (byte) 0xFE})));

    assertThat(RawName.of(path)).isEqualTo(name);
    assertThat(name).hasToString("a\\xffb");
    assertThat(RawName.resolve(folder, "/a\\xffb")).hasValue(path);
    assertThat(RawName.linkTarget(link)).hasToString("./\\xfe");
  }
}
