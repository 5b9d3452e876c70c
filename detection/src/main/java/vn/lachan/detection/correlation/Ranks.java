package vn.lachan.detection.correlation;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Numbers in ascending order, in pieces short enough to be moved quickly. Adding, removing and
 * finding the n-th take steps in the order of the square root of their count. For one thread.
 */
final class Ranks {
  private static final int PIECE = 128;

  private final List<List<BigDecimal>> pieces = new ArrayList<>();
  private int size;

  int size() {
    return size;
  }

  /** The first piece whose last number is not less; the last piece when there is none. */
  private int pieceOf(BigDecimal number) {
    int low = 0;
    int high = pieces.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (pieces.get(middle).getLast().compareTo(number) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  void add(BigDecimal number) {
    size++;
    if (pieces.isEmpty()) {
      pieces.add(new ArrayList<>());
    }
    int at = pieceOf(number);
    List<BigDecimal> piece = pieces.get(at);
    int place = Collections.binarySearch(piece, number);
    piece.add(place < 0 ? -place - 1 : place, number);
    if (piece.size() > 2 * PIECE) {
      List<BigDecimal> upper = piece.subList(PIECE, piece.size());
      pieces.add(at + 1, new ArrayList<>(upper));
      upper.clear();
    }
  }

  /** Takes out a number that is there. */
  void remove(BigDecimal number) {
    size--;
    int at = pieceOf(number);
    List<BigDecimal> piece = pieces.get(at);
    piece.remove(Collections.binarySearch(piece, number));
    if (piece.isEmpty()) {
      pieces.remove(at);
    }
  }

  /** The number before which {@code rank} others stand. */
  BigDecimal get(int rank) {
    int before = rank;
    for (List<BigDecimal> piece : pieces) {
      if (before < piece.size()) {
        return piece.get(before);
      }
      before -= piece.size();
    }
    throw new IndexOutOfBoundsException("rank " + rank + " of " + size);
  }
}
