package vn.lachan.backup.parity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A systematic Reed-Solomon erasure code: parity rows beside the data, any of which replaces any
 * lost one.
 *
 * <p>The matrix is Backblaze's: a Vandermonde matrix times the inverse of its top, so that the data
 * stand unchanged and every choice of as many rows as there are data can be inverted. Source: J. S.
 * Plank and Y. Ding, Note: Correction to the 1997 Tutorial on Reed-Solomon Coding (2003).
 * Immutable; safe for several threads.
 */
final class ReedSolomon {

  static final int MOST_SHARDS = 255;

  private final int data;
  private final int parity;
  private final int[][] matrix;

  ReedSolomon(int data, int parity) {
    if (data < 1 || parity < 1 || data + parity > MOST_SHARDS) {
      throw new IllegalArgumentException(
          "1 or more data and parity, 255 together: " + data + ", " + parity);
    }
    this.data = data;
    this.parity = parity;
    int[][] vandermonde = new int[data + parity][data];
    for (int row = 0; row < vandermonde.length; row++) {
      for (int column = 0; column < data; column++) {
        vandermonde[row][column] = Galois.power(row, column);
      }
    }
    int[][] top = new int[data][];
    System.arraycopy(vandermonde, 0, top, 0, data);
    this.matrix = multiply(vandermonde, inverse(top));
  }

  /**
   * Adds {@code length} bytes of data shard {@code shard} to the parities, which begin as zeros.
   * After every shard was added once, they are the parity.
   */
  void add(int shard, byte[] content, int offset, byte[][] parities, int length) {
    for (int p = 0; p < parity; p++) {
      addProduct(matrix[data + p][shard], content, offset, parities[p], length);
    }
  }

  /**
   * How a lost data shard follows from shards that are there: its factor for each of {@code
   * present}, of which the first as many as there are data count.
   *
   * @param present numbers of sound shards, data from 0, parity after them
   * @return empty when too few are there
   */
  int @Nullable [] recipe(int lost, List<Integer> present) {
    if (present.size() < data) {
      return null;
    }
    int[][] rows = new int[data][];
    for (int i = 0; i < data; i++) {
      rows[i] = matrix[present.get(i)].clone();
    }
    return inverse(rows)[lost];
  }

  /** Adds {@code factor} times {@code from} to {@code to}. */
  static void addProduct(int factor, byte[] from, int offset, byte[] to, int length) {
    if (factor == 0) {
      return;
    }
    byte[] products = Galois.products(factor);
    for (int i = 0; i < length; i++) {
      to[i] ^= products[from[offset + i] & 0xFF];
    }
  }

  private static int[][] multiply(int[][] left, int[][] right) {
    int[][] product = new int[left.length][right[0].length];
    for (int row = 0; row < left.length; row++) {
      for (int column = 0; column < right[0].length; column++) {
        int sum = 0;
        for (int i = 0; i < right.length; i++) {
          sum ^= Galois.multiply(left[row][i], right[i][column]);
        }
        product[row][column] = sum;
      }
    }
    return product;
  }

  /** Gauss-Jordan. The argument is used up. */
  private static int[][] inverse(int[][] square) {
    int size = square.length;
    List<int[]> rows = new ArrayList<>();
    for (int row = 0; row < size; row++) {
      int[] wide = new int[2 * size];
      System.arraycopy(square[row], 0, wide, 0, size);
      wide[size + row] = 1;
      rows.add(wide);
    }
    for (int column = 0; column < size; column++) {
      int pivot = column;
      while (rows.get(pivot)[column] == 0) {
        pivot++;
      }
      int[] row = rows.set(pivot, rows.get(column));
      rows.set(column, row);
      int head = row[column];
      for (int i = 0; i < row.length; i++) {
        row[i] = Galois.divide(row[i], head);
      }
      clear(rows, column, column);
    }
    int[][] inverse = new int[size][size];
    for (int row = 0; row < size; row++) {
      System.arraycopy(rows.get(row), size, inverse[row], 0, size);
    }
    return inverse;
  }

  private static void clear(List<int[]> rows, int column, int by) {
    for (int n = 0; n < rows.size(); n++) {
      int[] other = rows.get(n);
      int factor = other[column];
      if (n != by && factor != 0) {
        for (int i = 0; i < other.length; i++) {
          other[i] ^= Galois.multiply(factor, rows.get(by)[i]);
        }
      }
    }
  }
}
