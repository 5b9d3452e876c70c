package vn.lachan.backup.repository;

/**
 * How thoroughly unused data is taken out of packs.
 *
 * @param mostUnused packs that are partly used are repacked until at most this share of what is
 *     used remains unused, 0 to 1; restic's default is 0.05
 * @param mostRepackBytes and at most so many bytes are read for that in one run
 * @param joinSmall also repack packs below a quarter of the size a pack should have, when there are
 *     several
 */
public record SweepLimits(double mostUnused, long mostRepackBytes, boolean joinSmall) {

  public static final SweepLimits DEFAULT = new SweepLimits(0.05, Long.MAX_VALUE, false);

  public SweepLimits {
    if (!(mostUnused >= 0 && mostUnused <= 1) || mostRepackBytes < 0) {
      throw new IllegalArgumentException("mostUnused is 0 to 1, mostRepackBytes at least 0");
    }
  }
}
