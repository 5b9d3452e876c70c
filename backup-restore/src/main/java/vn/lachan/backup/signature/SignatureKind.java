package vn.lachan.backup.signature;

/** How a signature is kept. */
public enum SignatureKind {
  /** CMS in a PDF. */
  PADES("PAdES"),
  /** An RFC 3161 time-stamp over a PDF. */
  PDF_TIMESTAMP("dấu thời gian PDF"),
  /** CMS in a file of its own beside what it signs. */
  CADES_DETACHED("CAdES tách rời"),
  /** CMS around what it signs. */
  CADES_ENVELOPING("CAdES bao gói"),
  /** XML signature. */
  XADES("XAdES");

  private final String vietnamese;

  SignatureKind(String vietnamese) {
    this.vietnamese = vietnamese;
  }

  public String vietnamese() {
    return vietnamese;
  }
}
