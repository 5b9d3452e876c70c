package vn.lachan.backup.repository;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import vn.lachan.backup.hash.HashEngine;
import vn.lachan.backup.hash.HashEngines;
import vn.lachan.backup.hash.HashJob;
import vn.lachan.backup.progress.Progress;

/** Walks over all packs once: their names, their lengths and, when asked, every byte. */
final class PackCheckRun {

  /** So many packs are read beside each other by one thread. */
  private static final int SIDE_BY_SIDE = 8;

  private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

  private final Repository repository;
  private final Progress progress = Progress.current();
  private final Predicate<StorageId> reads;
  private final List<String> problems = new ArrayList<>();
  private final List<String> orphans = new ArrayList<>();
  private final List<StorageId> sound = new ArrayList<>();
  private final Map<PackCheck.Blob, Set<StorageId>> bad = new HashMap<>();
  private final List<PackReading> group = new ArrayList<>();
  private final List<CompletableFuture<Void>> running = new ArrayList<>();
  private final ConcurrentLinkedQueue<PackReading.Room> rooms = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("check-", 0).factory());
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
    try {
      repository.index().forEachPack((id, blobs) -> check(id, blobs, stored));
      readGroup();
      CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
    } finally {
      threads.shutdownNow();
    }
    stored.keySet().stream()
        .sorted()
        .filter(name -> !repository.index().knowsPack(StorageId.parse(name).orElseThrow()))
        .forEach(orphans::add);
    problems.sort(null);
    sound.sort(null);
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
      note("pack data/" + id + " is in the index but not in the repository");
      blobs.forEach(blob -> bad(id, blob));
      return;
    }
    long expected = PackHeader.packLength(blobs);
    if (length != expected) {
      note("pack data/" + id + " has " + length + " bytes, the index wants " + expected);
    }
    blobs.stream().filter(b -> b.offset() + b.length() > length).forEach(b -> bad(id, b));
    if (reads.test(id)) {
      HashEngine engine = HashEngines.ofProcess().engineFor(length);
      group.add(new PackReading(repository, id, blobs, length, engine));
      if (group.size() >= Math.min(SIDE_BY_SIDE, engine.lanes())) {
        readGroup();
      }
    }
  }

  /** Hands the packs gathered to a thread that reads them side by side. */
  private void readGroup() {
    if (!group.isEmpty()) {
      List<PackReading> together = List.copyOf(group);
      group.clear();
      if (running.size() >= 2 * THREADS) {
        running.removeFirst().join();
      }
      running.add(CompletableFuture.runAsync(() -> read(together), threads));
    }
  }

  private void read(List<PackReading> together) {
    BlobCodec codec = repository.borrow();
    List<PackReading> readable = new ArrayList<>(together);
    for (PackReading pack : together) {
      PackReading.Room free = rooms.poll();
      if (free != null) {
        pack.use(free);
      }
    }
    try {
      while (!readable.isEmpty()) {
        List<HashJob> jobs = new ArrayList<>();
        List<PackReading> going = new ArrayList<>();
        for (PackReading pack : readable) {
          if (next(pack, jobs, codec)) {
            going.add(pack);
          }
        }
        HashEngines.ofProcess()
            .engineFor(jobs.stream().mapToLong(HashJob::length).sum())
            .hash(jobs);
        going.forEach(PackReading::look);
        readable = going;
      }
    } finally {
      repository.giveBack(codec);
      together.stream()
          .map(PackReading::room)
          .filter(PackReading.Room::isWorthKeeping)
          .forEach(rooms::add);
    }
  }

  /** Reads on in one pack; false when it is at its end or cannot be read. */
  private boolean next(PackReading pack, List<HashJob> jobs, BlobCodec codec) {
    try {
      if (pack.next(jobs, codec)) {
        return true;
      }
      finish(pack);
    } catch (BackendException e) {
      note("pack data/" + pack.id() + " cannot be read: " + e.getMessage());
      synchronized (this) {
        pack.blobs().forEach(blob -> bad(pack.id(), blob));
      }
    }
    return false;
  }

  private void finish(PackReading pack) {
    List<String> found = new ArrayList<>();
    if (!pack.hasItsName()) {
      found.add("pack data/" + pack.id() + " does not have the content its name promises");
    }
    for (PackedBlob blob : pack.damaged()) {
      found.add(
          blob.type().word() + " blob " + blob.id() + " is damaged in pack data/" + pack.id());
    }
    headerFits(pack, found);
    progress.file("data/" + pack.id(), pack.length());
    synchronized (this) {
      bytesRead += pack.length();
      pack.damaged().forEach(blob -> bad(pack.id(), blob));
      problems.addAll(found);
      if (found.isEmpty() && pack.length() == PackHeader.packLength(pack.blobs())) {
        sound.add(pack.id());
      }
    }
  }

  private void headerFits(PackReading pack, List<String> found) {
    try {
      List<PackedBlob> header =
          repository.packHeader(new Backend.StoredFile(pack.id().toString(), pack.length()));
      if (!header.equals(pack.blobs())) {
        found.add("pack data/" + pack.id() + " has a header that differs from the index");
      }
    } catch (CorruptRepositoryException | BackendException e) {
      found.add(String.valueOf(e.getMessage()));
    }
  }

  private synchronized void note(String problem) {
    problems.add(problem);
  }

  private synchronized void bad(StorageId pack, PackedBlob blob) {
    bad.computeIfAbsent(new PackCheck.Blob(blob.type(), blob.id()), b -> new HashSet<>()).add(pack);
  }
}
