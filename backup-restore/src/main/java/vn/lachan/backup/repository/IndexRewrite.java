package vn.lachan.backup.repository;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * Replaces all index files by new ones: the new ones are durable before the first old one goes.
 *
 * <p>Call with an exclusive lock and the whole index loaded.
 */
final class IndexRewrite {

  private final Repository repository;
  private final Set<String> written = new HashSet<>();
  private final Map<StorageId, List<PackedBlob>> next = new LinkedHashMap<>();
  private int blobsInNext;

  IndexRewrite(Repository repository) {
    this.repository = repository;
  }

  /** Something that shows packs and what is in them. */
  interface Packs {
    void forEach(BiConsumer<StorageId, List<PackedBlob>> consumer);
  }

  /** Keeps the packs of the index that {@code keep} accepts. */
  void replace(BiPredicate<StorageId, List<PackedBlob>> keep) {
    replace(keep, consumer -> {});
  }

  /** The same, and {@code more} besides. */
  void replace(BiPredicate<StorageId, List<PackedBlob>> keep, Packs more) {
    List<Backend.StoredFile> old = repository.backend().list(FileKind.INDEX);
    repository
        .index()
        .forEachPack((pack, blobs) -> {
          if (keep.test(pack, blobs)) {
            add(pack, blobs);
          }
        });
    more.forEach(this::add);
    write();
    for (Backend.StoredFile file : old) {
      if (!written.contains(file.name())) {
        repository.remove(FileKind.INDEX, file.name());
      }
    }
  }

  private void add(StorageId pack, List<PackedBlob> blobs) {
    next.put(pack, blobs);
    blobsInNext += blobs.size();
    if (blobsInNext >= repository.settings().indexBlobs()) {
      write();
    }
  }

  private void write() {
    if (!next.isEmpty()) {
      byte[] json = ResticJson.write(IndexFile.of(next));
      written.add(repository.saveDocument(FileKind.INDEX, json).toString());
      next.clear();
      blobsInNext = 0;
    }
  }
}
