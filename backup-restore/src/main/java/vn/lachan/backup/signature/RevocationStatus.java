package vn.lachan.backup.signature;

import java.time.Instant;

/** What the evidence embedded in a file says about the signer's certificate. */
public sealed interface RevocationStatus {

  /** Nothing usable is embedded. */
  record NotEmbedded() implements RevocationStatus {}

  /**
   * It was not revoked.
   *
   * @param source {@code OCSP} or {@code CRL}
   * @param thisUpdate when the issuer said so
   */
  record Good(String source, Instant thisUpdate) implements RevocationStatus {}

  /** It was revoked at {@code since}. */
  record Revoked(String source, Instant since) implements RevocationStatus {}
}
