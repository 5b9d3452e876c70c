package vn.lachan.backup.plan;

import java.util.stream.Stream;

/**
 * How a plan stands against the rule of three copies, on two kinds of places, one of them apart.
 * The live data counts as the first copy, on the disks of this machine.
 *
 * @param media kinds of places: folders of this machine, REST, SFTP, S3
 * @param offsite targets that stand in another place
 */
public record CopySpread(int copies, int media, int offsite) {

  /** Counts what the plan says; whether the copies are made is another question. */
  public static CopySpread of(BackupPlan plan) {
    Stream<String> media =
        Stream.concat(Stream.of("thư mục"), plan.targets().stream().map(BackupTarget::medium));
    return new CopySpread(
        1 + plan.targets().size(),
        Math.toIntExact(media.distinct().count()),
        Math.toIntExact(plan.targets().stream().filter(BackupTarget::offsite).count()));
  }

  public boolean isEnough() {
    return copies >= 3 && media >= 2 && offsite >= 1;
  }
}
