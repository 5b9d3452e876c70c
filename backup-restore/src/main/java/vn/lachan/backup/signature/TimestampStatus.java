package vn.lachan.backup.signature;

import java.time.Instant;

/** The RFC 3161 time-stamp over a signature. */
public sealed interface TimestampStatus {

  /** There is none. */
  record None() implements TimestampStatus {}

  /** It fits the signature and its authority leads to a trusted root. */
  record Valid(Instant at, String authority) implements TimestampStatus {}

  /** It does not fit, or its authority is not trusted. */
  record Invalid(String authority, String reason) implements TimestampStatus {}
}
