package vn.lachan.backup.parity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.hash.HashEngine;
import vn.lachan.backup.hash.HashEngines;
import vn.lachan.backup.hash.HashJob;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.FileKind;

/**
 * Reads the blocks of a group, a few rows at a time, and knows by their digests which of them are
 * rotten. For one thread.
 */
final class GroupBlocks implements AutoCloseable {

  /** Bytes of a shard read at once. */
  private static final int WINDOW = 512 * 1024;

  private final Backend backend;
  private final ParityGroup group;
  private final @Nullable FileChannel parity;
  private final boolean[] there;
  private final byte[][] windows;
  private final int rowsAtOnce;

  /**
   * @param there for each pack, whether its file exists
   * @param folder with the parity; null while it is being made
   */
  GroupBlocks(
      Backend backend,
      ParityGroup group,
      String name,
      boolean[] there,
      @Nullable ParityFolder folder) {
    this.backend = backend;
    this.group = group;
    this.there = there.clone();
    this.rowsAtOnce = Math.max(1, WINDOW / group.blockBytes());
    this.windows = new byte[group.shards()][rowsAtOnce * group.blockBytes()];
    this.parity = folder == null ? null : openParity(folder, name);
  }

  private static @Nullable FileChannel openParity(ParityFolder folder, String name) {
    try {
      return FileChannel.open(folder.file(name + GroupHead.BLOCKS), StandardOpenOption.READ);
    } catch (IOException e) {
      return null; // then every parity block counts as rotten
    }
  }

  int rowsAtOnce() {
    return rowsAtOnce;
  }

  /** Bytes of {@code shard} in the rows read last, zeros behind its end. */
  byte[] window(int shard) {
    return windows[shard];
  }

  /**
   * Reads {@code rows} rows of one pack; what cannot be read stays zero. Returns the bytes read.
   */
  int readPack(int shard, int row, int rows) {
    byte[] window = windows[shard];
    Arrays.fill(window, (byte) 0);
    int length = 0;
    for (int i = 0; i < rows; i++) {
      length += group.blockLength(shard, row + i);
    }
    if (length == 0 || !there[shard]) {
      return length;
    }
    String name = group.members().get(shard).pack().toString();
    long at = (long) row * group.blockBytes();
    try {
      backend.loadInto(FileKind.PACK, name, at, window, 0, length);
    } catch (BackendException e) {
      blockByBlock(shard, row, rows, name);
    }
    return length;
  }

  /** After a failure: perhaps the file is too short, or a sector of the disk is bad. */
  private void blockByBlock(int shard, int row, int rows, String name) {
    for (int i = 0; i < rows; i++) {
      int length = group.blockLength(shard, row + i);
      int at = i * group.blockBytes();
      try {
        if (length > 0) {
          long from = (long) (row + i) * group.blockBytes();
          backend.loadInto(FileKind.PACK, name, from, windows[shard], at, length);
        }
      } catch (BackendException e) {
        Arrays.fill(windows[shard], at, at + length, (byte) 0); // its digest will not match
      }
    }
  }

  private void readParity(int shard, int row, int rows) {
    byte[] window = windows[shard];
    Arrays.fill(window, (byte) 0);
    if (parity == null) {
      return;
    }
    long file = (long) group.rows() * (shard - group.members().size()) + row;
    ByteBuffer rest = ByteBuffer.wrap(window, 0, rows * group.blockBytes());
    try {
      long at = file * group.blockBytes();
      while (rest.hasRemaining()) {
        int read = parity.read(rest, at);
        if (read < 0) {
          return;
        }
        at += read;
      }
    } catch (IOException e) {
      Arrays.fill(window, (byte) 0);
    }
  }

  /** Reads {@code rows} rows of every shard and returns which blocks are sound, row by row. */
  List<BitSet> read(int row, int rows, GroupHead.Digests digests) {
    for (int shard = 0; shard < group.shards(); shard++) {
      if (shard < group.members().size()) {
        readPack(shard, row, rows);
      } else {
        readParity(shard, row, rows);
      }
    }
    List<HashJob> jobs = hash(row, rows);
    List<BitSet> sound = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      BitSet ofRow = new BitSet(group.shards());
      for (int shard = 0; shard < group.shards(); shard++) {
        byte[] digest = jobs.get(i * group.shards() + shard).digest();
        boolean empty = group.blockLength(shard, row + i) == 0;
        boolean readable = shard >= group.members().size() ? parity != null : there[shard] || empty;
        ofRow.set(shard, readable && digests.matches(row + i, shard, digest));
      }
      sound.add(ofRow);
    }
    return sound;
  }

  /** Hashes the rows read last; the job of row r and shard s is number r · shards + s. */
  List<HashJob> hash(int row, int rows) {
    List<HashJob> jobs = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      for (int shard = 0; shard < group.shards(); shard++) {
        jobs.add(
            HashJob.whole(
                windows[shard], i * group.blockBytes(), group.blockLength(shard, row + i)));
      }
    }
    HashEngine engine =
        HashEngines.ofProcess().engineFor(jobs.stream().mapToLong(HashJob::length).sum());
    engine.hash(jobs);
    return jobs;
  }

  @Override
  public void close() {
    if (parity != null) {
      try {
        parity.close();
      } catch (IOException e) {
        throw new BackendException("cannot close parity: " + e.getMessage(), e);
      }
    }
  }
}
