package vn.lachan.backup.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import vn.lachan.backup.hash.HashEngine;
import vn.lachan.backup.hash.HashEngines;
import vn.lachan.backup.hash.HashJob;

/**
 * Blobs that are saved together, so that their ids and those of packs are hashed side by side. For
 * one thread; used again after {@link #clear}.
 */
public final class BlobBatch {

  private static final class Piece {
    final BlobType type;
    final byte[] content;
    final int offset;
    final int length;
    final HashJob job;

    /** CRC-32C of the bytes as they were added, before anything else was done with them. */
    final long sum;

    Piece(BlobType type, byte[] content, int offset, int length, long sum) {
      this.type = type;
      this.content = content;
      this.offset = offset;
      this.length = length;
      this.job = HashJob.whole(content, offset, length);
      this.sum = sum;
    }
  }

  private record Sealed(Piece piece, BlobCodec.SealedBlob blob) {}

  /** Of so many blobs opened again, one is also hashed again. */
  private static final int HASHED_AGAIN = 16;

  private final Repository repository;
  private final boolean verify;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<HashJob> digests = new ArrayList<>();
  private byte[] room = new byte[0];
  private long proven;

  BlobBatch(Repository repository) {
    this.repository = repository;
    this.verify = repository.settings().verifyBeforeWrite();
  }

  /** Adds a blob and returns its number. Its bytes must stay until {@link #save} has returned. */
  public int add(BlobType type, byte[] content, int offset, int length) {
    long sum = verify ? sum(content, offset, length) : 0;
    pieces.add(new Piece(type, content, offset, length, sum));
    return pieces.size() - 1;
  }

  /** Adds bytes whose digest is wanted though they are no blob; returns its number. */
  public int addDigest(byte[] content, int offset, int length) {
    digests.add(HashJob.whole(content, offset, length));
    return digests.size() - 1;
  }

  /** Blobs added. */
  public int size() {
    return pieces.size();
  }

  /** Forgets the blobs added after the first {@code count}. */
  public void cutBack(int count) {
    pieces.subList(count, pieces.size()).clear();
  }

  /** The id of a blob, after {@link #save}. */
  public StorageId id(int number) {
    return StorageId.of(pieces.get(number).job.digest());
  }

  /** The digest of other bytes, after {@link #save}. */
  public StorageId digest(int number) {
    return StorageId.of(digests.get(number).digest());
  }

  /** Empties the batch. */
  public void clear() {
    pieces.clear();
    digests.clear();
  }

  /**
   * Saves the blobs that are not stored yet; durable after the next {@link Repository#flush()}. The
   * arrays given are written to: blobs are opened again into the place they came from, so that they
   * hold the same as before when this returns, and anything when it throws.
   */
  public void save() {
    BlobCodec codec = repository.borrow();
    try {
      hash(codec);
      List<Sealed> sealed = seal(codec);
      if (verify) {
        prove(sealed, codec);
      }
      sealed.forEach(s -> repository.writer().add(s.blob()));
    } finally {
      repository.giveBack(codec);
    }
  }

  private void hash(BlobCodec codec) {
    List<PackWriter.Closing> closing = repository.writer().closing(codec);
    List<HashJob> jobs = new ArrayList<>(digests);
    pieces.forEach(piece -> jobs.add(piece.job));
    closing.forEach(c -> jobs.add(c.job()));
    HashEngine engine =
        HashEngines.ofProcess().engineFor(jobs.stream().mapToLong(HashJob::length).sum());
    List<PackWriter.Part> parts = engine.takesParts() ? repository.writer().parts() : List.of();
    parts.forEach(part -> jobs.add(part.job()));
    engine.hash(jobs);
    repository.writer().hashed(parts);
    closing.forEach(c -> repository.writer().write(c, codec));
  }

  private List<Sealed> seal(BlobCodec codec) {
    int most = 0;
    for (Piece piece : pieces) {
      most += BlobCodec.mostSealed(piece.length);
    }
    if (room.length < most) {
      room = new byte[Rooms.size(most)];
    }
    List<Sealed> sealed = new ArrayList<>();
    int used = 0;
    for (Piece piece : pieces) {
      StorageId id = StorageId.of(piece.job.digest());
      if (repository.claim(piece.type, id)) {
        BlobCodec.SealedBlob blob =
            codec.sealInto(piece.type, id, piece.content, piece.offset, piece.length, room, used);
        used += blob.length;
        repository.count(blob);
        sealed.add(new Sealed(piece, blob));
      }
    }
    return sealed;
  }

  /**
   * Opens every blob again into the place it came from: it must be what was added. That is compared
   * by its sum, which finds what memory does; one in some is hashed by the JDK besides, which finds
   * an engine or a processor that hashes wrong (docs/adr/027).
   */
  private void prove(List<Sealed> sealed, BlobCodec codec) {
    for (Sealed s : sealed) {
      BlobCodec.SealedBlob blob = s.blob();
      Piece piece = s.piece();
      byte[] content = piece.content;
      boolean isAsAdded =
          codec.openInto(
                  blob.bytes, blob.offset, blob.length, blob.rawLength, content, piece.offset)
              && sum(content, piece.offset, piece.length) == piece.sum;
      boolean hashAgain = proven++ % HASHED_AGAIN == 0;
      if (!isAsAdded
          || (hashAgain && !codec.hash(content, piece.offset, piece.length).equals(blob.id))) {
        throw BlobCodec.unlike(blob);
      }
    }
  }

  private static long sum(byte[] content, int offset, int length) {
    CRC32C sum = new CRC32C();
    sum.update(content, offset, length);
    return sum.getValue();
  }
}
