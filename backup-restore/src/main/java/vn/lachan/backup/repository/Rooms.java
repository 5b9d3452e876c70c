package vn.lachan.backup.repository;

/** How large arrays are that are used again and again. */
final class Rooms {

  private static final int STEP = 1 << 20;

  private Rooms() {}

  /**
   * At least {@code needed} bytes. Large ones grow in few steps, because every array that became
   * too small lies in the old generation until the heap is full.
   */
  static int size(int needed) {
    if (needed <= STEP) {
      return needed <= STEP / 16 ? STEP / 16 : STEP;
    }
    long steps = (needed + (long) STEP - 1) / STEP;
    long whole = Math.max(Long.highestOneBit(steps) / 2, 1);
    return (int) Math.min((steps + whole - 1) / whole * whole * STEP, Integer.MAX_VALUE - 8);
  }
}
