package vn.lachan.app.selfbackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.app.Platform;
import vn.lachan.app.PlatformFailedException;

/** What becomes of a return that does not come to its end; the whole way is in another test. */
class PlatformReturnTest {

  @TempDir Path folder;

  private Path from;
  private Path data;

  @BeforeEach
  void restore() throws IOException {
    from = Files.createDirectories(folder.resolve("lachan"));
    data = folder.resolve("data");
    Files.writeString(
        Files.createDirectory(from.resolve("audit")).resolve("00000001.ndjson"), "{}");
  }

  private Path keys(String name) throws IOException {
    Path keys = folder.resolve("keys.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(keys))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(new byte[] {1});
    }
    return keys;
  }

  @Test
  void noPlatformStartsOnAFolderThatIsNotWhole() throws IOException {
    Files.writeString(from.resolve("database.sql"), "CREATE TABLE cut off in the mid");

    assertThat(PlatformReturn.build(from, keys("keys/pseudonym.key"), data)).isPresent();

    assertThatThrownBy(() -> Platform.start(data, Map.of(), List.of()))
        .isInstanceOf(PlatformFailedException.class)
        .hasMessageContaining("dựng dở")
        .hasMessageContaining(data.toString());
    assertThatThrownBy(() -> Platform.resting(data, Map.of(), List.of()))
        .isInstanceOf(PlatformFailedException.class);
    assertThat(PlatformReturn.build(from, keys("keys/pseudonym.key"), data))
        .get()
        .asString()
        .contains("lần dựng trước chưa xong");
  }

  @Test
  void keysNeverLandOutsideTheFolder() throws IOException {
    assertThat(PlatformReturn.build(from, keys("keys/../../muon-chay.sh"), data)).isPresent();

    assertThat(folder.resolve("muon-chay.sh")).doesNotExist();
    assertThat(PlatformReturn.isUnfinished(data)).isTrue();
  }

  @Test
  void whatIsWholeCarriesNoMark() throws IOException {
    assertThat(PlatformReturn.build(from, keys("keys/pseudonym.key"), data)).isEmpty();

    assertThat(PlatformReturn.isUnfinished(data)).isFalse();
    assertThat(data.resolve("keys/pseudonym.key")).hasBinaryContent(new byte[] {1});
    assertThat(data.resolve("audit/00000001.ndjson")).hasContent("{}");
  }
}
