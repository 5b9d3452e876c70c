package vn.lachan.backup.repository;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Gathers sealed blobs into packs, writes the packs, and then the index that names them.
 *
 * <p>Data and trees go to different packs, as version 2 demands. Several threads add at once; the
 * thread whose blob fills a pack writes it while the others go on.
 */
final class PackWriter {

  /** Blobs of one pack not yet written. */
  private static final class OpenPack {
    final ByteArrayOutputStream content = new ByteArrayOutputStream(1 << 16);
    final List<PackedBlob> blobs = new ArrayList<>();
  }

  private static final int MOST_BLOBS_IN_A_PACK = 100_000;

  private final Backend backend;
  private final Index index;
  private final RepositorySettings settings;
  private final RandomGenerator random;
  private final Runnable guard;
  private final List<OpenPack> dataPacks = new ArrayList<>();
  private final List<OpenPack> treePacks = new ArrayList<>();
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
      dataPacks.add(new OpenPack());
    }
    treePacks.add(new OpenPack());
  }

  void add(BlobCodec.SealedBlob blob, BlobCodec codec) {
    OpenPack full = null;
    synchronized (this) {
      List<OpenPack> open = open(blob.type);
      int chosen = random.nextInt(open.size());
      OpenPack pack = open.get(chosen);
      pack.blobs.add(
          new PackedBlob(
              blob.type, blob.id, pack.content.size(), blob.sealed.length, blob.rawLength));
      pack.content.writeBytes(blob.sealed);
      if (pack.content.size() >= settings.packBytes()
          || pack.blobs.size() >= MOST_BLOBS_IN_A_PACK) {
        full = pack;
        open.set(chosen, new OpenPack());
      }
    }
    if (full != null) {
      write(full, codec);
    }
  }

  private List<OpenPack> open(BlobType type) {
    return switch (type) {
      case DATA -> dataPacks;
      case TREE -> treePacks;
    };
  }

  /** Writes everything gathered: packs first, then the index. Call when no thread adds any more. */
  void flush(BlobCodec codec) {
    List<OpenPack> rest = new ArrayList<>();
    synchronized (this) {
      for (List<OpenPack> open : List.of(dataPacks, treePacks)) {
        for (int i = 0; i < open.size(); i++) {
          rest.add(open.set(i, new OpenPack()));
        }
      }
    }
    for (OpenPack pack : rest) {
      if (!pack.blobs.isEmpty()) {
        write(pack, codec);
      }
    }
    synchronized (indexGuard) {
      if (unindexedBlobs > 0) {
        writeIndex(codec);
      }
    }
  }

  private void write(OpenPack pack, BlobCodec codec) {
    byte[] header = codec.sealPlain(PackHeader.encode(pack.blobs));
    pack.content.writeBytes(header);
    pack.content.writeBytes(
        ByteBuffer.allocate(PackHeader.LENGTH_FIELD)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(header.length)
            .array());
    byte[] content = pack.content.toByteArray();
    StorageId id = codec.hash(content);
    backend.save(FileKind.PACK, id.toString(), content);
    index.add(id, pack.blobs);
    synchronized (indexGuard) {
      unindexed.put(id, pack.blobs);
      unindexedBlobs += pack.blobs.size();
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
