package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBackendTest implements BackendContract {

  private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");

  @TempDir Path folder;

  @Override
  public Backend backend() {
    return new LocalBackend(folder.resolve("kho"));
  }

  @Test
  void keepsFilesToTheirOwner() throws IOException {
    Backend backend = backend();
    backend.create();
    backend.save(FileKind.PACK, NAME, CONTENT);
    Path pack = folder.resolve("kho/data").resolve(NAME.substring(0, 2)).resolve(NAME);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pack)))
        .isEqualTo("r--------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pack.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void removesOnlyOldTemporaryFiles() throws IOException {
    LocalBackend backend = new LocalBackend(folder.resolve("kho"));
    backend.create();
    backend.save(FileKind.PACK, NAME, CONTENT);
    Path old =
        Files.createFile(
            folder.resolve("kho/data").resolve(NAME.substring(0, 2)).resolve(NAME + "-tmp-1"));
    Path fresh =
        Files.createFile(
            folder.resolve("kho/data").resolve(NAME.substring(0, 2)).resolve(NAME + "-tmp-2"));
    Files.setLastModifiedTime(old, FileTime.from(NOW.minusSeconds(90_000)));
    Files.setLastModifiedTime(fresh, FileTime.from(NOW));

    assertThat(backend.list(FileKind.PACK)).hasSize(1);
    assertThat(backend.removeAbandoned(NOW.minusSeconds(86_400))).isEqualTo(1);
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void failsToListAFolderThatIsGone() {
    Backend backend = backend();

    assertThatExceptionOfType(BackendException.class)
        .isThrownBy(() -> backend.list(FileKind.SNAPSHOT))
        .withMessageContaining("no folder snapshots");
  }
}
