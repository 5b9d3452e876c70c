package vn.lachan.backup.repository;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vn.lachan.backup.hash.HashJob;

/**
 * A pack that is not written yet, and how much of it is hashed already.
 *
 * <p>Bytes once added do not change, so what is there may be hashed while more is added. {@link
 * PackWriter} guards everything but that.
 */
final class OpenPack {

  private static final int FIRST_BYTES = 1 << 16;
  private static final int GROWS_TO = 4 << 20;

  private final List<PackedBlob> blobs = new ArrayList<>();
  private final int expected;
  private byte[] content;
  private int size;
  private int header = Envelope.OVERHEAD + PackHeader.LENGTH_FIELD;
  private int hashed;
  private boolean beingHashed;
  private HashJob.Progress progress = new HashJob.Progress();

  /**
   * @param room an array of an earlier pack to be used again; may be empty
   * @param expected bytes it will have when it is full
   */
  OpenPack(byte[] room, int expected) {
    this.expected = expected;
    this.content = room.length < FIRST_BYTES ? new byte[FIRST_BYTES] : room;
  }

  List<PackedBlob> blobs() {
    return blobs;
  }

  int size() {
    return size;
  }

  byte[] content() {
    return content;
  }

  boolean isBeingHashed() {
    return beingHashed;
  }

  /**
   * Whether {@code blob} and the header fit into an array as large as a full pack needs; a larger
   * one would be copied. Anything fits into an empty pack.
   */
  boolean hasRoomFor(BlobCodec.SealedBlob blob) {
    return blobs.isEmpty()
        || (long) size + blob.length + header + PackHeader.MOST_FOR_ONE <= roomOfFull();
  }

  void add(BlobCodec.SealedBlob blob) {
    add(new PackedBlob(blob.type, blob.id, size, blob.length, blob.rawLength));
    append(blob.bytes, blob.offset, blob.length);
  }

  private void add(PackedBlob blob) {
    blobs.add(blob);
    header += PackHeader.entryLength(blob);
  }

  /** Takes over what is in {@code other}. Nothing of this pack was hashed to its end yet. */
  void addAll(OpenPack other) {
    for (PackedBlob blob : other.blobs) {
      add(
          new PackedBlob(
              blob.type(), blob.id(), size + blob.offset(), blob.length(), blob.rawLength()));
    }
    append(other.content, 0, other.size);
  }

  private void append(byte[] bytes, int offset, int length) {
    int needed = size + length;
    if (needed > content.length) {
      content = Arrays.copyOf(content, room(needed));
    }
    System.arraycopy(bytes, offset, content, size, length);
    size = needed;
  }

  /** Small packs grow by doubling; one that goes on gets at once what a full one needs. */
  private int room(int needed) {
    int full = roomOfFull();
    int grown = needed < GROWS_TO ? 2 * needed : full;
    return Math.max(needed, Math.min(grown, full));
  }

  /** An eighth more than expected: the last blob goes over it, and the header comes after. */
  private int roomOfFull() {
    return expected + expected / 8;
  }

  /** Bytes that could be hashed now though more will come. */
  int unhashedBlocks() {
    return (size - hashed) / HashJob.BLOCK * HashJob.BLOCK;
  }

  /** Begins to hash what is there. */
  HashJob beginHashing() {
    beingHashed = true;
    return HashJob.part(content, hashed, unhashedBlocks(), progress);
  }

  /** The job of {@link #beginHashing} is done. */
  void hashed(int bytes) {
    hashed += bytes;
    beingHashed = false;
  }

  /** Adds the header; nothing can be added afterwards. Returns the job that gives the id. */
  HashJob close(BlobCodec codec) {
    byte[] entries = codec.sealPlain(PackHeader.encode(blobs));
    byte[] length =
        ByteBuffer.allocate(PackHeader.LENGTH_FIELD)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(entries.length)
            .array();
    append(entries, 0, entries.length);
    append(length, 0, length.length);
    return HashJob.end(content, hashed, size - hashed, progress);
  }
}
