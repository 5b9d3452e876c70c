package vn.lachan.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.MemoryBackend;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;
import vn.lachan.backup.repository.TestRepositories;

/** What a run takes over from the snapshot before, folder by folder. */
class EarlierFolderTest {

  @TempDir Path folder;

  private static StorageId archive(
      Repository repository, Path source, ZoneId zone, Optional<StorageId> before) {
    Archive archive =
        new Archiver(
                repository,
                ArchiveSettings.DEFAULT,
                new Excludes(List.of(), Set.of()),
                zone,
                path -> Optional.empty())
            .archive(List.of(source), before);
    repository.flush();
    return archive.tree();
  }

  /** The tree of {@code source}; what lies above it may change at any time. */
  private static StorageId of(Path source, StorageId root, Repository repository) {
    StorageId tree = root;
    for (Path name : source) {
      EarlierFolder folder = EarlierFolder.of(Optional.of(tree), repository);
      tree = folder.entry(RawName.of(name)).flatMap(TreeNode::subtree).orElseThrow();
    }
    return tree;
  }

  /** The zone shows which trees were written again: each writes its own. */
  @Test
  void keepsTheTreesOfFoldersInWhichNothingChanged() throws IOException {
    TestTrees.random(folder, 71, 80);
    Path source = folder.toRealPath();
    try (Repository repository = TestRepositories.create(new MemoryBackend())) {
      ZoneId other = ZoneOffset.ofHours(7);
      StorageId before = archive(repository, source, ZoneOffset.UTC, Optional.empty());
      StorageId again = archive(repository, source, other, Optional.of(before));
      StorageId anew = archive(repository, source, other, Optional.empty());

      assertThat(of(source, again, repository)).isEqualTo(of(source, before, repository));
      assertThat(of(source, anew, repository)).isNotEqualTo(of(source, before, repository));
    }
  }

  @Test
  void writesTheTreeAgainForWhateverChangedInIt() throws IOException {
    Path source = Files.createDirectory(folder.toRealPath().resolve("hồ sơ"));
    Path file = Files.writeString(source.resolve("đơn.txt"), "một");
    try (Repository repository = TestRepositories.create(new MemoryBackend())) {
      StorageId first = archive(repository, source, ZoneOffset.UTC, Optional.empty());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      StorageId mode = archive(repository, source, ZoneOffset.UTC, Optional.of(first));
      Files.createDirectory(source.resolve("rỗng"));
      StorageId more = archive(repository, source, ZoneOffset.UTC, Optional.of(mode));
      Files.delete(source.resolve("rỗng"));
      StorageId less = archive(repository, source, ZoneOffset.UTC, Optional.of(more));

      StorageId anew = archive(repository, source, ZoneOffset.UTC, Optional.empty());

      assertThat(Stream.of(first, mode, more).map(root -> of(source, root, repository)))
          .doesNotHaveDuplicates();
      assertThat(of(source, less, repository)).isEqualTo(of(source, anew, repository));
    }
  }

  @Test
  void holdsNothingWhereTheTreeCannotBeRead() {
    try (Repository repository = TestRepositories.create(new MemoryBackend())) {
      byte[] noTree = {1, 2, 3};
      StorageId damaged = repository.save(BlobType.TREE, noTree, 0, noTree.length);
      repository.flush();

      EarlierFolder earlier = EarlierFolder.of(Optional.of(damaged), repository);

      assertThat(earlier.holding(List.of())).isEmpty();
      assertThat(EarlierFolder.of(Optional.of(StorageId.of(new byte[32])), repository).tree())
          .isEmpty();
    }
  }
}
