package vn.lachan.backup.repository;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

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
   * @param indexBytes memory the index takes
   */
  public record Stats(
      long dataBlobsWritten,
      long treeBlobsWritten,
      long rawBytesWritten,
      long bytesWritten,
      long blobsKnown,
      int indexedBlobs,
      int indexedPacks,
      long indexBytes) {

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
  private final String keyName;
  private final Chunker chunker;
  private final Index index = new Index();
  private final PackWriter writer;
  private final ConcurrentLinkedQueue<BlobCodec> codecs = new ConcurrentLinkedQueue<>();
  private final AtomicLong dataBlobsWritten = new AtomicLong();
  private final AtomicLong treeBlobsWritten = new AtomicLong();
  private final AtomicLong rawBytesWritten = new AtomicLong();
  private final AtomicLong bytesWritten = new AtomicLong();
  private final AtomicLong blobsKnown = new AtomicLong();

  private volatile Runnable guard = () -> {};

  private Repository(
      Backend backend,
      RepositoryFiles.OpenedKey opened,
      RepositoryConfig config,
      RepositorySettings settings,
      Clock clock,
      SecureRandom random) {
    this.backend = backend;
    this.key = opened.key();
    this.keyName = opened.name();
    this.config = config;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.chunker = new Chunker(config.polynomial());
    this.writer = new PackWriter(backend, index, settings, random, this::requireLock);
  }

  /** Makes a new repository in an empty place and opens it. Durable on return. */
  public static Repository create(
      Backend backend, RepositoryPassword password, RepositorySettings settings, Clock clock) {
    backend.create();
    SecureRandom random = new SecureRandom();
    return create(backend, password, RepositoryConfig.create(random), settings, clock);
  }

  /**
   * The same, cutting files where {@code like} cuts them, so that copies between the two share
   * pieces with what is backed up into either.
   */
  public static Repository createLike(
      Repository like,
      Backend backend,
      RepositoryPassword password,
      RepositorySettings settings,
      Clock clock) {
    backend.create();
    RepositoryConfig config = RepositoryConfig.create(new SecureRandom(), like.config.polynomial());
    return create(backend, password, config, settings, clock);
  }

  private static Repository create(
      Backend backend,
      RepositoryPassword password,
      RepositoryConfig config,
      RepositorySettings settings,
      Clock clock) {
    SecureRandom random = new SecureRandom();
    RepositoryKey key = RepositoryKey.random(random);
    ZonedDateTime now = ZonedDateTime.now(clock);
    List<Backend.StoredFile> left = RepositoryFiles.keysWithoutConfig(backend);
    String name = RepositoryFiles.writeKey(backend, key, password, settings, now, random);
    RepositoryFiles.writeConfig(backend, key, config, random);
    left.forEach(file -> backend.remove(FileKind.KEY, file.name()));
    return new Repository(
        backend, new RepositoryFiles.OpenedKey(name, key), config, settings, clock, random);
  }

  /** Opens a repository; the index is not loaded yet. */
  public static Repository open(
      Backend backend, RepositoryPassword password, RepositorySettings settings, Clock clock) {
    SecureRandom random = new SecureRandom();
    RepositoryFiles.Opened opened = RepositoryFiles.open(backend, password, random);
    return new Repository(backend, opened.key(), opened.config(), settings, clock, random);
  }

  /** Names of key files that are not what their name promises. */
  public List<String> damagedKeys() {
    return RepositoryFiles.damagedKeys(backend);
  }

  /** Loads every index file. A damaged one is a failure. */
  public void loadIndex() {
    List<CorruptRepositoryException> damage = loadIndexFiles();
    if (!damage.isEmpty()) {
      throw damage.getFirst();
    }
  }

  /**
   * Loads every index file that opens and returns what is damaged. When something is, the blobs of
   * packs no index names are found again from the packs' own headers.
   */
  public List<CorruptRepositoryException> loadIndexTolerant() {
    List<CorruptRepositoryException> damage = loadIndexFiles();
    if (!damage.isEmpty()) {
      indexFromPacks(damage);
    }
    return damage;
  }

  /** Loads every index file that opens and returns what is damaged. */
  List<CorruptRepositoryException> loadIndexFiles() {
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

  /** Length of the blob's content; empty when it is not stored. */
  public OptionalInt length(BlobType type, StorageId id) {
    List<Index.Place> places = index.places(type, id);
    return places.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(places.getFirst().blob().contentLength());
  }

  /** Bytes the blob takes in its pack; 0 when it is not stored. */
  public int storedLength(BlobType type, StorageId id) {
    List<Index.Place> places = index.places(type, id);
    return places.isEmpty() ? 0 : places.getFirst().blob().length();
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

  /**
   * Names the packs written so far in an index, so that a run that failed need not write them
   * again; what is in packs still open is lost. Fails like {@link #flush()}.
   */
  public void indexWritten() {
    BlobCodec codec = borrow();
    try {
      writer.indexWritten(codec);
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

  /**
   * Seals and stores a document under the hash of its file. Durable on return. Snapshots and index
   * files are refused when our lock was lost.
   */
  public StorageId saveDocument(FileKind kind, byte[] json) {
    if (kind != FileKind.LOCK) {
      requireLock();
    }
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

  /** Removes a file others may rely on, unless our lock was lost. */
  public void remove(FileKind kind, String name) {
    requireLock();
    backend.remove(kind, name);
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
    return checkPacks(pack -> readData);
  }

  /** The same, but reads only the packs that {@code read} picks. */
  public PackCheck checkPacks(Predicate<StorageId> read) {
    return new PackCheckRun(this, read).run();
  }

  Index index() {
    return index;
  }

  PackWriter writer() {
    return writer;
  }

  RepositoryKey key() {
    return key;
  }

  SecureRandom random() {
    return random;
  }

  /** Name of the key file that opened this repository. */
  String keyName() {
    return keyName;
  }

  /** Whatever others rely on is written and removed only after {@code check} has not thrown. */
  void guardedBy(Runnable check) {
    guard = check;
  }

  /** Throws {@link RepositoryLockedException} when a lock was taken and is not held any more. */
  void requireLock() {
    guard.run();
  }

  BlobCodec borrow() {
    BlobCodec free = codecs.poll();
    return free == null ? new BlobCodec(key, settings, random, config.version() > 1) : free;
  }

  void giveBack(BlobCodec codec) {
    codecs.add(codec);
  }

  /** Version of the format: 1 or 2. */
  public int version() {
    return config.version();
  }

  /** Whether the other repository cuts files at the same places. */
  public boolean cutsLike(Repository other) {
    return config.polynomial() == other.config.polynomial();
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
        index.packCount(),
        index.bytes());
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
