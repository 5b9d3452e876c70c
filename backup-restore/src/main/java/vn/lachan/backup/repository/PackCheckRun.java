package vn.lachan.backup.repository;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks over all packs once: their names, their lengths and, when asked, every byte. */
final class PackCheckRun {

  private final Repository repository;
  private final boolean readData;
  private final List<String> problems = new ArrayList<>();
  private final List<String> orphans = new ArrayList<>();
  private final Set<PackCheck.Blob> bad = new HashSet<>();
  private final Set<PackCheck.Blob> good = new HashSet<>();
  private long bytesRead;

  PackCheckRun(Repository repository, boolean readData) {
    this.repository = repository;
    this.readData = readData;
  }

  PackCheck run() {
    Map<String, Long> stored = new HashMap<>();
    for (Backend.StoredFile file : repository.backend().list(FileKind.PACK)) {
      stored.put(file.name(), file.length());
    }
    Map<StorageId, List<PackedBlob>> indexed = repository.indexByPack();
    indexed.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> check(entry.getKey(), entry.getValue(), stored));
    stored.keySet().stream()
        .sorted()
        .filter(name -> !indexed.containsKey(StorageId.parse(name).orElseThrow()))
        .forEach(orphans::add);
    bad.removeAll(good);
    return new PackCheck(problems, bad, orphans, indexed.size(), bytesRead);
  }

  private void check(StorageId id, List<PackedBlob> blobs, Map<String, Long> stored) {
    Long length = stored.get(id.toString());
    if (length == null) {
      problems.add("pack data/" + id + " is in the index but not in the repository");
      blobs.forEach(this::bad);
      return;
    }
    long expected = PackHeader.packLength(blobs);
    if (length != expected) {
      problems.add("pack data/" + id + " has " + length + " bytes, the index wants " + expected);
    }
    if (readData) {
      read(id, blobs);
    } else {
      for (PackedBlob blob : blobs) {
        mark(blob, blob.offset() + blob.length() <= length);
      }
    }
  }

  private void read(StorageId id, List<PackedBlob> blobs) {
    byte[] content;
    try {
      content = repository.backend().load(FileKind.PACK, id.toString());
    } catch (BackendException e) {
      problems.add("pack data/" + id + " cannot be read: " + e.getMessage());
      blobs.forEach(this::bad);
      return;
    }
    bytesRead += content.length;
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
        }
        mark(blob, opens);
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

  private void mark(PackedBlob blob, boolean usable) {
    if (usable) {
      good.add(new PackCheck.Blob(blob.type(), blob.id()));
    } else {
      bad(blob);
    }
  }

  private void bad(PackedBlob blob) {
    bad.add(new PackCheck.Blob(blob.type(), blob.id()));
  }
}
