package vn.lachan.backup.parity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vn.lachan.backup.hash.HashJob;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.StorageId;

/** Makes the parity of one group of packs that are whole. */
final class GroupMaking {

  private final Backend backend;
  private final ParityFolder folder;
  private final ParityGroup group;
  private final byte[][] parities;
  private final List<MessageDigest> digests = new ArrayList<>();

  GroupMaking(Backend backend, ParityFolder folder, ParityGroup group) {
    this.backend = backend;
    this.folder = folder;
    this.group = group;
    this.parities = new byte[group.parity()][];
  }

  /**
   * Makes it; durable on return, unless a pack is found not to be what its name promises.
   *
   * @return such packs; then nothing was kept
   */
  Set<StorageId> make() {
    String name = GroupHead.name(group);
    GroupHead.Digests kept = new GroupHead.Digests(group.rows(), group.shards());
    ReedSolomon code = new ReedSolomon(group.members().size(), group.parity());
    boolean[] there = new boolean[group.members().size()];
    Arrays.fill(there, true);
    group.members().forEach(member -> digests.add(StorageId.newDigest()));
    FileChannel channel = folder.open(name + GroupHead.BLOCKS);
    try (GroupBlocks blocks = new GroupBlocks(backend, group, name, there, null)) {
      for (int row = 0; row < group.rows(); row += blocks.rowsAtOnce()) {
        rows(row, Math.min(blocks.rowsAtOnce(), group.rows() - row), blocks, code, kept, channel);
      }
    } catch (IOException e) {
      throw ParityFolder.failure("cannot write", folder.file(name + GroupHead.BLOCKS), e);
    }
    Set<StorageId> rotten = rotten();
    if (!rotten.isEmpty()) {
      folder.discard(name + GroupHead.BLOCKS, channel);
      return rotten;
    }
    folder.keep(name + GroupHead.BLOCKS, channel);
    byte[] head = new GroupHead(name, group, kept).encode();
    folder.write(name + GroupHead.SECOND, head);
    folder.write(name + GroupHead.FIRST, head);
    return rotten;
  }

  private void rows(
      int row,
      int rows,
      GroupBlocks blocks,
      ReedSolomon code,
      GroupHead.Digests kept,
      FileChannel channel)
      throws IOException {
    int length = rows * group.blockBytes();
    for (int p = 0; p < parities.length; p++) {
      parities[p] = blocks.window(group.members().size() + p);
      Arrays.fill(parities[p], (byte) 0);
    }
    for (int shard = 0; shard < group.members().size(); shard++) {
      int read = blocks.readPack(shard, row, rows);
      byte[] window = blocks.window(shard);
      digests.get(shard).update(window, 0, read);
      code.add(shard, window, 0, parities, length);
    }
    List<HashJob> jobs = blocks.hash(row, rows);
    for (int i = 0; i < jobs.size(); i++) {
      kept.set(row + i / group.shards(), i % group.shards(), jobs.get(i).digest());
    }
    for (int p = 0; p < parities.length; p++) {
      long at = ((long) group.rows() * p + row) * group.blockBytes();
      ByteBuffer rest = ByteBuffer.wrap(parities[p], 0, length);
      while (rest.hasRemaining()) {
        at += channel.write(rest, at);
      }
    }
  }

  private Set<StorageId> rotten() {
    Set<StorageId> rotten = new HashSet<>();
    for (int shard = 0; shard < digests.size(); shard++) {
      StorageId promised = group.members().get(shard).pack();
      if (!StorageId.of(digests.get(shard).digest()).equals(promised)) {
        rotten.add(promised);
      }
    }
    return rotten;
  }
}
