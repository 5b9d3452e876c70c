package vn.lachan.backup.signature;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import vn.lachan.backup.signature.sample.SamplePki;
import vn.lachan.backup.signature.sample.SignedDossierSet;
import vn.lachan.backup.signature.sample.SignedDossierSet.WrittenDossier;

/**
 * Signed dossiers for tests of this and other modules: keys are made once a JVM. Small files, so
 * that a test writes hundreds in a second.
 */
public final class SignedDossiers {
  /** The moment at which everything was signed just before. */
  public static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");

  private static final SamplePki PKI = new SamplePki(NOW);
  private static final int SCAN = 40_000;

  private SignedDossiers() {}

  /** The keys behind {@link #write}. */
  public static SamplePki pki() {
    return PKI;
  }

  /**
   * Writes {@code count} dossiers, each in {@code folder/H60.NNNNNNN} with meta.json, to-khai.xml
   * (1 XAdES), giay-to-1.pdf (unsigned), ket-qua.pdf (2 PAdES), nhat-ky.json and nhat-ky.json.p7s
   * (1 detached): four signatures a dossier.
   */
  public static List<WrittenDossier> write(Path folder, int count) {
    return new SignedDossierSet(PKI, 1, SCAN).write(folder, count);
  }

  /** Writes the trust folder that fits; gives what it says. */
  public static Trust writeTrust(Path folder) {
    return PKI.writeTrust(folder);
  }
}
