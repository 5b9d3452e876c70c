package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRingTest {

  private static final RepositoryPassword OTHER = RepositoryPassword.notSecret("mật khẩu khác");

  private final MemoryBackend backend = new MemoryBackend();
  private final Repository repository = TestRepositories.create(backend);
  private final KeyRing keys = new KeyRing(repository);

  private Repository open(RepositoryPassword password) {
    return Repository.open(backend, password, TestRepositories.SMALL, TestRepositories.CLOCK);
  }

  @Test
  void opensWithEveryPassword() {
    String added = keys.add(OTHER);

    try (Repository one = open(TestRepositories.password());
        Repository two = open(OTHER)) {
      assertThat(one.id()).isEqualTo(two.id());
      assertThat(new KeyRing(two).list())
          .filteredOn(KeyRing.Key::current)
          .singleElement()
          .extracting(KeyRing.Key::name)
          .isEqualTo(added);
    }
  }

  @Test
  void neverRemovesTheLastOrTheCurrentKey() {
    String current = keys.list().getFirst().name();
    assertThat(keys.remove(current)).isEqualTo(new KeyRing.Refused(KeyRing.Reason.LAST));

    String added = keys.add(OTHER);
    assertThat(keys.remove(current)).isEqualTo(new KeyRing.Refused(KeyRing.Reason.CURRENT));
    assertThat(keys.remove("")).isEqualTo(new KeyRing.Refused(KeyRing.Reason.NOT_ONE));
    assertThat(keys.remove(added.substring(0, 8))).isEqualTo(new KeyRing.Changed(added));
    assertThatExceptionOfType(PasswordException.class).isThrownBy(() -> open(OTHER));
  }

  @Test
  void changesThePassword() {
    keys.change(OTHER);

    assertThat(keys.list()).hasSize(1);
    open(OTHER).close();
    assertThatExceptionOfType(PasswordException.class)
        .isThrownBy(() -> open(TestRepositories.password()));
  }

  @Test
  void keepsTheOldKeyWhenTheNewOneCannotBeWritten() {
    FailingBackend failing = new FailingBackend(backend, 0);
    try (Repository full =
        Repository.open(
            failing, TestRepositories.password(), TestRepositories.SMALL, TestRepositories.CLOCK)) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> new KeyRing(full).change(OTHER));
    }
    open(TestRepositories.password()).close();
  }

  @Test
  void saysWhichKeyIsDamaged() {
    String added = keys.add(OTHER);
    backend.flipBit(FileKind.KEY, added, 30);

    List<KeyRing.Key> damaged = keys.list().stream().filter(KeyRing.Key::damaged).toList();
    assertThat(damaged).singleElement().extracting(KeyRing.Key::name).isEqualTo(added);
  }
}
