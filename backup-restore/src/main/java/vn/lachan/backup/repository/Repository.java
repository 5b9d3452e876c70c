package vn.lachan.backup.repository;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An encrypted, deduplicated store of blobs and small documents, in restic's format version 2.
 *
 * <p>Promises: a blob is returned only when it hashes to its id, so that what comes back is what
 * was put in or an exception; the same blob is stored once; after {@link #flush()} every blob saved
 * before is durable and indexed. All methods may be called by several threads, {@link #flush()}
 * when none saves. Failures are {@link RepositoryException}s.
 */
public final class Repository implements AutoCloseable {

  /**
   * What one use of the repository has moved so far.
   *
   * @param rawBytesWritten content of the new blobs
   * @param bytesWritten the same, compressed and sealed
   * @param blobsKnown blobs saved again that were there already
   */
  public record Stats(
      long dataBlobsWritten,
      long treeBlobsWritten,
      long rawBytesWritten,
      long bytesWritten,
      long blobsKnown,
      int indexedBlobs,
      int indexedPacks) {

    public long blobsWritten() {
      return dataBlobsWritten + treeBlobsWritten;
    }
  }

  private final Backend backend;
  private final RepositoryKey key;
  private final RepositorySettings settings;
  private final Clock clock;
  private final SecureRandom random;
  private final RepositoryConfig config;
  private final Chunker chunker;
  private final Index index = new Index();
  private final PackWriter writer;
  private final ConcurrentLinkedQueue<BlobCodec> codecs = new ConcurrentLinkedQueue<>();
  private final AtomicLong dataBlobsWritten = new AtomicLong();
  private final AtomicLong treeBlobsWritten = new AtomicLong();
  private final AtomicLong rawBytesWritten = new AtomicLong();
  private final AtomicLong bytesWritten = new AtomicLong();
  private final AtomicLong blobsKnown = new AtomicLong();

  private Repository(
      Backend backend,
      RepositoryKey key,
      RepositoryConfig config,
      RepositorySettings settings,
      Clock clock,
      SecureRandom random) {
    this.backend = backend;
    this.key = key;
    this.config = config;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.chunker = new Chunker(config.polynomial());
    this.writer = new PackWriter(backend, index, settings, random);
  }

  /** Makes a new repository in an empty place and opens it. Durable on return. */
  public static Repository create(
      Backend backend, RepositoryPassword password, RepositorySettings settings, Clock clock) {
    backend.create();
    SecureRandom random = new SecureRandom();
    RepositoryKey key = RepositoryKey.random(random);
    RepositoryConfig config = RepositoryConfig.create(random);
    ZonedDateTime now = ZonedDateTime.now(clock);
    RepositoryFiles.write(backend, key, password, config, settings, now, random);
    return new Repository(backend, key, config, settings, clock, random);
  }

  /** Opens a repository; the index is not loaded yet. */
  public static Repository open(
      Backend backend, RepositoryPassword password, RepositorySettings settings, Clock clock) {
    SecureRandom random = new SecureRandom();
    RepositoryKey key = RepositoryFiles.key(backend, password, random);
    RepositoryConfig config = RepositoryFiles.config(backend, key, random);
    return new Repository(backend, key, config, settings, clock, random);
  }

  /** Names of key files that are not what their name promises. */
  public List<String> damagedKeys() {
    return RepositoryFiles.damagedKeys(backend);
  }

  /** Loads every index file. A damaged one is a failure. */
  public void loadIndex() {
    List<CorruptRepositoryException> damage = loadIndexTolerant();
    if (!damage.isEmpty()) {
      throw damage.getFirst();
    }
  }

  /**
   * Loads every index file that opens and returns what is damaged. When something is, the blobs of
   * packs no index names are found again from the packs' own headers.
   */
  public List<CorruptRepositoryException> loadIndexTolerant() {
    List<CorruptRepositoryException> damage = new ArrayList<>();
    for (Backend.StoredFile file : backend.list(FileKind.INDEX)) {
      try {
        byte[] json = loadDocument(FileKind.INDEX, file.name());
        boolean whole =
            ResticJson.read(json, IndexFile.class).map(f -> f.forEach(index::add)).orElse(false);
        if (!whole) {
          throw new CorruptRepositoryException("index makes no sense", "index/" + file.name());
        }
      } catch (CorruptRepositoryException e) {
        damage.add(e);
      }
    }
    if (!damage.isEmpty()) {
      indexFromPacks(damage);
    }
    return damage;
  }

  private void indexFromPacks(List<CorruptRepositoryException> damage) {
    for (Backend.StoredFile pack : backend.list(FileKind.PACK)) {
      StorageId id = StorageId.parse(pack.name()).orElseThrow();
      if (!index.knowsPack(id)) {
        try {
          index.add(id, packHeader(pack));
        } catch (CorruptRepositoryException e) {
          damage.add(e);
        }
      }
    }
  }

  List<PackedBlob> packHeader(Backend.StoredFile pack) {
    BlobCodec codec = borrow();
    try {
      return PackHeader.read(backend, pack, codec);
    } finally {
      codecs.add(codec);
    }
  }

  /** Where files are cut. */
  public Chunker chunker() {
    return chunker;
  }

  /** Whether the blob is stored and indexed. */
  public boolean contains(BlobType type, StorageId id) {
    return index.contains(type, id);
  }

  /** Saves a blob unless it is there already; durable after the next {@link #flush()}. */
  public StorageId save(BlobType type, byte[] content, int offset, int length) {
    BlobCodec codec = borrow();
    try {
      StorageId id = codec.hash(content, offset, length);
      if (index.claim(type, id)) {
        BlobCodec.SealedBlob blob = codec.seal(type, id, content, offset, length);
        (type == BlobType.DATA ? dataBlobsWritten : treeBlobsWritten).incrementAndGet();
        rawBytesWritten.addAndGet(length);
        bytesWritten.addAndGet(blob.sealed.length);
        writer.add(blob, codec);
      } else {
        blobsKnown.incrementAndGet();
      }
      return id;
    } finally {
      codecs.add(codec);
    }
  }

  /** Makes everything saved so far durable: packs, then the index. */
  public void flush() {
    BlobCodec codec = borrow();
    try {
      writer.flush(codec);
    } finally {
      codecs.add(codec);
    }
  }

  /** Returns the blob. Where several packs hold it, one good copy is enough. */
  public byte[] load(BlobType type, StorageId id) {
    List<Index.Place> places = index.places(type, id);
    if (places.isEmpty()) {
      throw new CorruptRepositoryException("no pack holds it", blobName(type, id));
    }
    BlobCodec codec = borrow();
    try {
      RepositoryException failure = null;
      for (Index.Place place : places) {
        try {
          return load(place, codec);
        } catch (BackendException | CorruptRepositoryException e) {
          failure = e;
        }
      }
      throw failure == null ? new IllegalStateException("no place tried") : failure;
    } finally {
      codecs.add(codec);
    }
  }

  /** The packs that hold the blob, as the index says. */
  public List<StorageId> packsOf(BlobType type, StorageId id) {
    return index.places(type, id).stream().map(Index.Place::pack).toList();
  }

  private byte[] load(Index.Place place, BlobCodec codec) {
    PackedBlob blob = place.blob();
    byte[] sealed =
        backend.load(FileKind.PACK, place.pack().toString(), blob.offset(), blob.length());
    byte[] content = codec.open(sealed, 0, sealed.length, blob.rawLength(), blob.id());
    if (content == null) {
      throw new CorruptRepositoryException(
          "damaged in pack data/" + place.pack(), blobName(blob.type(), blob.id()));
    }
    return content;
  }

  private static String blobName(BlobType type, StorageId id) {
    return type.word() + " blob " + id;
  }

  /** Seals and stores a document under the hash of its file. Durable on return. */
  public StorageId saveDocument(FileKind kind, byte[] json) {
    BlobCodec codec = borrow();
    try {
      byte[] sealed = codec.sealDocument(json);
      StorageId id = codec.hash(sealed);
      backend.save(kind, id.toString(), sealed);
      return id;
    } finally {
      codecs.add(codec);
    }
  }

  /** Returns the JSON of an index, snapshot or lock, after checking its name and its MAC. */
  public byte[] loadDocument(FileKind kind, String name) {
    byte[] sealed = backend.load(kind, name);
    BlobCodec codec = borrow();
    try {
      byte[] json = codec.hash(sealed).toString().equals(name) ? codec.openDocument(sealed) : null;
      if (json == null) {
        throw new CorruptRepositoryException("file is damaged", kind.folder() + "/" + name);
      }
      return json;
    } finally {
      codecs.add(codec);
    }
  }

  /** Compares packs with the index, see {@link PackCheck}. */
  public PackCheck checkPacks(boolean readData) {
    return new PackCheckRun(this, readData).run();
  }

  Map<StorageId, List<PackedBlob>> indexByPack() {
    return index.byPack();
  }

  BlobCodec borrow() {
    BlobCodec free = codecs.poll();
    return free == null ? new BlobCodec(key, settings, random) : free;
  }

  void giveBack(BlobCodec codec) {
    codecs.add(codec);
  }

  /** Where the files are. */
  public Backend backend() {
    return backend;
  }

  public RepositorySettings settings() {
    return settings;
  }

  Clock clock() {
    return clock;
  }

  /** Random name of this repository, the same in every copy of it. */
  public String id() {
    String id = config.id();
    return id == null ? "" : id;
  }

  public Stats stats() {
    return new Stats(
        dataBlobsWritten.get(),
        treeBlobsWritten.get(),
        rawBytesWritten.get(),
        bytesWritten.get(),
        blobsKnown.get(),
        index.blobCount(),
        index.packCount());
  }

  /** Wipes the key. Blobs not flushed are lost. */
  @Override
  public void close() {
    for (BlobCodec codec = codecs.poll(); codec != null; codec = codecs.poll()) {
      codec.close();
    }
    key.close();
    backend.close();
  }
}
