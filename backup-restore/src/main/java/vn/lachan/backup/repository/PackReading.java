package vn.lachan.backup.repository;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.hash.HashEngine;
import vn.lachan.backup.hash.HashJob;

/**
 * One pack read from its beginning to its end, a window at a time: every blob opened, every byte
 * hashed. Several are read beside each other, so that their hashes are computed side by side and
 * packs of any size take little memory. For one thread.
 *
 * <pre>
 *   while (next(jobs)) { engine.hash(jobs); look(); }   isSound()
 * </pre>
 */
final class PackReading {

  /** Arrays for one pack at a time, used again for the next. */
  static final class Room {
    private static final int MOST_KEPT = 32 << 20;

    private byte[] window = new byte[0];
    private byte[] plain = new byte[0];

    /** Whether it is worth its memory; a damaged index may have asked for very much. */
    boolean isWorthKeeping() {
      return window.length + (long) plain.length <= MOST_KEPT;
    }
  }

  private record Opened(PackedBlob blob, HashJob job) {}

  /** Bytes read at once, unless a single blob is larger. */
  private static final int WINDOW = 2 << 20;

  /** What the JDK's fast code takes at once. */
  private static final int SLICE = 8192;

  private final Repository repository;
  private final StorageId id;
  private final List<PackedBlob> blobs;
  private final long length;
  private final List<PackedBlob> damaged = new ArrayList<>();
  private final List<Opened> opened = new ArrayList<>();
  private final HashJob.@Nullable Progress progress;
  private final @Nullable MessageDigest digest;
  private Room room = new Room();

  /** Bytes at the beginning of the window that were read but are not hashed yet. */
  private int carried;

  private int filled;

  private long at;
  private int nextBlob;
  private @Nullable HashJob last;
  private @Nullable StorageId found;

  /**
   * @param blobs in the order they lie in the pack
   */
  PackReading(
      Repository repository, StorageId id, List<PackedBlob> blobs, long length, HashEngine engine) {
    this.repository = repository;
    this.id = id;
    this.blobs = blobs;
    this.length = length;
    this.progress = engine.takesParts() ? new HashJob.Progress() : null;
    this.digest = engine.takesParts() ? null : StorageId.newDigest();
  }

  /** Has it use these arrays; before it reads. */
  void use(Room again) {
    room = again;
  }

  Room room() {
    return room;
  }

  StorageId id() {
    return id;
  }

  List<PackedBlob> blobs() {
    return blobs;
  }

  long length() {
    return length;
  }

  /** Blobs that do not open to what their id promises; complete at the end. */
  List<PackedBlob> damaged() {
    return damaged;
  }

  /** Whether the whole pack hashes to its name; call at the end. */
  boolean hasItsName() {
    return id.equals(found);
  }

  /** Reads the next window and adds what is to be hashed of it; false at the end. */
  boolean next(List<HashJob> jobs, BlobCodec codec) {
    if (at >= length) {
      return false;
    }
    int from = nextBlob;
    int size = chooseWindow();
    if (room.window.length < carried + size) {
      byte[] larger = new byte[Rooms.size(carried + size)];
      System.arraycopy(room.window, 0, larger, 0, carried);
      room.window = larger;
    }
    repository.backend().loadInto(FileKind.PACK, id.toString(), at, room.window, carried, size);
    long begin = at - carried;
    at += size;
    hashPack(size, jobs);
    openBlobs(blobs.subList(from, nextBlob), begin, codec, jobs);
    return true;
  }

  /** The blobs that follow each other up to {@link #WINDOW}; the last window takes the rest. */
  private int chooseWindow() {
    long end = at;
    int first = nextBlob;
    long content = 0;
    while (nextBlob < blobs.size()) {
      PackedBlob blob = blobs.get(nextBlob);
      content += blob.contentLength();
      long blobEnd = Math.min((long) blob.offset() + blob.length(), length);
      boolean fits = blobEnd - at <= WINDOW && content <= WINDOW;
      if (nextBlob > first && !fits) {
        break;
      }
      end = Math.max(end, blobEnd);
      nextBlob++;
    }
    long rest = nextBlob == blobs.size() ? length - at : end - at;
    return (int) Math.min(rest, Integer.MAX_VALUE / 2);
  }

  private void hashPack(int size, List<HashJob> jobs) {
    filled = carried + size;
    if (digest != null) {
      for (int done = 0; done < filled; done += SLICE) {
        digest.update(room.window, done, Math.min(SLICE, filled - done));
      }
      if (at == length) {
        found = StorageId.of(digest.digest());
      }
    } else if (progress != null) {
      int whole = at == length ? filled : filled / HashJob.BLOCK * HashJob.BLOCK;
      HashJob job =
          at == length
              ? HashJob.end(room.window, 0, whole, progress)
              : HashJob.part(room.window, 0, whole, progress);
      last = job;
      jobs.add(job);
    }
  }

  private void openBlobs(List<PackedBlob> here, long begin, BlobCodec codec, List<HashJob> jobs) {
    opened.clear();
    long needed = 0;
    for (PackedBlob blob : here) {
      needed += Math.min(blob.contentLength(), repository.settings().largestBlob());
    }
    if (room.plain.length < needed) {
      room.plain = new byte[Rooms.size((int) needed)];
    }
    int to = 0;
    for (PackedBlob blob : here) {
      int from = (int) (blob.offset() - begin);
      boolean inside = blob.offset() >= begin && (long) blob.offset() + blob.length() <= at;
      if (inside
          && codec.openInto(room.window, from, blob.length(), blob.rawLength(), room.plain, to)) {
        HashJob job = HashJob.whole(room.plain, to, blob.contentLength());
        opened.add(new Opened(blob, job));
        jobs.add(job);
        to += blob.contentLength();
      } else {
        damaged.add(blob);
      }
    }
  }

  /** Looks at what was hashed since {@link #next}. */
  void look() {
    for (Opened o : opened) {
      if (!StorageId.of(o.job().digest()).equals(o.blob().id())) {
        damaged.add(o.blob());
      }
    }
    opened.clear();
    if (last != null) {
      if (at == length) {
        found = StorageId.of(last.digest());
      } else {
        carried = filled - last.length();
        System.arraycopy(room.window, last.length(), room.window, 0, carried);
      }
    }
  }
}
