package vn.lachan.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.repository.MemoryBackend;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;
import vn.lachan.backup.repository.TestRepositories;

/** Restores into folders that are not empty. */
class RestorePlacesTest {

  @TempDir Path folder;
  private Path source;
  private Path target;
  private final Repository repository = TestRepositories.create(new MemoryBackend());
  private StorageId tree;

  @BeforeEach
  void backUp() throws IOException {
    source = folder.resolve("nguồn");
    target = Files.createDirectory(folder.resolve("đích"));
    TestTrees.random(source, 61, 120);
    TestSnapshots.take(repository, source, "2026-10-01T08:00:00Z");
    tree = Snapshots.list(repository).all().getFirst().tree();
  }

  private Extractor.Extracted extract(Extractor.Existing existing) {
    return new Extractor(repository, ArchiveSettings.DEFAULT, path -> true, existing, true)
        .extract(tree, target);
  }

  private void isAsTheSource() {
    assertThat(TestTrees.describe(TestTrees.restored(target, source)))
        .isEqualTo(TestTrees.describe(source));
  }

  private Path largest() throws IOException {
    try (var files = Files.walk(TestTrees.restored(target, source))) {
      return files
          .filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
          .max(Comparator.comparingLong(f -> f.toFile().length()))
          .orElseThrow();
    }
  }

  @Test
  void takesUpAStoppedRestoreAndWritesOnlyWhatIsNotWhole() throws IOException {
    Extractor.Extracted whole = extract(Extractor.Existing.REFUSE);
    Path cut = largest();
    byte[] content = Files.readAllBytes(cut);
    FileTime time = Files.getLastModifiedTime(cut);
    Files.setPosixFilePermissions(cut, PosixFilePermissions.fromString("rw-------"));
    content[content.length / 2] ^= 1;
    Files.write(cut, content);
    Files.setLastModifiedTime(cut, time);

    Extractor.Extracted again = extract(Extractor.Existing.RESUME);

    assertThat(again.problems()).isEmpty();
    assertThat(again.files()).isEqualTo(whole.files());
    assertThat(again.kept()).isPositive().isLessThan(again.files());
    isAsTheSource();
    assertThat(extract(Extractor.Existing.RESUME).kept()).isPositive();
    isAsTheSource();
  }

  @Test
  void removesWhatAStoppedRestoreHadBegunAndNothingElse() throws IOException {
    Files.writeString(source.resolve(".lachan-restore-3"), "thuộc ảnh chụp");
    TestSnapshots.take(repository, source, "2026-10-02T08:00:00Z");
    tree = Snapshots.list(repository).all().getLast().tree();
    extract(Extractor.Existing.REFUSE);
    Path restored = TestTrees.restored(target, source);
    FileTime time = Files.getLastModifiedTime(restored);
    Files.writeString(restored.resolve(".lachan-restore-41"), "dở dang");
    Files.writeString(restored.resolve(".lachan-restore-của-tôi"), "của người dùng");

    extract(Extractor.Existing.RESUME);

    assertThat(restored.resolve(".lachan-restore-41")).doesNotExist();
    Files.delete(restored.resolve(".lachan-restore-của-tôi"));
    Files.setLastModifiedTime(restored, time);
    isAsTheSource();
  }

  @Test
  void neverFollowsALinkOutOfTheTarget() throws IOException {
    extract(Extractor.Existing.REFUSE);
    Path restored = TestTrees.restored(target, source);
    Path outside = Files.createDirectory(folder.resolve("ngoài"));
    Path file = largest();
    Files.writeString(outside.resolve("bí mật"), "không được chạm");
    Files.delete(file);
    Files.createSymbolicLink(file, outside.resolve("bí mật"));
    Path inner = restored.resolve("thư mục");
    Files.createSymbolicLink(inner, outside);

    extract(Extractor.Existing.IN_PLACE);

    assertThat(outside.resolve("bí mật")).hasContent("không được chạm");
    assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
    Files.delete(inner);
  }

  @Test
  void leavesFoldersOfLivingDataAsTheyAre() throws IOException {
    extract(Extractor.Existing.REFUSE);
    Path restored = TestTrees.restored(target, source);
    FileTime own = FileTime.from(Instant.parse("2026-11-11T11:11:11Z"));
    Files.delete(largest());
    Files.setLastModifiedTime(folder, own);
    FileTime before = Files.getLastModifiedTime(target);

    Extractor.Extracted extracted = extract(Extractor.Existing.IN_PLACE);

    assertThat(extracted.problems()).isEmpty();
    assertThat(Files.getLastModifiedTime(target)).isEqualTo(before);
    assertThat(TestTrees.describe(restored).keySet())
        .isEqualTo(TestTrees.describe(source).keySet());
  }

  @Test
  void refusesWhatIsThereWhenTheTargetShouldBeEmpty() {
    extract(Extractor.Existing.REFUSE);

    assertThat(extract(Extractor.Existing.REFUSE).problems())
        .isNotEmpty()
        .allMatch(p -> p.kind() == FileProblem.Kind.UNWRITABLE);
    isAsTheSource();
  }
}
