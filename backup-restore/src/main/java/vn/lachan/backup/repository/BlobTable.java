package vn.lachan.backup.repository;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Where the blobs of one type lie: about 60 bytes a blob, in plain arrays.
 *
 * <p>An open-addressing table; the ids are SHA-256 and need no further mixing. The same blob may be
 * entered several times, when several packs hold it. Not safe for several threads; {@link Index}
 * guards it.
 */
final class BlobTable {

  private static final int FIRST_CAPACITY = 1024;

  private int count;
  private int[] slots = new int[2 * FIRST_CAPACITY];
  private long[] ids = new long[4 * FIRST_CAPACITY];
  private int[] packs = new int[FIRST_CAPACITY];
  private int[] offsets = new int[FIRST_CAPACITY];
  private int[] lengths = new int[FIRST_CAPACITY];
  private int[] rawLengths = new int[FIRST_CAPACITY];

  int count() {
    return count;
  }

  /** Enters a blob; the same place twice counts once. */
  void add(int pack, PackedBlob blob) {
    boolean[] known = new boolean[1];
    forEach(blob.id(), row -> known[0] |= packs[row] == pack && offsets[row] == blob.offset());
    if (known[0]) {
      return;
    }
    if (count == packs.length) {
      grow();
    }
    int row = count++;
    ids[4 * row] = blob.id().a();
    ids[4 * row + 1] = blob.id().b();
    ids[4 * row + 2] = blob.id().c();
    ids[4 * row + 3] = blob.id().d();
    packs[row] = pack;
    offsets[row] = blob.offset();
    lengths[row] = blob.length();
    rawLengths[row] = blob.rawLength();
    enter(row);
  }

  boolean contains(StorageId id) {
    boolean[] found = new boolean[1];
    forEach(id, row -> found[0] = true);
    return found[0];
  }

  /** Shows every row with {@code id}, first entered first. */
  void forEach(StorageId id, IntConsumer consumer) {
    int slot = (int) id.a() & (slots.length - 1);
    while (slots[slot] != 0) {
      int row = slots[slot] - 1;
      if (ids[4 * row] == id.a()
          && ids[4 * row + 1] == id.b()
          && ids[4 * row + 2] == id.c()
          && ids[4 * row + 3] == id.d()) {
        consumer.accept(row);
      }
      slot = (slot + 1) & (slots.length - 1);
    }
  }

  int pack(int row) {
    return packs[row];
  }

  PackedBlob blob(BlobType type, int row) {
    StorageId id =
        new StorageId(ids[4 * row], ids[4 * row + 1], ids[4 * row + 2], ids[4 * row + 3]);
    return new PackedBlob(type, id, offsets[row], lengths[row], rawLengths[row]);
  }

  private void enter(int row) {
    int slot = (int) ids[4 * row] & (slots.length - 1);
    while (slots[slot] != 0) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = row + 1;
  }

  private void grow() {
    int capacity = 2 * packs.length;
    ids = Arrays.copyOf(ids, 4 * capacity);
    packs = Arrays.copyOf(packs, capacity);
    offsets = Arrays.copyOf(offsets, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    rawLengths = Arrays.copyOf(rawLengths, capacity);
    slots = new int[2 * capacity];
    for (int row = 0; row < count; row++) {
      enter(row);
    }
  }
}
