package vn.lachan.backup.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import vn.lachan.backup.repository.ResticJson;
import vn.lachan.backup.repository.StorageId;

/**
 * A group with the digests of all its blocks, kept in two files of the same content, so that one of
 * them may rot.
 *
 * <pre>
 *   JSON of the group || line feed || digest of row 0, shard 0 || row 0, shard 1 … || SHA-256 of it all
 * </pre>
 */
record GroupHead(String name, ParityGroup group, Digests digests) {

  /** First bytes of the SHA-256 of each block. */
  static final class Digests {
    static final int BYTES = 16;

    private final byte[] all;
    private final int shards;

    Digests(int rows, int shards) {
      this(new byte[Math.multiplyExact(rows * shards, BYTES)], shards);
    }

    private Digests(byte[] all, int shards) {
      this.all = all;
      this.shards = shards;
    }

    void set(int row, int shard, byte[] digest) {
      System.arraycopy(digest, 0, all, at(row, shard), BYTES);
    }

    boolean matches(int row, int shard, byte[] digest) {
      int at = at(row, shard);
      return Arrays.equals(all, at, at + BYTES, digest, 0, BYTES);
    }

    private int at(int row, int shard) {
      return (row * shards + shard) * BYTES;
    }
  }

  static final String FIRST = ".head-a";
  static final String SECOND = ".head-b";
  static final String BLOCKS = ".blocks";
  private static final int SUM = 32;

  static String name(ParityGroup group) {
    MessageDigest digest = StorageId.newDigest();
    group.members().forEach(member -> digest.update(member.pack().bytes()));
    return StorageId.of(digest.digest()).toString().substring(0, 32);
  }

  byte[] encode() {
    byte[] json = ResticJson.write(group);
    byte[] content = Arrays.copyOf(json, json.length + 1 + digests.all.length + SUM);
    content[json.length] = '\n';
    System.arraycopy(digests.all, 0, content, json.length + 1, digests.all.length);
    MessageDigest sum = StorageId.newDigest();
    sum.update(content, 0, content.length - SUM);
    System.arraycopy(sum.digest(), 0, content, content.length - SUM, SUM);
    return content;
  }

  /** Reads one of the two; empty when it is not there or rotten. */
  static Optional<GroupHead> read(ParityFolder folder, String name, String suffix) {
    Path file = folder.file(name + suffix);
    try {
      return Files.exists(file) ? decode(name, Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<GroupHead> decode(String name, byte[] content) {
    int end = content.length - SUM;
    if (end < 2) {
      return Optional.empty();
    }
    MessageDigest sum = StorageId.newDigest();
    sum.update(content, 0, end);
    if (!MessageDigest.isEqual(sum.digest(), Arrays.copyOfRange(content, end, content.length))) {
      return Optional.empty();
    }
    int line = 0;
    while (line < end && content[line] != '\n') {
      line++;
    }
    byte[] digests = Arrays.copyOfRange(content, Math.min(line + 1, end), end);
    return ParityGroup.read(Arrays.copyOf(content, line))
        .filter(g -> digests.length == (long) g.rows() * g.shards() * Digests.BYTES)
        .filter(g -> name(g).equals(name))
        .map(g -> new GroupHead(name, g, new Digests(digests, g.shards())));
  }
}
