package vn.lachan.backup.parity;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.lachan.backup.repository.ResticJson;
import vn.lachan.backup.repository.StorageId;

/**
 * Packs that are protected together. What its file says, without the digests of the blocks.
 *
 * @param parity how many parities there are
 */
record ParityGroup(int version, int blockBytes, int parity, @Nullable List<Member> packs) {

  static final int VERSION = 1;

  /** A pack and its length when it was protected. */
  record Member(@Nullable String id, long length) {
    StorageId pack() {
      return StorageId.parse(String.valueOf(id)).orElseThrow();
    }
  }

  /** Reads the head of a file; empty when it makes no sense. */
  static Optional<ParityGroup> read(byte[] json) {
    return ResticJson.read(json, ParityGroup.class).filter(ParityGroup::makesSense);
  }

  private boolean makesSense() {
    List<Member> all = packs;
    return version == VERSION
        && blockBytes >= 64
        && blockBytes <= 1 << 20
        && parity > 0
        && all != null
        && !all.isEmpty()
        && all.size() + parity <= ReedSolomon.MOST_SHARDS
        && all.stream()
            .allMatch(m -> m.length() > 0 && m.id() != null && StorageId.parse(m.id()).isPresent());
  }

  List<Member> members() {
    return packs == null ? List.of() : packs;
  }

  /** Rows of blocks: as many as the longest pack has. */
  int rows() {
    long longest = members().stream().mapToLong(Member::length).max().orElse(0);
    return (int) ((longest + blockBytes - 1) / blockBytes);
  }

  /** Data and parity. */
  int shards() {
    return members().size() + parity;
  }

  /** Bytes of block {@code row} of shard {@code shard}; 0 behind the end of a pack. */
  int blockLength(int shard, int row) {
    if (shard >= members().size()) {
      return blockBytes;
    }
    long rest = members().get(shard).length() - (long) row * blockBytes;
    return Math.clamp(rest, 0, blockBytes);
  }
}
