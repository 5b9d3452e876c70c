package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Backend} must do. */
public interface BackendContract {

  String NAME = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  byte[] CONTENT = "hồ sơ một cửa".getBytes(StandardCharsets.UTF_8);

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
      String other = "f" + NAME.substring(1);
      backend.save(FileKind.PACK, other, CONTENT);
      backend.save(FileKind.PACK, NAME, new byte[2]);

      assertThat(backend.list(FileKind.PACK))
          .containsExactly(
              new Backend.StoredFile(NAME, 2), new Backend.StoredFile(other, CONTENT.length));
      assertThat(backend.list(FileKind.INDEX)).isEqualTo(List.of());
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
}
