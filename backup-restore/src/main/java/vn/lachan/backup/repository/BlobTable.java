package vn.lachan.backup.repository;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Where the blobs of one type lie: 53 to 59 bytes a blob, in plain arrays.
 *
 * <p>Rows are kept in pages, so that growing copies nothing and wastes at most a page; an
 * open-addressing table of row numbers finds them. The ids are SHA-256 and need no further mixing.
 * The same blob may be entered several times, when several packs hold it. Not safe for several
 * threads; {@link Index} guards it.
 */
final class BlobTable {

  /** No such row. */
  static final int NONE = -1;

  private static final int PAGE_BITS = 13;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int FIRST_SLOTS = 2048;
  private static final int BYTES_A_ROW = 4 * Long.BYTES + 4 * Integer.BYTES;

  private int count;
  private int[] slots = new int[FIRST_SLOTS];
  private long[][] ids = new long[0][];
  private int[][] places = new int[0][];

  int count() {
    return count;
  }

  /** Bytes of the arrays held. */
  long bytes() {
    return (long) slots.length * Integer.BYTES + (long) ids.length * PAGE * BYTES_A_ROW;
  }

  /** Enters a blob; the same place twice counts once. */
  void add(int pack, PackedBlob blob) {
    if (holds(pack, blob)) {
      return;
    }
    int row = count++;
    int page = row >>> PAGE_BITS;
    if (page == ids.length) {
      ids = Arrays.copyOf(ids, page + 1);
      ids[page] = new long[4 * PAGE];
      places = Arrays.copyOf(places, page + 1);
      places[page] = new int[4 * PAGE];
    }
    int at = 4 * (row & (PAGE - 1));
    ids[page][at] = blob.id().a();
    ids[page][at + 1] = blob.id().b();
    ids[page][at + 2] = blob.id().c();
    ids[page][at + 3] = blob.id().d();
    places[page][at] = pack;
    places[page][at + 1] = blob.offset();
    places[page][at + 2] = blob.length();
    places[page][at + 3] = blob.rawLength();
    if (count > slots.length / 4 * 3) {
      moreSlots();
    } else {
      enter(row);
    }
  }

  private boolean holds(int pack, PackedBlob blob) {
    boolean[] known = new boolean[1];
    forEach(blob.id(), row -> known[0] |= pack(row) == pack && place(row, 1) == blob.offset());
    return known[0];
  }

  boolean contains(StorageId id) {
    return first(id) != NONE;
  }

  /** The row with {@code id} entered first, the same for ever; {@link #NONE} without one. */
  int first(StorageId id) {
    int slot = (int) id.a() & (slots.length - 1);
    while (slots[slot] != 0) {
      if (isAt(slots[slot] - 1, id)) {
        return slots[slot] - 1;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return NONE;
  }

  /** Shows every row with {@code id}, first entered first. */
  void forEach(StorageId id, IntConsumer consumer) {
    int slot = (int) id.a() & (slots.length - 1);
    while (slots[slot] != 0) {
      if (isAt(slots[slot] - 1, id)) {
        consumer.accept(slots[slot] - 1);
      }
      slot = (slot + 1) & (slots.length - 1);
    }
  }

  private boolean isAt(int row, StorageId id) {
    long[] page = ids[row >>> PAGE_BITS];
    int at = 4 * (row & (PAGE - 1));
    return page[at] == id.a()
        && page[at + 1] == id.b()
        && page[at + 2] == id.c()
        && page[at + 3] == id.d();
  }

  int pack(int row) {
    return place(row, 0);
  }

  PackedBlob blob(BlobType type, int row) {
    return new PackedBlob(type, id(row), place(row, 1), place(row, 2), place(row, 3));
  }

  StorageId id(int row) {
    long[] page = ids[row >>> PAGE_BITS];
    int at = 4 * (row & (PAGE - 1));
    return new StorageId(page[at], page[at + 1], page[at + 2], page[at + 3]);
  }

  private int place(int row, int which) {
    return places[row >>> PAGE_BITS][4 * (row & (PAGE - 1)) + which];
  }

  private void enter(int row) {
    int slot = (int) ids[row >>> PAGE_BITS][4 * (row & (PAGE - 1))] & (slots.length - 1);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = row + 1;
  }

  private void moreSlots() {
    int wanted = 2 * slots.length;
    slots = new int[0]; // the old table may go before the new one comes
    slots = new int[wanted];
    for (int row = 0; row < count; row++) {
      enter(row);
    }
  }
}
