package vn.lachan.backup.repository;

/**
 * Where a blob lies inside its pack.
 *
 * @param length bytes in the pack, with the envelope
 * @param rawLength bytes before compression, 0 when the blob is not compressed
 */
record PackedBlob(BlobType type, StorageId id, int offset, int length, int rawLength) {

  PackedBlob {
    if (offset < 0 || length < Envelope.OVERHEAD || rawLength < 0 || offset + length < 0) {
      throw new IllegalArgumentException("impossible place of a blob: " + offset + "+" + length);
    }
  }

  /** Bytes of the content: before compression, without the envelope. */
  int contentLength() {
    return rawLength > 0 ? rawLength : length - Envelope.OVERHEAD;
  }
}
