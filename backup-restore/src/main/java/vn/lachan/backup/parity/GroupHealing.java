package vn.lachan.backup.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.StorageId;

/** Finds the rotten blocks of one group and makes packs whole again. */
final class GroupHealing {

  /** What was found of one shard. */
  record Shard(int number, int rotten, int beyond) {}

  private final Backend backend;
  private final ParityFolder folder;
  private final GroupHead head;
  private final ParityGroup group;
  private final boolean[] there;
  private final List<BitSet> sound = new ArrayList<>();

  /**
   * @param there for each pack, whether its file exists
   */
  GroupHealing(Backend backend, ParityFolder folder, GroupHead head, boolean[] there) {
    this.backend = backend;
    this.folder = folder;
    this.head = head;
    this.group = head.group();
    this.there = there.clone();
  }

  /** Reads every block; returns the shards with rotten ones, packs and parities. */
  List<Shard> look() {
    sound.clear();
    try (GroupBlocks blocks = new GroupBlocks(backend, group, head.name(), there, folder)) {
      for (int row = 0; row < group.rows(); row += blocks.rowsAtOnce()) {
        int rows = Math.min(blocks.rowsAtOnce(), group.rows() - row);
        sound.addAll(blocks.read(row, rows, head.digests()));
      }
    }
    List<Shard> rotten = new ArrayList<>();
    for (int shard = 0; shard < group.shards(); shard++) {
      int bad = 0;
      int beyond = 0;
      for (BitSet row : sound) {
        if (!row.get(shard)) {
          bad++;
          beyond += row.cardinality() < group.members().size() ? 1 : 0;
        }
      }
      boolean gone = shard < there.length && !there[shard];
      if (bad > 0 || gone) {
        rotten.add(new Shard(shard, bad, beyond));
      }
    }
    return rotten;
  }

  /**
   * The whole pack; empty when the parity does not give it back. {@link #look} must have been
   * called, and nothing have changed since.
   */
  Optional<byte[]> pack(int shard) {
    ParityGroup.Member member = group.members().get(shard);
    if (member.length() > Integer.MAX_VALUE - 8) {
      return Optional.empty();
    }
    ReedSolomon code = new ReedSolomon(group.members().size(), group.parity());
    byte[] content = new byte[(int) member.length()];
    try (GroupBlocks blocks = new GroupBlocks(backend, group, head.name(), there, folder)) {
      for (int row = 0; row < group.rows(); row += blocks.rowsAtOnce()) {
        int rows = Math.min(blocks.rowsAtOnce(), group.rows() - row);
        List<BitSet> now = blocks.read(row, rows, head.digests());
        for (int i = 0; i < rows; i++) {
          if (!block(code, blocks, shard, row, i, now.get(i), content)) {
            return Optional.empty();
          }
        }
      }
    }
    boolean whole = StorageId.of(StorageId.newDigest().digest(content)).equals(member.pack());
    return whole ? Optional.of(content) : Optional.empty();
  }

  /** Puts block {@code row + i} of the shard into {@code content}; false when that cannot be. */
  private boolean block(
      ReedSolomon code,
      GroupBlocks blocks,
      int shard,
      int row,
      int i,
      BitSet soundNow,
      byte[] content) {
    int length = group.blockLength(shard, row + i);
    int from = i * group.blockBytes();
    int to = (row + i) * group.blockBytes();
    if (length == 0) {
      return true;
    }
    if (soundNow.get(shard)) {
      System.arraycopy(blocks.window(shard), from, content, to, length);
      return true;
    }
    List<Integer> present = soundNow.stream().boxed().toList();
    int[] recipe = code.recipe(shard, present);
    if (recipe == null) {
      return false;
    }
    byte[] block = new byte[group.blockBytes()];
    for (int n = 0; n < recipe.length; n++) {
      ReedSolomon.addProduct(
          recipe[n], blocks.window(present.get(n)), from, block, group.blockBytes());
    }
    System.arraycopy(Arrays.copyOf(block, length), 0, content, to, length);
    return true;
  }
}
