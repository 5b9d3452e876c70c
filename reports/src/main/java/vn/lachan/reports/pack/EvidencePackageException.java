package vn.lachan.reports.pack;

/** A package of evidence could not be made; names the incident or the file. */
public final class EvidencePackageException extends RuntimeException {
  public EvidencePackageException(String message, Throwable cause) {
    super(message, cause);
  }
}
