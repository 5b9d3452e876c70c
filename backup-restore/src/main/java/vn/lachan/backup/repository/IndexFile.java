package vn.lachan.backup.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A file under {@code index/}: packs and the blobs in them. */
record IndexFile(@Nullable List<Pack> packs) {

  record Pack(@Nullable String id, @Nullable List<Blob> blobs) {}

  record Blob(
      @Nullable String id,
      @Nullable String type,
      int offset,
      int length,
      @Nullable Integer uncompressedLength) {}

  static IndexFile of(Map<StorageId, List<PackedBlob>> packs) {
    List<Pack> documents = new ArrayList<>();
    packs.forEach((id, blobs) ->
        documents.add(new Pack(id.toString(), blobs.stream().map(IndexFile::blob).toList())));
    return new IndexFile(documents);
  }

  private static Blob blob(PackedBlob blob) {
    return new Blob(
        blob.id().toString(),
        blob.type().word(),
        blob.offset(),
        blob.length(),
        blob.rawLength() > 0 ? blob.rawLength() : null);
  }

  /** Shows every pack of an index file; false when it is none, after showing what made sense. */
  static boolean read(byte[] json, BiConsumer<StorageId, List<PackedBlob>> consumer) {
    return ResticJson.read(json, IndexFile.class).map(f -> f.forEach(consumer)).orElse(false);
  }

  /** Shows every pack; false when an entry makes no sense, after showing those before it. */
  boolean forEach(BiConsumer<StorageId, List<PackedBlob>> consumer) {
    if (packs == null) {
      return false;
    }
    for (Pack pack : packs) {
      Optional<StorageId> id = id(pack.id());
      List<PackedBlob> blobs = new ArrayList<>();
      if (id.isEmpty() || pack.blobs() == null) {
        return false;
      }
      for (Blob blob : pack.blobs()) {
        Optional<PackedBlob> packed = packed(blob);
        if (packed.isEmpty()) {
          return false;
        }
        blobs.add(packed.get());
      }
      consumer.accept(id.get(), blobs);
    }
    return true;
  }

  private static Optional<PackedBlob> packed(Blob blob) {
    Integer raw = blob.uncompressedLength();
    int rawLength = raw == null ? 0 : raw;
    boolean possible =
        blob.offset() >= 0
            && blob.length() >= Envelope.OVERHEAD
            && blob.offset() + blob.length() > 0
            && rawLength >= 0;
    BlobType type = "tree".equals(blob.type()) ? BlobType.TREE : BlobType.DATA;
    return possible
        ? id(blob.id()).map(id -> new PackedBlob(type, id, blob.offset(), blob.length(), rawLength))
        : Optional.empty();
  }

  private static Optional<StorageId> id(@Nullable String text) {
    return text == null ? Optional.empty() : StorageId.parse(text);
  }
}
