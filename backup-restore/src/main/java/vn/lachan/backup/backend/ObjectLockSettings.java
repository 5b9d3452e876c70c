package vn.lachan.backup.backend;

import java.time.Duration;

/**
 * For how long new files of an S3 repository cannot be removed by anybody.
 *
 * @param mode COMPLIANCE: by nobody at all; GOVERNANCE: except with a special permission
 * @param retention counted from the moment the file was stored
 */
public record ObjectLockSettings(Mode mode, Duration retention) {

  /** The two modes of S3. */
  public enum Mode {
    COMPLIANCE,
    GOVERNANCE
  }

  public ObjectLockSettings {
    if (!retention.isPositive()) {
      throw new IllegalArgumentException("object lock needs a positive retention");
    }
  }
}
