package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link Backend} must do. */
public interface BackendContract {

  byte[] CONTENT = "hồ sơ một cửa".getBytes(StandardCharsets.UTF_8);
  String NAME = nameOf(CONTENT);

  /** Files are named by what they hold; some places insist on it. */
  static String nameOf(byte[] content) {
    return StorageId.of(StorageId.newDigest().digest(content)).toString();
  }

  /** Returns an empty place; called once for each test. */
  Backend backend();

  @Test
  default void returnsWhatWasSaved() {
    try (Backend backend = backend()) {
      backend.create();
      for (FileKind kind : FileKind.values()) {
        backend.save(kind, NAME, CONTENT);

        assertThat(backend.load(kind, NAME)).isEqualTo(CONTENT);
        assertThat(backend.exists(kind, NAME)).isTrue();
      }
    }
  }

  @Test
  default void returnsAPartOfAFile() {
    try (Backend backend = backend()) {
      backend.create();
      backend.save(FileKind.PACK, NAME, CONTENT);

      assertThat(backend.load(FileKind.PACK, NAME, 1, 3))
          .isEqualTo(java.util.Arrays.copyOfRange(CONTENT, 1, 4));
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.load(FileKind.PACK, NAME, 1, CONTENT.length));
    }
  }

  @Test
  default void listsNamesAndLengthsInOrder() {
    try (Backend backend = backend()) {
      backend.create();
      List<Backend.StoredFile> expected = new ArrayList<>();
      for (int length = 1; length <= 20; length++) {
        byte[] content = new byte[length];
        backend.save(FileKind.PACK, nameOf(content), content);
        expected.add(new Backend.StoredFile(nameOf(content), length));
      }
      backend.save(FileKind.CONFIG, "", CONTENT);
      expected.sort(Comparator.comparing(Backend.StoredFile::name));

      assertThat(backend.list(FileKind.PACK)).isEqualTo(expected);
      assertThat(backend.list(FileKind.INDEX)).isEqualTo(List.of());
      assertThat(backend.list(FileKind.CONFIG))
          .containsExactly(new Backend.StoredFile("config", CONTENT.length));
    }
  }

  @Test
  default void neverOverwrites() {
    try (Backend backend = backend()) {
      backend.create();
      backend.save(FileKind.INDEX, NAME, CONTENT);

      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.save(FileKind.INDEX, NAME, new byte[1]));
      assertThat(backend.load(FileKind.INDEX, NAME)).isEqualTo(CONTENT);
    }
  }

  @Test
  default void removesAndForgivesWhatIsNotThere() {
    try (Backend backend = backend()) {
      backend.create();
      backend.save(FileKind.LOCK, NAME, CONTENT);
      backend.remove(FileKind.LOCK, NAME);
      backend.remove(FileKind.LOCK, NAME);

      assertThat(backend.exists(FileKind.LOCK, NAME)).isFalse();
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> backend.load(FileKind.LOCK, NAME));
    }
  }

  @Test
  default void refusesToCreateOverARepository() {
    try (Backend backend = backend()) {
      backend.create();
      backend.save(FileKind.CONFIG, "config", CONTENT);

      assertThatExceptionOfType(BackendException.class).isThrownBy(backend::create);
    }
  }

  @Test
  default void saysThatAFileIsMissing() {
    try (Backend backend = backend()) {
      backend.create();
      for (FileKind kind : FileKind.values()) {
        assertThat(backend.exists(kind, NAME)).isFalse();
        assertThatExceptionOfType(BackendException.class)
            .isThrownBy(() -> backend.load(kind, NAME))
            .withMessageContaining(kind == FileKind.CONFIG ? "config" : NAME);
        assertThatExceptionOfType(BackendException.class)
            .isThrownBy(() -> backend.load(kind, NAME, 0, 1));
      }
      assertThat(backend.list(FileKind.CONFIG)).isEqualTo(List.of());
    }
  }

  @Test
  default void keepsABigFileAndAnyPartOfIt() {
    byte[] big = new byte[17 << 20];
    new Random(4).nextBytes(big);
    try (Backend backend = backend()) {
      backend.create();
      backend.save(FileKind.PACK, nameOf(big), big);

      assertThat(nameOf(backend.load(FileKind.PACK, nameOf(big)))).isEqualTo(nameOf(big));
      assertThat(backend.load(FileKind.PACK, nameOf(big), (16 << 20) - 5, 70_000))
          .isEqualTo(java.util.Arrays.copyOfRange(big, (16 << 20) - 5, (16 << 20) - 5 + 70_000));
      assertThat(backend.load(FileKind.PACK, nameOf(big), big.length - 1L, 1)).hasSize(1);
    }
  }

  @Test
  default void keepsAnEmptyFile() {
    try (Backend backend = backend()) {
      backend.create();
      backend.save(FileKind.LOCK, nameOf(new byte[0]), new byte[0]);

      assertThat(backend.load(FileKind.LOCK, nameOf(new byte[0]))).isEmpty();
    }
  }

  @Test
  default void servesSeveralThreads() throws InterruptedException, ExecutionException {
    List<byte[]> contents =
        Stream.iterate(1, i -> i + 1).limit(24).map(i -> new byte[i * 1000]).toList();
    try (Backend backend = backend();
        ExecutorService threads = Executors.newFixedThreadPool(6)) {
      backend.create();
      List<Future<Integer>> saved = new ArrayList<>();
      for (byte[] content : contents) {
        saved.add(
            threads.submit(() -> {
              backend.save(FileKind.PACK, nameOf(content), content);
              return backend.load(FileKind.PACK, nameOf(content)).length;
            }));
      }
      for (int i = 0; i < saved.size(); i++) {
        assertThat(saved.get(i).get()).isEqualTo(contents.get(i).length);
      }

      assertThat(backend.list(FileKind.PACK)).hasSize(contents.size());
    }
  }
}
