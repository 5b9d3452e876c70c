package vn.lachan.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.Fixture;

/** What folders hold beside bytes, judged by stock restic, and files that do not stand still. */
class FoldersTest {

  @TempDir Path folder;
  private Fixture fixture;

  @BeforeEach
  void prepare() {
    fixture = new Fixture(folder);
  }

  private static UserDefinedFileAttributeView view(Path path) {
    return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
  }

  private static String attribute(Path path, String name) throws IOException {
    ByteBuffer value = ByteBuffer.allocate(view(path).size(name));
    view(path).read(name, value);
    return new String(value.array(), StandardCharsets.UTF_8);
  }

  private void setAttributes() {
    fixture.dossier("1/meta.json", "{}");
    try {
      view(fixture.source.resolve("1/meta.json"))
          .write("nguon", ByteBuffer.wrap("một cửa".getBytes(StandardCharsets.UTF_8)));
      view(fixture.source.resolve("1/meta.json")).write("trong", ByteBuffer.allocate(0));
      view(fixture.source.resolve("1")).write("thu-muc", ByteBuffer.wrap(new byte[] {1, 0, -1}));
    } catch (IOException e) {
      assumeTrue(false, "this file system has no extended attributes: " + e.getMessage());
    }
  }

  private void assertAttributes(Path target) throws IOException {
    Path restored = TestTrees.restored(target, fixture.source).resolve("1");
    assertThat(attribute(restored.resolve("meta.json"), "nguon")).isEqualTo("một cửa");
    assertThat(view(restored.resolve("meta.json")).list())
        .containsExactlyInAnyOrder("nguon", "trong");
    assertThat(view(restored).size("thu-muc")).isEqualTo(3);
  }

  @Test
  void bringsExtendedAttributesBack() throws IOException {
    setAttributes();
    fixture.backup();
    fixture.now.updateAndGet(t -> t.plusSeconds(60));
    fixture.backup(); // the second takes them from the first
    fixture.restore("latest", folder.resolve("đích"));

    assertAttributes(folder.resolve("đích"));
  }

  @Test
  void keepsExtendedAttributesAsResticDoes() throws Exception {
    Restic restic = Restic.require(fixture.location, fixture.passwordFile);
    setAttributes();
    fixture.backup();

    assertThat(
            restic
                .call("restore", "latest", "--target", folder.resolve("restic").toString())
                .exit())
        .isZero();
    assertAttributes(folder.resolve("restic"));

    Fixture other = new Fixture(Files.createDirectory(folder.resolve("khác")));
    Restic writer = Restic.require(other.location, other.passwordFile);
    assertThat(writer.call("backup", fixture.source.toString()).exit()).isZero();
    other.restore("latest", folder.resolve("của restic"));
    assertAttributes(folder.resolve("của restic"));
  }

  @Test
  void noticesAnAttributeThatChanged() throws IOException {
    setAttributes();
    fixture.backup();
    view(fixture.source.resolve("1/meta.json"))
        .write("nguon", ByteBuffer.wrap("khác".getBytes(StandardCharsets.UTF_8)));
    fixture.now.updateAndGet(t -> t.plusSeconds(60));
    fixture.backup();
    fixture.restore("latest", folder.resolve("đích"));

    Path restored = TestTrees.restored(folder.resolve("đích"), fixture.source);
    assertThat(attribute(restored.resolve("1/meta.json"), "nguon")).isEqualTo("khác");
  }

  @Test
  void bringsASparseFileBackSparse() throws IOException {
    fixture.dossier("a", "");
    Path sparse = fixture.source.resolve("đĩa.img");
    try (FileChannel channel =
        FileChannel.open(sparse, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 0);
      channel.write(ByteBuffer.wrap(new byte[] {4}), 40_000_000);
      channel.write(ByteBuffer.wrap(new byte[1]), 50_000_000);
    }
    fixture.backup();
    fixture.restore("latest", folder.resolve("đích"));

    Path restored = TestTrees.restored(folder.resolve("đích"), fixture.source).resolve("đĩa.img");
    assertThat(Files.mismatch(sparse, restored)).isEqualTo(-1);
    assertThat(blocks(restored)).isLessThan(2048).isGreaterThan(0);
  }

  private static long blocks(Path file) throws IOException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    return Long.parseLong(
        new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
  }

  @Test
  void readsAFileThatChangesAgainAndThenNamesIt() throws Exception {
    fixture.dossier("yên.json", "yên");
    fixture.dossier("bận.log", "x".repeat(8_000_000));
    Path busy = fixture.source.resolve("bận.log");
    AtomicBoolean stop = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              try (FileChannel channel = FileChannel.open(busy, StandardOpenOption.APPEND)) {
                while (!stop.get()) {
                  channel.write(ByteBuffer.wrap(new byte[] {'y'}));
                }
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    BackupOutcome.Completed done = fixture.backup();
    stop.set(true);
    writer.join();

    assertThat(done.troubleCount()).isEqualTo(1);
    assertThat(done.troubles().getFirst().path()).endsWith("bận.log");
    assertThat(done.troubles().getFirst().reason()).contains("thay đổi").contains("read 3 times");
    assertThat(done.files()).isEqualTo(2);
    fixture.restore("latest", folder.resolve("đích"));
    Path restored = TestTrees.restored(folder.resolve("đích"), fixture.source);
    assertThat(Files.size(restored.resolve("bận.log"))).isGreaterThanOrEqualTo(8_000_000);
  }
}
