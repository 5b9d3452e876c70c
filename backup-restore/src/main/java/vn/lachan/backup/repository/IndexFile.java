package vn.lachan.backup.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file under {@code index/} as it is written: packs and the blobs in them. */
record IndexFile(List<Pack> packs) {

  record Pack(String id, List<Blob> blobs) {}

  record Blob(
      String id, String type, int offset, int length, @Nullable Integer uncompressedLength) {}

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
}
