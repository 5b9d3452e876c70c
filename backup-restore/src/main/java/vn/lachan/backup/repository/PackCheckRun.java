package vn.lachan.backup.repository;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import vn.lachan.backup.progress.Progress;

/** Walks over all packs once: their names, their lengths and, when asked, every byte. */
final class PackCheckRun {

  private final Repository repository;
  private final Progress progress = Progress.current();
  private final Predicate<StorageId> reads;
  private final List<String> problems = new ArrayList<>();
  private final List<String> orphans = new ArrayList<>();
  private final List<StorageId> sound = new ArrayList<>();
  private final Map<PackCheck.Blob, Set<StorageId>> bad = new HashMap<>();
  private int packs;
  private long bytesRead;

  /**
   * @param reads which packs are read whole; of the others names and lengths are compared
   */
  PackCheckRun(Repository repository, Predicate<StorageId> reads) {
    this.repository = repository;
    this.reads = reads;
  }

  PackCheck run() {
    Map<String, Long> stored = new HashMap<>();
    for (Backend.StoredFile file : repository.backend().list(FileKind.PACK)) {
      stored.put(file.name(), file.length());
    }
    repository.index().forEachPack((id, blobs) -> check(id, blobs, stored));
    stored.keySet().stream()
        .sorted()
        .filter(name -> !repository.index().knowsPack(StorageId.parse(name).orElseThrow()))
        .forEach(orphans::add);
    problems.sort(null);
    return new PackCheck(problems, unusable(), orphans, sound, packs, bytesRead);
  }

  /** The bad blobs without a good copy in another pack. */
  private Set<PackCheck.Blob> unusable() {
    Set<PackCheck.Blob> unusable = new HashSet<>();
    bad.forEach((blob, where) -> {
      boolean everywhere =
          repository.index().places(blob.type(), blob.id()).stream()
              .allMatch(place -> where.contains(place.pack()));
      if (everywhere) {
        unusable.add(blob);
      }
    });
    return unusable;
  }

  private void check(StorageId id, List<PackedBlob> blobs, Map<String, Long> stored) {
    packs++;
    Long length = stored.get(id.toString());
    if (length == null) {
      problems.add("pack data/" + id + " is in the index but not in the repository");
      blobs.forEach(blob -> bad(id, blob));
      return;
    }
    long expected = PackHeader.packLength(blobs);
    if (length != expected) {
      problems.add("pack data/" + id + " has " + length + " bytes, the index wants " + expected);
    }
    if (reads.test(id)) {
      int before = problems.size();
      read(id, blobs);
      if (problems.size() == before && length == expected) {
        sound.add(id);
      }
    } else {
      blobs.stream().filter(b -> b.offset() + b.length() > length).forEach(b -> bad(id, b));
    }
  }

  private void read(StorageId id, List<PackedBlob> blobs) {
    byte[] content;
    try {
      content = repository.backend().load(FileKind.PACK, id.toString());
    } catch (BackendException e) {
      problems.add("pack data/" + id + " cannot be read: " + e.getMessage());
      blobs.forEach(blob -> bad(id, blob));
      return;
    }
    bytesRead += content.length;
    progress.file(content.length);
    BlobCodec codec = repository.borrow();
    try {
      if (!codec.hash(content).equals(id)) {
        problems.add("pack data/" + id + " does not have the content its name promises");
      }
      for (PackedBlob blob : blobs) {
        boolean opens =
            blob.offset() + blob.length() <= content.length
                && codec.open(content, blob.offset(), blob.length(), blob.rawLength(), blob.id())
                    != null;
        if (!opens) {
          problems.add(
              blob.type().word() + " blob " + blob.id() + " is damaged in pack data/" + id);
          bad(id, blob);
        }
      }
      headerFits(id, content.length, blobs);
    } finally {
      repository.giveBack(codec);
    }
  }

  private void headerFits(StorageId id, int length, List<PackedBlob> blobs) {
    try {
      List<PackedBlob> header =
          repository.packHeader(new Backend.StoredFile(id.toString(), length));
      if (!header.equals(blobs)) {
        problems.add("pack data/" + id + " has a header that differs from the index");
      }
    } catch (CorruptRepositoryException | BackendException e) {
      problems.add(e.getMessage());
    }
  }

  private void bad(StorageId pack, PackedBlob blob) {
    bad.computeIfAbsent(new PackCheck.Blob(blob.type(), blob.id()), b -> new HashSet<>()).add(pack);
  }
}
