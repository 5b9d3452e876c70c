package vn.lachan.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.lachan.backup.repository.LocalBackend;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryPassword;
import vn.lachan.backup.repository.StorageId;
import vn.lachan.backup.repository.TestRepositories;

/** Judged by stock restic, and judging it. */
class ResticInteropIT {

  @TempDir Path folder;
  private Path source;
  private Path target;
  private Path passwordFile;
  private Restic restic;
  private LocalBackend backend;

  @BeforeEach
  void prepare() throws IOException {
    source = folder.resolve("nguồn");
    target = Files.createDirectory(folder.resolve("đích"));
    passwordFile = folder.resolve("password");
    RepositoryPassword.createFile(passwordFile).close();
    restic = Restic.require(folder.resolve("kho"), passwordFile);
    backend = new LocalBackend(folder.resolve("kho"));
  }

  /** For more, and odder ones, see {@code RandomRepositoriesIT}. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 2);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void resticChecksAndRestoresWhatWeWrote(long seed) throws Exception {
    TestTrees.random(source, seed, 150);
    try (Repository repository = create()) {
      backup(repository);
    }

    Restic.Answer check = restic.call("check", "--read-data");
    assertThat(check.exit()).as(check.text()).isZero();
    Restic.Answer restore = restic.call("restore", "latest", "--target", target.toString());
    assertThat(restore.exit()).as(restore.text()).isZero();
    assertThat(TestTrees.describe(TestTrees.restored(target, source)))
        .isEqualTo(TestTrees.describe(source));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void weRestoreWhatResticWrote(long seed) throws Exception {
    TestTrees.random(source, seed + 1000, 150);
    assertThat(restic.call("init").exit()).isZero();
    assertThat(restic.call("backup", source.toString()).exit()).isZero();

    try (Repository repository = open()) {
      StoredSnapshot snapshot = Snapshots.list(repository).find("latest").orElseThrow();
      repository.loadIndex();
      Extractor.Extracted extracted =
          new Extractor(repository, ArchiveSettings.DEFAULT, path -> true)
              .extract(snapshot.tree(), target);
      assertThat(extracted.problems()).isEmpty();
      assertThat(repository.checkPacks(true).problems()).isEmpty();
    }
    assertThat(TestTrees.describe(TestTrees.restored(target, source)))
        .isEqualTo(TestTrees.describe(source));
  }

  @Test
  void writesTheVeryTreesResticWrites() throws Exception {
    TestTrees.random(source, 6, 200);
    OddTrees.write(source.resolve("lạ"), 6);
    OddTrees.special(source.resolve("đặc biệt"));
    assertThat(restic.call("init").exit()).isZero();
    assertThat(restic.call("backup", source.toString()).exit()).isZero();

    try (Repository repository = open()) {
      StoredSnapshot theirs = Snapshots.list(repository).find("latest").orElseThrow();
      repository.loadIndex();
      Archive ours = archive(repository, Optional.empty());

      assertThat(ours.problems()).isEmpty();
      repository.flush();
      List<StorageId> written = TestTrees.down(repository, ours.tree(), source);
      List<StorageId> read = TestTrees.down(repository, theirs.tree(), source);
      assertThat(written.getLast()).isEqualTo(read.getLast());
      assertThat(repository.stats().blobsWritten()).isEqualTo(TestTrees.more(written, read));
    }
  }

  @Test
  void resticAddsNothingAfterUs() throws Exception {
    TestTrees.random(source, 7, 150);
    try (Repository repository = create()) {
      backup(repository);
    }
    int blobs = blobs();
    assertThat(restic.call("backup", "--force", source.toString()).exit()).isZero();

    try (Repository repository = open()) {
      repository.loadIndex();
      List<List<StorageId>> trees =
          Snapshots.list(repository).all().stream()
              .sorted(Comparator.comparing(snapshot -> !snapshot.hostname().equals("máy-thử")))
              .map(snapshot -> TestTrees.down(repository, snapshot.tree(), source))
              .toList();
      assertThat(trees).hasSize(2);
      assertThat(trees.getLast().getLast()).isEqualTo(trees.getFirst().getLast());
      assertThat(blobs() - blobs)
          .as("0 data and 0 tree blobs more, but for changed folders above")
          .isEqualTo(TestTrees.more(trees.getLast(), trees.getFirst()));
    }
  }

  @Test
  void resticReadsOurSnapshotsAndLocks() throws Exception {
    TestTrees.random(source, 8, 20);
    try (Repository repository = create()) {
      backup(repository);
      Restic.Answer snapshots = restic.call("snapshots", "--json");

      assertThat(snapshots.exit()).as(snapshots.text()).isZero();
      assertThat(snapshots.text()).contains("máy-thử").contains(source.toString());
    }
  }

  private int blobs() {
    try (Repository repository = open()) {
      repository.loadIndex();
      return repository.stats().indexedBlobs();
    }
  }

  private Repository create() {
    try (RepositoryPassword password = RepositoryPassword.read(passwordFile)) {
      return Repository.create(backend, password, TestRepositories.SMALL, TestRepositories.CLOCK);
    }
  }

  private Repository open() {
    try (RepositoryPassword password = RepositoryPassword.read(passwordFile)) {
      return Repository.open(backend, password, TestRepositories.SMALL, TestRepositories.CLOCK);
    }
  }

  private void backup(Repository repository) {
    Archive archive = archive(repository, Optional.empty());
    assertThat(archive.problems()).isEmpty();
    repository.flush();
    Snapshots.save(
        repository,
        new SnapshotDocument(
            "2026-10-01T08:00:00Z",
            null,
            archive.tree().toString(),
            List.of(source.toString()),
            "máy-thử",
            "lan",
            0L,
            0L,
            null,
            null,
            null,
            "Lá Chắn",
            null));
  }

  private Archive archive(Repository repository, Optional<StorageId> before) {
    return new Archiver(
            repository,
            ArchiveSettings.DEFAULT,
            new Excludes(List.of(), Set.of()),
            ZoneId.systemDefault(),
            path -> Optional.empty())
        .archive(List.of(source), before);
  }
}
