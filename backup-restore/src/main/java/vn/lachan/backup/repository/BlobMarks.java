package vn.lachan.backup.repository;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Marks blobs of the index, one bit a blob. Make it after the index was loaded; blobs saved later
 * can be marked too. For one thread.
 */
public final class BlobMarks {

  /** What marking found. */
  public enum Mark {
    /** Was not marked before. */
    NEW,
    /** Was marked before. */
    KNOWN,
    /** Is in no pack, so it cannot be marked. */
    MISSING
  }

  private final Index index;
  private final BitSet data = new BitSet();
  private final BitSet trees = new BitSet();

  public BlobMarks(Repository repository) {
    this.index = repository.index();
  }

  /** Marks the blob. */
  public Mark mark(BlobType type, StorageId id) {
    int number = index.number(type, id);
    if (number < 0) {
      return Mark.MISSING;
    }
    BitSet marks = marks(type);
    if (marks.get(number)) {
      return Mark.KNOWN;
    }
    marks.set(number);
    return Mark.NEW;
  }

  boolean isMarked(BlobType type, StorageId id) {
    int number = index.number(type, id);
    return number >= 0 && marks(type).get(number);
  }

  /** How many are marked. */
  public int count() {
    return data.cardinality() + trees.cardinality();
  }

  /** A blob marked here and not in {@code other}; null when there is none. */
  PackCheck.@Nullable Blob firstMissingIn(BlobMarks other) {
    for (BlobType type : BlobType.values()) {
      BitSet rest = (BitSet) marks(type).clone();
      rest.andNot(other.marks(type));
      if (!rest.isEmpty()) {
        return new PackCheck.Blob(type, index.idOf(type, rest.nextSetBit(0)));
      }
    }
    return null;
  }

  private BitSet marks(BlobType type) {
    return switch (type) {
      case DATA -> data;
      case TREE -> trees;
    };
  }
}
