package vn.lachan.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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
  void takesTheDigestItKnowsOnlyForTheSamePieces() throws IOException {
    // Of several pieces, wherever the polynomial of this repository cuts it; one piece is its
    // digest.
    Path same = random("same", 7 << 20);
    Path changed = random("changed", 3 << 20);
    Path longer = random("longer", 5 << 20);
    Path stream = random("stream", 20 << 20);
    try (Repository repository = TestRepositories.create(new MemoryBackend())) {
      Archive first = archive(repository, folder.toRealPath());
      repository.flush();
      overwrite(changed, 2 << 20);
      overwrite(stream, 19 << 20);
      Files.write(longer, new byte[] {1}, StandardOpenOption.APPEND);
      Files.setLastModifiedTime(same, FileTime.fromMillis(0));
      StorageId invented = StorageId.of(new byte[32]);

      Archive second =
          new Archiver(
                  repository,
                  ArchiveSettings.DEFAULT,
                  new Excludes(List.of(), Set.of()),
                  ZoneOffset.UTC,
                  path -> file(first, path).map(f -> withDigest(f, invented)))
              .archive(List.of(folder.toRealPath()), Optional.of(first.tree()));

      assertThat(file(second, same.toRealPath().toString()).orElseThrow().digest())
          .hasValue(invented);
      for (Path path : List.of(changed, longer, stream)) {
        assertThat(file(second, path.toRealPath().toString()).orElseThrow().digest())
            .map(StorageId::toString)
            .hasValue(TestTrees.sha256(path));
      }
    }
  }

  private static Optional<ArchivedFile> file(Archive archive, String path) {
    return archive.files().stream().filter(f -> f.path().equals(path)).findFirst();
  }

  private static ArchivedFile withDigest(ArchivedFile file, StorageId digest) {
    return new ArchivedFile(
        file.path(), file.size(), file.modified(), Optional.of(digest), Optional.empty());
  }

  private Path random(String name, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return Files.write(folder.resolve(name), content);
  }

  private static void overwrite(Path file, int at) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[at] ^= 1;
    Files.write(file, content);
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
