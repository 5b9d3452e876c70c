package vn.lachan.backup.drill;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a drill is.
 *
 * @param target which repository is restored from, from 1; 0 outside of restoring
 * @param targets so many there are
 * @param files done in this phase
 * @param ofFiles to do in this phase; 0 when it is not known
 * @param bytes done in this phase
 * @param took of this phase, without pauses
 */
public record DrillProgress(
    String drill,
    String plan,
    Phase phase,
    int target,
    int targets,
    long files,
    long ofFiles,
    long bytes,
    long ofBytes,
    Duration took) {

  /** What a drill does, one after the other. */
  public enum Phase {
    PUBLISH("công bố"),
    RESTORE("khôi phục"),
    COMPARE("đối chiếu"),
    SIGNATURES("kiểm chữ ký"),
    DATABASES("thử cơ sở dữ liệu"),
    CONTROLS("đối chứng"),
    RESTIC("khôi phục bằng restic"),
    DONE("xong");

    private final String vietnamese;

    Phase(String vietnamese) {
      this.vietnamese = vietnamese;
    }

    public String vietnamese() {
      return vietnamese;
    }
  }

  /** Bytes a second; 0 in the first moments. */
  public long rate() {
    return took.toMillis() < 1 ? 0 : bytes * 1000 / took.toMillis();
  }

  /** Of this phase, at the rate so far. */
  public Optional<Duration> left() {
    return rate() == 0 || ofBytes == 0 || bytes == 0
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(Math.max(0, ofBytes - bytes) / Math.max(1, rate())));
  }
}
