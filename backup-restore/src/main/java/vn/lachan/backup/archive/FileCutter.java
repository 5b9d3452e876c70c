package vn.lachan.backup.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.repository.BlobBatch;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Chunker;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/**
 * Reads files into one buffer, cuts them and saves the pieces of many files together. For one
 * thread at a time.
 *
 * <p>When the buffer is full, or the files are at their end, everything cut so far is saved at
 * once; what is not cut yet moves to the front.
 */
final class FileCutter {

  /** What was read: the pieces, their sum, and the digest of the whole. */
  record Cut(List<StorageId> pieces, long size, StorageId digest) {}

  /** Told what became of each file, not always in order. */
  interface Outcome {
    void read(FileWork work, Cut cut);

    void unreadable(FileWork work, IOException failure);
  }

  private static final int LARGEST_PIECE_ROOM = 2 * Chunker.LARGEST;
  private static final int SMALLEST_BUFFER = 64 * 1024;
  private static final int STEP = 2 << 20;
  private static final int READ = 1 << 20;
  private static final int SLICE = 8192;
  private static final Set<OpenOption> OPTIONS =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  /** One file on its way. */
  private static final class Reading {
    final Consumer<Cut> told;

    /** The digest of the whole, when these pieces are known to have one. */
    final Function<List<StorageId>, Optional<StorageId>> known;

    final EarlierPieces earlier;
    final List<StorageId> ids = new ArrayList<>();
    long size;

    /** Where its bytes begin in the buffer. */
    int start;

    /** Its pieces in the batch: all but those that were proven, which come before them. */
    int firstPiece;

    int pieces;

    /** Where its bytes end in the buffer, when all of it is there. */
    int end;

    /** Number of its digest in the batch; negative without one. */
    int digestNumber = -1;

    /** For a file larger than the buffer. */
    @Nullable MessageDigest stream;

    Reading(
        Consumer<Cut> told,
        Function<List<StorageId>, Optional<StorageId>> known,
        EarlierPieces earlier,
        int start,
        int firstPiece) {
      this.told = told;
      this.known = known;
      this.earlier = earlier;
      this.start = start;
      this.firstPiece = firstPiece;
    }
  }

  private final Repository repository;
  private final Chunker chunker;
  private final BlobBatch batch;
  private final int mostBytes;
  private final List<Reading> whole = new ArrayList<>();
  private byte[] buffer = new byte[0];

  /** Bytes in the buffer, and where the next piece begins. */
  private int have;

  private int from;

  /** The file being read may have the pieces it had before, and its digest is known then. */
  private boolean mayBeKnown;

  FileCutter(Repository repository, ArchiveSettings settings) {
    this.repository = repository;
    this.chunker = repository.chunker();
    this.batch = repository.batch();
    this.mostBytes = settings.batchBytes();
  }

  /** Reads all {@code files}; each is told to {@code outcome}. */
  void cut(List<FileWork> files, Outcome outcome) {
    forget();
    long expected = files.size();
    for (FileWork work : files) {
      expected += work.head().size();
    }
    reserve(Math.clamp(expected, SMALLEST_BUFFER, Math.max(mostBytes, Chunker.LARGEST)));
    for (FileWork work : files) {
      Reading reading =
          new Reading(
              cut -> outcome.read(work, cut),
              work::digestOf,
              EarlierPieces.of(repository, work.piecesBefore()),
              have,
              batch.size());
      mayBeKnown = work.digestBefore().isPresent();
      from = have;
      try (FileChannel channel = FileChannel.open(work.path(), OPTIONS)) {
        read(reading, channel);
        whole.add(reading);
      } catch (IOException e) {
        batch.cutBack(reading.firstPiece);
        have = reading.start;
        outcome.unreadable(work, e);
      }
    }
    from = have;
    save(null);
    forget();
  }

  /** Reads {@code channel} to its end; does not close it. */
  Cut cut(ReadableByteChannel channel) throws IOException {
    forget();
    reserve(Math.max(mostBytes, LARGEST_PIECE_ROOM));
    mayBeKnown = false;
    AtomicReference<@Nullable Cut> cut = new AtomicReference<>();
    Reading reading =
        new Reading(cut::set, pieces -> Optional.empty(), EarlierPieces.none(repository), 0, 0);
    read(reading, channel);
    whole.add(reading);
    save(null);
    forget();
    return Objects.requireNonNull(cut.get(), "told when it was saved");
  }

  private void forget() {
    whole.clear();
    batch.clear();
    have = 0;
    from = 0;
  }

  private void reserve(int wanted) {
    if (buffer.length < wanted) {
      // In large steps: each buffer that became too small is memory until the heap is full.
      int steps = wanted <= STEP ? 1 : (wanted + STEP - 1) / STEP;
      buffer = Arrays.copyOf(buffer, wanted <= SMALLEST_BUFFER ? wanted : steps * STEP);
    }
  }

  private void read(Reading reading, ReadableByteChannel channel) throws IOException {
    boolean ended = false;
    while (!ended) {
      if (have == buffer.length) {
        makeRoom(reading);
      }
      ended = fill(channel);
      cutPieces(reading, ended);
    }
    reading.end = from;
    if (reading.stream != null) {
      stream(reading, reading.start, from);
    } else if (reading.size > 0 && reading.ids.size() + reading.pieces != 1 && !mayBeKnown) {
      reading.digestNumber = batch.addDigest(buffer, reading.start, from - reading.start);
    }
  }

  /** Reads until the buffer is full (false) or the file ends (true). */
  private boolean fill(ReadableByteChannel channel) throws IOException {
    while (have < buffer.length) {
      int most = Math.min(READ, buffer.length - have);
      int read = channel.read(ByteBuffer.wrap(buffer, have, most));
      if (read < 0) {
        return true;
      }
      have += read;
    }
    return false;
  }

  private void cutPieces(Reading reading, boolean ended) {
    while (from < have && !reading.earlier.needsMore(have - from, ended)) {
      int length = reading.earlier.proven(buffer, from, have);
      if (length > 0) {
        reading.ids.add(reading.earlier.take());
      } else {
        length = chunker.next(buffer, from, have);
        if (!ended && length < Chunker.LARGEST && from + length == have) {
          return; // perhaps the piece only ends here because the buffer does
        }
        batch.add(BlobType.DATA, buffer, from, length);
        reading.pieces++;
      }
      reading.size += length;
      from += length;
    }
  }

  /** Saves what is cut, so that the rest of {@code reading} finds room. */
  private void makeRoom(Reading reading) {
    if (from > 0) {
      if (from > reading.start) {
        stream(reading, reading.start, from);
      }
      save(reading);
    }
    if (have == buffer.length) {
      reserve(Math.max(mostBytes, LARGEST_PIECE_ROOM)); // larger than it was when it was met
    }
  }

  /**
   * Saves everything cut. Files that are whole are told; of {@code unfinished} the rest moves to
   * the front.
   */
  private void save(@Nullable Reading unfinished) {
    batch.save();
    for (Reading reading : whole) {
      takeIds(reading);
      reading.told.accept(new Cut(reading.ids, reading.size, digest(reading)));
    }
    whole.clear();
    if (unfinished != null) {
      takeIds(unfinished);
      unfinished.start = 0;
      unfinished.firstPiece = 0;
    }
    batch.clear();
    have -= from;
    System.arraycopy(buffer, from, buffer, 0, have);
    from = 0;
  }

  private void takeIds(Reading reading) {
    for (int i = 0; i < reading.pieces; i++) {
      reading.ids.add(batch.id(reading.firstPiece + i));
    }
    reading.pieces = 0;
  }

  private StorageId digest(Reading reading) {
    if (reading.stream != null) {
      return StorageId.of(reading.stream.digest());
    }
    if (reading.digestNumber >= 0) {
      return batch.digest(reading.digestNumber);
    }
    if (reading.ids.size() == 1) {
      return reading.ids.getFirst(); // the only piece is the file
    }
    Optional<StorageId> known = reading.known.apply(reading.ids);
    return known.orElseGet(() -> hash(reading));
  }

  /** All of it is still in the buffer: what was saved from there was proven to be what it was. */
  private StorageId hash(Reading reading) {
    stream(reading, reading.start, reading.end);
    return StorageId.of(Objects.requireNonNull(reading.stream, "begun above").digest());
  }

  private void stream(Reading reading, int begin, int end) {
    MessageDigest sha256 = reading.stream;
    if (sha256 == null) {
      sha256 = StorageId.newDigest();
      reading.stream = sha256;
    }
    for (int at = begin; at < end; at += SLICE) {
      sha256.update(buffer, at, Math.min(SLICE, end - at));
    }
  }
}
