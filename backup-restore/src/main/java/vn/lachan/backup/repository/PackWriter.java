package vn.lachan.backup.repository;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import vn.lachan.backup.hash.HashEngine;
import vn.lachan.backup.hash.HashEngines;
import vn.lachan.backup.hash.HashJob;

/**
 * Gathers sealed blobs into packs, writes the packs, and then the index that names them.
 *
 * <p>Data and trees go to different packs, as version 2 demands. Several threads add at once. A
 * full pack waits until a thread closes it: that is, hashes the rest of it beside its own blobs
 * ({@link #closing}, {@link #write}), while the others go on.
 */
final class PackWriter {

  /** A pack at its end; the job gives its id once it is done. */
  record Closing(OpenPack pack, HashJob job) {}

  /** A part of an open pack that is being hashed. */
  record Part(OpenPack pack, HashJob job, int bytes) {}

  private static final int MOST_BLOBS_IN_A_PACK = 100_000;
  private static final int ALWAYS_OPEN = 2;

  /**
   * Arrays of written packs that are kept for the next ones. The collector does not look for such
   * large ones before the heap is full, so each that is not used again counts as memory.
   */
  private static final int MOST_SPARE = 4;

  private final Backend backend;
  private final Index index;
  private final RepositorySettings settings;
  private final RandomGenerator random;
  private final Runnable guard;
  private final List<OpenPack> dataPacks = new ArrayList<>();
  private final List<OpenPack> treePacks = new ArrayList<>();
  private final Deque<OpenPack> full = new ArrayDeque<>();
  private final Deque<byte[]> spare = new ArrayDeque<>();
  private final Object indexGuard = new Object();
  private final Map<StorageId, List<PackedBlob>> unindexed = new LinkedHashMap<>();
  private int unindexedBlobs;
  private long lastIndex = System.nanoTime();

  /**
   * @param guard called before every index file; throws when others may have taken our lock
   */
  PackWriter(
      Backend backend,
      Index index,
      RepositorySettings settings,
      RandomGenerator random,
      Runnable guard) {
    this.backend = backend;
    this.guard = guard;
    this.index = index;
    this.settings = settings;
    this.random = random;
    for (int i = 0; i < settings.openDataPacks(); i++) {
      dataPacks.add(new OpenPack(new byte[0], settings.packBytes()));
    }
    treePacks.add(new OpenPack(new byte[0], settings.packBytes()));
  }

  /** Adds a blob and closes what became full. For blobs that come alone. */
  void addAndWrite(BlobCodec.SealedBlob blob, BlobCodec codec) {
    add(blob);
    writeFull(codec);
  }

  /** Adds a blob; a pack that became full waits for {@link #closing}. */
  synchronized void add(BlobCodec.SealedBlob blob) {
    List<OpenPack> open = open(blob.type);
    int chosen = random.nextInt(Math.min(open.size(), used()));
    if (!open.get(chosen).hasRoomFor(blob)) {
      replace(open, chosen);
    }
    OpenPack pack = open.get(chosen);
    pack.add(blob);
    if (pack.size() >= settings.packBytes() || pack.blobs().size() >= MOST_BLOBS_IN_A_PACK) {
      replace(open, chosen);
    }
  }

  private void replace(List<OpenPack> open, int chosen) {
    byte[] room = spare.poll();
    full.add(
        open.set(chosen, new OpenPack(room == null ? new byte[0] : room, settings.packBytes())));
  }

  /** More open packs than two only pay when their ids are hashed side by side. */
  private static int used() {
    return HashEngines.ofProcess().engine().takesParts() ? Integer.MAX_VALUE : ALWAYS_OPEN;
  }

  private List<OpenPack> open(BlobType type) {
    return switch (type) {
      case DATA -> dataPacks;
      case TREE -> treePacks;
    };
  }

  /** Takes the full packs and closes them: hash the jobs, then {@link #write} each. */
  List<Closing> closing(BlobCodec codec) {
    List<OpenPack> taken = new ArrayList<>();
    synchronized (this) {
      full.removeIf(pack -> !pack.isBeingHashed() && taken.add(pack));
    }
    return taken.stream().map(pack -> new Closing(pack, pack.close(codec))).toList();
  }

  /** Takes what can be hashed of open packs; when it is done, give it to {@link #hashed}. */
  synchronized List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (OpenPack pack : dataPacks) {
      int bytes = pack.unhashedBlocks();
      if (bytes > 0 && !pack.isBeingHashed()) {
        parts.add(new Part(pack, pack.beginHashing(), bytes));
      }
    }
    return parts;
  }

  synchronized void hashed(List<Part> parts) {
    parts.forEach(part -> part.pack().hashed(part.bytes()));
  }

  private void writeFull(BlobCodec codec) {
    List<Closing> closing = closing(codec);
    if (!closing.isEmpty()) {
      long bytes = closing.stream().mapToLong(c -> c.pack().size()).sum();
      HashEngine engine = HashEngines.ofProcess().engineFor(bytes);
      engine.hash(closing.stream().map(Closing::job).toList());
      closing.forEach(c -> write(c, codec));
    }
  }

  /** Writes everything gathered: packs first, then the index. Call when no thread adds any more. */
  void flush(BlobCodec codec) {
    synchronized (this) {
      for (List<OpenPack> open : List.of(dataPacks, treePacks)) {
        List<OpenPack> joined = join(open);
        full.addAll(joined);
        open.replaceAll(pack -> new OpenPack(new byte[0], settings.packBytes()));
      }
      spare.clear();
    }
    writeFull(codec);
    synchronized (indexGuard) {
      if (unindexedBlobs > 0) {
        writeIndex(codec);
      }
    }
  }

  /** Joins small packs, so that a small backup leaves few of them. */
  private List<OpenPack> join(List<OpenPack> open) {
    List<OpenPack> joined = new ArrayList<>();
    for (OpenPack pack : open) {
      if (pack.blobs().isEmpty()) {
        continue;
      }
      OpenPack last = joined.isEmpty() ? null : joined.getLast();
      if (last != null
          && last.size() + pack.size() <= settings.packBytes()
          && last.blobs().size() + pack.blobs().size() <= MOST_BLOBS_IN_A_PACK) {
        last.addAll(pack);
      } else {
        joined.add(pack);
      }
    }
    return joined;
  }

  /** Writes a closed and hashed pack. */
  void write(Closing closing, BlobCodec codec) {
    OpenPack pack = closing.pack();
    StorageId id = StorageId.of(closing.job().digest());
    backend.save(FileKind.PACK, id.toString(), pack.content(), pack.size());
    index.add(id, pack.blobs());
    synchronized (this) {
      if (spare.size() < MOST_SPARE) {
        spare.add(pack.content());
      }
    }
    synchronized (indexGuard) {
      unindexed.put(id, pack.blobs());
      unindexedBlobs += pack.blobs().size();
      boolean due = System.nanoTime() - lastIndex > settings.indexInterval().toNanos();
      if (due || unindexedBlobs >= settings.indexBlobs()) {
        writeIndex(codec);
      }
    }
  }

  private void writeIndex(BlobCodec codec) {
    guard.run();
    byte[] sealed = codec.sealDocument(ResticJson.write(IndexFile.of(unindexed)));
    backend.save(FileKind.INDEX, codec.hash(sealed).toString(), sealed);
    unindexed.clear();
    unindexedBlobs = 0;
    lastIndex = System.nanoTime();
  }

  /** Names the packs that were written in an index, and leaves the open ones alone. */
  void indexWritten(BlobCodec codec) {
    synchronized (indexGuard) {
      if (unindexedBlobs > 0) {
        writeIndex(codec);
      }
    }
  }
}
