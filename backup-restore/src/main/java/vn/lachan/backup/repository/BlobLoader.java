package vn.lachan.backup.repository;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Reads blobs back, one at a time, from any good copy. */
final class BlobLoader {

  private final Repository repository;

  BlobLoader(Repository repository) {
    this.repository = repository;
  }

  /** Returns the blob. Where several packs hold it, one good copy is enough. */
  byte[] load(BlobType type, StorageId id) {
    BlobCodec codec = repository.borrow();
    try {
      return load(type, id, codec).toArray();
    } finally {
      repository.giveBack(codec);
    }
  }

  /** Hands the blob to {@code use}, in room that is used again. */
  void load(BlobType type, StorageId id, BlobUse use) throws IOException {
    BlobCodec codec = repository.borrow();
    try {
      Content content = load(type, id, codec);
      use.with(content.bytes, content.length);
    } finally {
      repository.giveBack(codec);
    }
  }

  /** Room of a codec with the content at its beginning. */
  private static final class Content {
    final byte[] bytes;
    final int length;

    Content(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }

    byte[] toArray() {
      return Arrays.copyOf(bytes, length);
    }
  }

  private Content load(BlobType type, StorageId id, BlobCodec codec) {
    List<Index.Place> places = repository.index().places(type, id);
    if (places.isEmpty()) {
      throw new CorruptRepositoryException("no pack holds it", blobName(type, id));
    }
    RepositoryException failure = null;
    for (Index.Place place : places) {
      try {
        return load(place, codec);
      } catch (BackendException | CorruptRepositoryException e) {
        failure = e;
      }
    }
    throw failure == null ? new IllegalStateException("no place tried") : failure;
  }

  private Content load(Index.Place place, BlobCodec codec) {
    PackedBlob blob = place.blob();
    int length = blob.contentLength();
    if (length <= repository.settings().largestBlob()) {
      byte[] sealed = codec.sealedRoom(blob.length());
      byte[] plain = codec.plainRoom(length);
      String pack = place.pack().toString();
      repository.backend().loadInto(FileKind.PACK, pack, blob.offset(), sealed, 0, blob.length());
      if (codec.openInto(sealed, 0, blob.length(), blob.rawLength(), plain, 0)
          && codec.hash(plain, 0, length).equals(blob.id())) {
        return new Content(plain, length);
      }
    }
    throw new CorruptRepositoryException(
        "damaged in pack data/" + place.pack(), blobName(blob.type(), blob.id()));
  }

  private static String blobName(BlobType type, StorageId id) {
    return type.word() + " blob " + id;
  }
}
