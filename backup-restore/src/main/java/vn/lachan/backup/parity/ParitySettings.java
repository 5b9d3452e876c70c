package vn.lachan.backup.parity;

/**
 * How much is kept.
 *
 * @param share parity for so much of the packs, above 0 to 1: as large a part of a group may be
 *     lost
 * @param groupSize packs of a group, 1 to 200; the more, the better a share is used, and the more
 *     is read to heal one
 * @param blockBytes how finely rot is found, 4 KiB to 1 MiB: a group heals as many rotten blocks in
 *     every row as it has parity
 */
public record ParitySettings(double share, int groupSize, int blockBytes) {

  public static final ParitySettings DEFAULT = new ParitySettings(0.10, 20, 64 * 1024);

  public ParitySettings {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share is above 0 to 1, not " + share);
    }
    if (groupSize < 1 || groupSize > 200) {
      throw new IllegalArgumentException("groupSize is 1 to 200, not " + groupSize);
    }
    if (blockBytes < 4096 || blockBytes > 1 << 20 || blockBytes % 64 != 0) {
      throw new IllegalArgumentException("blockBytes is 4 KiB to 1 MiB, not " + blockBytes);
    }
    if (groupSize + parityOf(share, groupSize) > ReedSolomon.MOST_SHARDS) {
      throw new IllegalArgumentException("group and parity have more than 255 members together");
    }
  }

  /** Parity for a group of {@code packs}. */
  int parity(int packs) {
    return parityOf(share, packs);
  }

  private static int parityOf(double share, int packs) {
    return Math.max(1, (int) Math.round(share * packs));
  }
}
