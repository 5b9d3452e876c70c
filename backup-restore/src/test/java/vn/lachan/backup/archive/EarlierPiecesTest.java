package vn.lachan.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Chunker;
import vn.lachan.backup.repository.MemoryBackend;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;
import vn.lachan.backup.repository.TestRepositories;

class EarlierPiecesTest {

  private static final int BYTES = 6 << 20;

  @TempDir Path folder;

  private FileCutter.Cut cut(
      Repository repository, int batchBytes, byte[] content, Optional<TreeNode> before)
      throws IOException {
    Path file = Files.write(folder.resolve("file"), content);
    TreeNode head = new NodeReader().read(file, RawName.of("file"));
    List<FileCutter.Cut> cuts = new ArrayList<>();
    FileCutter.Outcome outcome =
        new FileCutter.Outcome() {
          @Override
          public void read(FileWork work, FileCutter.Cut cut) {
            cuts.add(cut);
          }

          @Override
          public void unreadable(FileWork work, IOException failure) {
            throw new AssertionError(failure);
          }
        };
    new FileCutter(repository, new ArchiveSettings(1, 1, 0, batchBytes))
        .cut(List.of(new FileWork(file, head, "/file", before, Optional.empty())), outcome);
    repository.flush();
    assertThat(cuts).hasSize(1);
    return cuts.getFirst();
  }

  private TreeNode node(FileCutter.Cut cut) throws IOException {
    return new NodeReader()
        .read(folder.resolve("file"), RawName.of("file"))
        .withContent(cut.pieces(), cut.size());
  }

  /** Large and small buffers, so that files are cut whole and in several fillings. */
  @ParameterizedTest
  @ValueSource(ints = {64 << 10, 16 << 20})
  void cutsAsIfNothingHadBeenThereWhateverBecameOfTheFile(int batchBytes) throws IOException {
    for (int seed = 0; seed < 16; seed++) {
      Random random = new Random(seed);
      byte[] content = new byte[BYTES + random.nextInt(BYTES)];
      random.nextBytes(content);
      try (Repository repository = TestRepositories.create(new MemoryBackend())) {
        TreeNode before = node(cut(repository, batchBytes, content, Optional.empty()));
        byte[] edited = edited(content, ends(repository, before), random);

        FileCutter.Cut proven = cut(repository, batchBytes, edited, Optional.of(before));

        FileCutter.Cut anew = cut(repository, batchBytes, edited, Optional.empty());
        assertThat(proven).as("seed %d", seed).isEqualTo(anew);
        assertThat(proven.digest()).hasToString(TestTrees.sha256(folder.resolve("file")));
      }
    }
  }

  private static List<Integer> ends(Repository repository, TreeNode node) {
    List<Integer> ends = new ArrayList<>();
    int end = 0;
    for (StorageId piece : node.content()) {
      end += repository.length(BlobType.DATA, piece).orElseThrow();
      ends.add(end);
    }
    return ends;
  }

  /** Something happens at a random place, or just where a piece ends. */
  private static byte[] edited(byte[] content, List<Integer> ends, Random random) {
    int at =
        random.nextBoolean()
            ? random.nextInt(content.length)
            : ends.get(random.nextInt(ends.size()));
    int length = 1 + random.nextInt(random.nextBoolean() ? 100 : 1 << 20);
    int end = Math.min(content.length, at + length);
    byte[] added = new byte[length];
    random.nextBytes(added);
    byte[] head = Arrays.copyOf(content, at);
    byte[] tail = Arrays.copyOfRange(content, at, content.length);
    byte[] rest = Arrays.copyOfRange(content, end, content.length);
    return switch (random.nextInt(7)) {
      case 0 -> joined(head, added, tail); // inserted
      case 1 -> joined(head, rest); // deleted
      case 2 -> joined(head, added, rest); // changed
      case 3 -> joined(content, added); // appended
      case 4 -> head; // truncated
      case 5 -> joined(head, new byte[end - at], rest); // a hole
      default -> content;
    };
  }

  private static byte[] joined(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  @Test
  void provesEveryPieceOfAnUnchangedFile() throws IOException {
    byte[] content = new byte[BYTES];
    new Random(1).nextBytes(content);
    try (Repository repository = TestRepositories.create(new MemoryBackend())) {
      List<StorageId> pieces = cut(repository, 16 << 20, content, Optional.empty()).pieces();
      EarlierPieces earlier = EarlierPieces.of(repository, pieces);

      List<StorageId> proven = new ArrayList<>();
      int from = 0;
      for (int length; (length = earlier.proven(content, from, content.length)) > 0; ) {
        proven.add(earlier.take());
        from += length;
      }

      // The end of a file may be so short that it is cut faster than proven.
      assertThat(content.length - from).isLessThan(Chunker.SMALLEST);
      assertThat(proven)
          .hasSizeGreaterThanOrEqualTo(pieces.size() - 1)
          .isEqualTo(pieces.subList(0, proven.size()));
    }
  }

  @Test
  void doesNotTakeTheLastPieceBeforeTheEndOfTheFileIsSeen() throws IOException {
    byte[] content = new byte[Chunker.SMALLEST + 1];
    new Random(2).nextBytes(content);
    try (Repository repository = TestRepositories.create(new MemoryBackend())) {
      List<StorageId> pieces = cut(repository, 16 << 20, content, Optional.empty()).pieces();
      assertThat(pieces).hasSize(1);
      byte[] longer = Arrays.copyOf(content, content.length + 1);

      assertThat(EarlierPieces.of(repository, pieces).needsMore(content.length, false)).isTrue();
      assertThat(EarlierPieces.of(repository, pieces).needsMore(content.length, true)).isFalse();
      assertThat(EarlierPieces.of(repository, pieces).proven(longer, 0, longer.length)).isZero();
      assertThat(EarlierPieces.of(repository, pieces).proven(content, 0, content.length))
          .isEqualTo(content.length);
    }
  }
}
