package vn.lachan.backup.signature;

import java.util.List;

/**
 * What was found out about one signature.
 *
 * @param file the file, relative to the folder that was checked, with {@code /}
 * @param number which signature of that file, from 1 in the order of signing where it is known
 * @param signer who signed; all empty when no certificate was found
 * @param family decided by the trusted root; {@link CertificateFamily#OTHER} without one
 * @param signingTime as well proved as it can be
 * @param notes what a specialist wants to know and what does not change the outcome
 */
public record SignatureVerdict(
    String file,
    int number,
    SignatureKind kind,
    Signer signer,
    CertificateFamily family,
    SigningTime signingTime,
    RevocationStatus revocation,
    TimestampStatus timestamp,
    Coverage coverage,
    SignatureOutcome outcome,
    List<SignatureReason> notes) {

  /**
   * The certificate of the one who signed.
   *
   * @param subject distinguished name (RFC 4514)
   * @param commonName of the subject
   * @param issuer distinguished name (RFC 4514)
   * @param serial lower-case hexadecimal
   */
  public record Signer(String subject, String commonName, String issuer, String serial) {
    static final Signer UNKNOWN = new Signer("", "", "", "");
  }

  public SignatureVerdict {
    if (number < 1) {
      throw new IllegalArgumentException("number counts from 1: " + number);
    }
    notes = List.copyOf(notes);
  }

  public boolean isValid() {
    return outcome instanceof SignatureOutcome.Valid;
  }
}
