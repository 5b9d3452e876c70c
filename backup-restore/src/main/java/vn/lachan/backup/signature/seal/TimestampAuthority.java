package vn.lachan.backup.signature.seal;

/** Says that a digest existed at a moment (RFC 3161). */
public interface TimestampAuthority {

  /**
   * A time-stamp token (DER, a CMS ContentInfo) over a SHA-256 digest.
   *
   * @throws vn.lachan.backup.signature.SignatureException when none can be had
   */
  byte[] stamp(byte[] sha256);
}
