package vn.lachan.backup.repository;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import vn.lachan.backup.hash.HashEngines;
import vn.lachan.backup.hash.HashJob;

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
  private final CodecPool codecs;
  private final IndexLoader loader = new IndexLoader(this);
  private final BlobLoader blobs = new BlobLoader(this);
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
    this.codecs = new CodecPool(() -> new BlobCodec(key, settings, random, config.version() > 1));
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
    return open(backend, password, KeptKeys.NONE, settings, clock);
  }

  /**
   * The same in a process that opens it again and again.
   *
   * @param kept what was made of passwords before
   */
  public static Repository open(
      Backend backend,
      RepositoryPassword password,
      KeptKeys kept,
      RepositorySettings settings,
      Clock clock) {
    SecureRandom random = new SecureRandom();
    RepositoryFiles.Opened opened = RepositoryFiles.open(backend, password, kept, random);
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
      loader.packs(damage);
    }
    return damage;
  }

  /** Loads every index file that opens and returns what is damaged. */
  List<CorruptRepositoryException> loadIndexFiles() {
    return loader.files();
  }

  List<PackedBlob> packHeader(Backend.StoredFile pack) {
    BlobCodec codec = codecs.borrow();
    try {
      return PackHeader.read(backend, pack, codec);
    } finally {
      codecs.giveBack(codec);
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

  /** Whether the index names the pack. */
  public boolean knowsPack(StorageId pack) {
    return index.knowsPack(pack);
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

  /** Whether the bytes are those of the blob, and it is stored and indexed: then it is known. */
  public boolean isStored(BlobType type, StorageId id, byte[] content, int offset, int length) {
    if (!index.contains(type, id)) {
      return false;
    }
    HashJob job = HashJob.whole(content, offset, length);
    HashEngines.ofProcess().engineFor(length).hash(List.of(job));
    boolean stored = StorageId.of(job.digest()).equals(id);
    if (stored) {
      blobsKnown.incrementAndGet();
    }
    return stored;
  }

  /** Saves a blob unless it is there already; durable after the next {@link #flush()}. */
  public StorageId save(BlobType type, byte[] content, int offset, int length) {
    BlobCodec codec = codecs.borrow();
    try {
      StorageId id = codec.hash(content, offset, length);
      if (claim(type, id)) {
        BlobCodec.SealedBlob blob = codec.seal(type, id, content, offset, length);
        count(blob);
        writer.addAndWrite(blob, codec);
      }
      return id;
    } finally {
      codecs.giveBack(codec);
    }
  }

  /** Saves a blob though the index names a place for it: that one cannot be read. */
  void saveAgain(BlobType type, StorageId id, byte[] content) {
    BlobCodec codec = codecs.borrow();
    try {
      BlobCodec.SealedBlob blob = codec.seal(type, id, content, 0, content.length);
      count(blob);
      writer.addAndWrite(blob, codec);
    } finally {
      codecs.giveBack(codec);
    }
  }

  /** For saving many blobs at once, which is faster. */
  public BlobBatch batch() {
    return new BlobBatch(this);
  }

  /** Claims the right to write a blob; counts it as known when it need not be written. */
  boolean claim(BlobType type, StorageId id) {
    boolean ours = index.claim(type, id);
    if (!ours) {
      blobsKnown.incrementAndGet();
    }
    return ours;
  }

  /** Counts a blob that will be written. */
  void count(BlobCodec.SealedBlob blob) {
    (blob.type == BlobType.DATA ? dataBlobsWritten : treeBlobsWritten).incrementAndGet();
    rawBytesWritten.addAndGet(blob.contentLength());
    bytesWritten.addAndGet(blob.length);
  }

  /** Makes everything saved so far durable: packs, then the index. */
  public void flush() {
    BlobCodec codec = codecs.borrow();
    try {
      writer.flush(codec);
    } finally {
      codecs.giveBack(codec);
    }
  }

  /**
   * Names the packs written so far in an index, so that a run that failed need not write them
   * again; what is in packs still open is lost. Fails like {@link #flush()}.
   */
  public void indexWritten() {
    BlobCodec codec = codecs.borrow();
    try {
      writer.indexWritten(codec);
    } finally {
      codecs.giveBack(codec);
    }
  }

  /** Returns the blob. Where several packs hold it, one good copy is enough. */
  public byte[] load(BlobType type, StorageId id) {
    return blobs.load(type, id);
  }

  /**
   * Hands the blob to {@code use} without making an array for it; whatever that throws comes out.
   */
  public void load(BlobType type, StorageId id, BlobUse use) throws IOException {
    blobs.load(type, id, use);
  }

  /** The packs that hold the blob, as the index says. */
  public List<StorageId> packsOf(BlobType type, StorageId id) {
    return index.places(type, id).stream().map(Index.Place::pack).toList();
  }

  /**
   * Seals and stores a document under the hash of its file. Durable on return. Snapshots and index
   * files are refused when our lock was lost.
   */
  public StorageId saveDocument(FileKind kind, byte[] json) {
    return save(seal(kind, json));
  }

  /** A document ready to be stored, for whoever must know its id before it is there. */
  public SealedDocument seal(FileKind kind, byte[] json) {
    BlobCodec codec = codecs.borrow();
    try {
      byte[] sealed = codec.sealDocument(json);
      return new SealedDocument(kind, codec.hash(sealed), sealed);
    } finally {
      codecs.giveBack(codec);
    }
  }

  /** Stores what {@link #seal} made; see {@link #saveDocument}. */
  public StorageId save(SealedDocument document) {
    if (document.kind() != FileKind.LOCK) {
      requireLock();
    }
    backend.save(document.kind(), document.id().toString(), document.content());
    return document.id();
  }

  /** Removes a file others may rely on, unless our lock was lost. */
  public void remove(FileKind kind, String name) {
    requireLock();
    backend.remove(kind, name);
  }

  /** Returns the JSON of an index, snapshot or lock, after checking its name and its MAC. */
  public byte[] loadDocument(FileKind kind, String name) {
    byte[] sealed = backend.load(kind, name);
    BlobCodec codec = codecs.borrow();
    try {
      byte[] json = codec.hash(sealed).toString().equals(name) ? codec.openDocument(sealed) : null;
      if (json == null) {
        throw new CorruptRepositoryException("file is damaged", kind.folder() + "/" + name);
      }
      return json;
    } finally {
      codecs.giveBack(codec);
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
    return codecs.borrow();
  }

  void giveBack(BlobCodec codec) {
    codecs.giveBack(codec);
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
    codecs.close();
    key.close();
    backend.close();
  }
}
