package vn.lachan.backup.repository;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The end of a pack: what lies in it.
 *
 * <pre>
 *   blob … blob || envelope(entry … entry) || length of that envelope, 4 bytes little endian
 *   entry = type(1: 0 data, 1 tree, 2 compressed data, 3 compressed tree)
 *           length(4 LE) [raw length(4 LE) when compressed] id(32)
 * </pre>
 *
 * <p>The header lets an index be made again from the packs alone.
 */
final class PackHeader {

  static final int LENGTH_FIELD = 4;
  private static final int ENTRY = 1 + 4 + StorageId.BYTES;

  /** The longest entry. */
  static final int MOST_FOR_ONE = ENTRY + 4;

  private static final int LARGEST = 16 << 20;

  private PackHeader() {}

  /** Bytes of the entry of one blob. */
  static int entryLength(PackedBlob blob) {
    return blob.rawLength() > 0 ? MOST_FOR_ONE : ENTRY;
  }

  /** Length of a pack with exactly these blobs. */
  static long packLength(List<PackedBlob> blobs) {
    long length = Envelope.OVERHEAD + LENGTH_FIELD;
    for (PackedBlob blob : blobs) {
      length += blob.length() + entryLength(blob);
    }
    return length;
  }

  static byte[] encode(List<PackedBlob> blobs) {
    int length = blobs.stream().mapToInt(PackHeader::entryLength).sum();
    ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    for (PackedBlob blob : blobs) {
      int tree = blob.type() == BlobType.TREE ? 1 : 0;
      int compressed = blob.rawLength() > 0 ? 2 : 0;
      header.put((byte) (tree + compressed)).putInt(blob.length());
      if (blob.rawLength() > 0) {
        header.putInt(blob.rawLength());
      }
      header.put(blob.id().bytes());
    }
    return header.array();
  }

  /** Reads the header of a pack in a backend. */
  static List<PackedBlob> read(Backend backend, Backend.StoredFile pack, BlobCodec codec) {
    long end = pack.length() - LENGTH_FIELD;
    if (end < Envelope.OVERHEAD) {
      throw new CorruptRepositoryException("pack is too short", "data/" + pack.name());
    }
    byte[] field = backend.load(FileKind.PACK, pack.name(), end, LENGTH_FIELD);
    int length = ByteBuffer.wrap(field).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (length < Envelope.OVERHEAD || length > end || length > LARGEST) {
      throw new CorruptRepositoryException(
          "pack header has the impossible length " + length, "data/" + pack.name());
    }
    byte[] sealed = backend.load(FileKind.PACK, pack.name(), end - length, length);
    byte[] header = codec.openPlain(sealed, 0, length);
    return Optional.ofNullable(header)
        .flatMap(PackHeader::decode)
        .orElseThrow(() ->
            new CorruptRepositoryException("pack header does not open", "data/" + pack.name()));
  }

  /** Reads the entries; empty when they make no sense. */
  static Optional<List<PackedBlob>> decode(byte[] header) {
    List<PackedBlob> blobs = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    int offset = 0;
    while (rest.hasRemaining()) {
      int kind = rest.get();
      boolean compressed = (kind & 2) != 0;
      if (kind < 0 || kind > 3 || rest.remaining() < ENTRY - 1 + (compressed ? 4 : 0)) {
        return Optional.empty();
      }
      int length = rest.getInt();
      int rawLength = compressed ? rest.getInt() : 0;
      byte[] id = new byte[StorageId.BYTES];
      rest.get(id);
      if (length < Envelope.OVERHEAD || rawLength < 0 || offset + length < 0) {
        return Optional.empty();
      }
      BlobType type = (kind & 1) == 0 ? BlobType.DATA : BlobType.TREE;
      blobs.add(new PackedBlob(type, StorageId.of(id), offset, length, rawLength));
      offset += length;
    }
    return Optional.of(blobs);
  }
}
