package vn.lachan.backup.signature;

/**
 * Limits of a check, and what counts as weak.
 *
 * @param maxFileBytes a larger file is not opened
 * @param maxStructureBytes most bytes the structure of a PDF (object and cross-reference streams,
 *     embedded evidence) may unfold to
 * @param maxXmlBytes a larger XML file is not parsed
 * @param maxSignatures most signatures looked at in one file
 * @param maxFiles most files looked at in one folder
 * @param minRsaBits shorter RSA keys are weak
 * @param minEcBits shorter elliptic-curve keys are weak
 * @param revocationRequired whether a signature without embedded revocation evidence is undecidable
 *     rather than valid with a note
 * @param threads how many files are looked at beside each other
 */
public record SignatureSettings(
    long maxFileBytes,
    long maxStructureBytes,
    long maxXmlBytes,
    int maxSignatures,
    int maxFiles,
    int minRsaBits,
    int minEcBits,
    boolean revocationRequired,
    int threads) {

  private static final long MEBI = 1L << 20;

  /** Files to 256 MiB, RSA from 2048 bits, as many threads as processors. */
  public static final SignatureSettings DEFAULT =
      new SignatureSettings(
          256 * MEBI,
          64 * MEBI,
          16 * MEBI,
          64,
          1_000_000,
          2048,
          224,
          false,
          Runtime.getRuntime().availableProcessors());

  public SignatureSettings {
    if (maxFileBytes < 1 || maxFileBytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("maxFileBytes: " + maxFileBytes);
    }
    if (maxStructureBytes < 1 || maxXmlBytes < 1 || maxSignatures < 1 || maxFiles < 1) {
      throw new IllegalArgumentException("limits are at least 1");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads);
    }
  }

  /** The same with another number of threads. */
  public SignatureSettings withThreads(int number) {
    return new SignatureSettings(
        maxFileBytes,
        maxStructureBytes,
        maxXmlBytes,
        maxSignatures,
        maxFiles,
        minRsaBits,
        minEcBits,
        revocationRequired,
        number);
  }
}
