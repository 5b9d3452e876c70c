package vn.lachan.backup.archive;

import java.util.List;
import vn.lachan.backup.hash.HashEngines;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Chunker;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/**
 * The pieces that a file had in the snapshot before, asked for one after the other from its
 * beginning: a piece that is proven to be there still need not be searched for its end.
 *
 * <p>Where a piece begins and its bytes decide where it ends, see {@link Chunker}. So as long as
 * every piece was proven, the next one ends where it ended before, if its bytes are the same, and
 * the outcome is that of cutting anew. Two things end this: a piece that differs, and the last one
 * where the file does not end with it any more, for perhaps it only ended there because the file
 * did. Pieces that another polynomial cut stay as they are, and so are not stored a second time.
 */
final class EarlierPieces {

  private final Repository repository;
  private List<StorageId> left;

  private EarlierPieces(Repository repository, List<StorageId> left) {
    this.repository = repository;
    this.left = left;
  }

  /** None: everything is cut. */
  static EarlierPieces none(Repository repository) {
    return new EarlierPieces(repository, List.of());
  }

  /**
   * Those of a file that had {@code pieces}. None where ranges are hashed side by side: proving one
   * after the other would cost more there than it saves.
   */
  static EarlierPieces of(Repository repository, List<StorageId> pieces) {
    boolean sideBySide = HashEngines.ofProcess().engine().lanes() > 1;
    return sideBySide ? none(repository) : new EarlierPieces(repository, pieces);
  }

  /** Length of the next piece; 0 when there is none, or it is cut faster than proven. */
  private int length() {
    if (left.isEmpty()) {
      return 0;
    }
    int length = repository.length(BlobType.DATA, left.getFirst()).orElse(0);
    return length < Chunker.SMALLEST || length > Chunker.LARGEST ? 0 : length;
  }

  private boolean isLast() {
    return left.size() == 1;
  }

  /**
   * Whether more of the file must be read before the next piece can be proven.
   *
   * @param available bytes read where it would begin
   * @param ended whether those are the last of the file
   */
  boolean needsMore(int available, boolean ended) {
    int length = ended ? 0 : length();
    return available < length || (available == length && length > 0 && isLast());
  }

  /**
   * Whether the next piece begins at {@code from}; when it does not, no other is proven any more.
   * Ask {@link #needsMore} first.
   *
   * @param end behind the last byte read
   * @return its length, or 0; {@link #take} gives its id
   */
  int proven(byte[] content, int from, int end) {
    int length = length();
    boolean possible = isLast() ? from + length == end : from + length <= end;
    if (length > 0
        && possible
        && repository.isStored(BlobType.DATA, left.getFirst(), content, from, length)) {
      return length;
    }
    left = List.of();
    return 0;
  }

  /** The piece that was proven; the one after it is the next. */
  StorageId take() {
    StorageId taken = left.getFirst();
    left = left.subList(1, left.size());
    return taken;
  }
}
