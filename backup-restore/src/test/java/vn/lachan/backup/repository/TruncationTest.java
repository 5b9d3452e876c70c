package vn.lachan.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.lachan.backup.repository.TestRepositories.SMALL;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file of each kind, cut off at every place where it could look like something else. */
class TruncationTest {

  private final MemoryBackend backend = new MemoryBackend();

  private void fill() {
    try (Repository repository = TestRepositories.create(backend)) {
      Random random = new Random(21);
      for (int i = 0; i < 3; i++) {
        byte[] piece = new byte[3000];
        random.nextBytes(piece);
        repository.save(BlobType.DATA, piece, 0, piece.length);
      }
      byte[] tree = "{\"nodes\":[]}\n".getBytes(StandardCharsets.UTF_8);
      StorageId id = repository.save(BlobType.TREE, tree, 0, tree.length);
      repository.flush();
      repository.saveDocument(
          FileKind.SNAPSHOT,
          ("{\"time\":\"2026-10-01T08:00:00Z\",\"tree\":\"" + id + "\"}")
              .getBytes(StandardCharsets.UTF_8));
      RepositoryLock.shared(repository, new Machine("may-khac", "lan", 1, 0, 0));
    }
  }

  /** Nothing, in and after the IV, before and in the MAC, the header of a pack and its length. */
  private static Set<Integer> places(int length) {
    Set<Integer> places =
        new TreeSet<>(List.of(0, 1, 15, 16, 17, 31, 32, 33, length / 2, length - 36));
    for (int end = 1; end <= 33; end++) {
      places.add(length - end);
    }
    places.removeIf(place -> place < 0 || place >= length);
    return places;
  }

  @ParameterizedTest
  @EnumSource
  void isFoundWhereverTheFileEnds(FileKind kind) {
    fill();
    String name = backend.list(kind).getFirst().name();
    byte[] whole = backend.load(kind, name);
    for (int place : places(whole.length)) {
      backend.remove(kind, kind == FileKind.CONFIG ? "config" : name);
      backend.save(kind, name, Arrays.copyOf(whole, place));
      isFound(kind, name, place);
    }
  }

  private void isFound(FileKind kind, String name, int place) {
    String what = kind + " cut at " + place;
    if (kind == FileKind.CONFIG || kind == FileKind.KEY) {
      assertThatExceptionOfType(RepositoryException.class).as(what).isThrownBy(this::open);
      return;
    }
    try (Repository repository = open()) {
      switch (kind) {
        case INDEX -> assertThat(repository.loadIndexTolerant()).as(what).isNotEmpty();
        case SNAPSHOT, LOCK ->
            assertThatExceptionOfType(CorruptRepositoryException.class)
                .as(what)
                .isThrownBy(() -> repository.loadDocument(kind, name))
                .withMessageContaining(name);
        case PACK -> {
          repository.loadIndex();
          assertThat(repository.checkPacks(false).problems())
              .as(what)
              .anyMatch(problem -> problem.contains(name));
          assertThat(repository.checkPacks(true).problems()).as(what).isNotEmpty();
        }
        case CONFIG, KEY -> throw new AssertionError(kind);
      }
    }
  }

  private Repository open() {
    return Repository.open(backend, TestRepositories.password(), SMALL, TestRepositories.CLOCK);
  }
}
