package vn.lachan.backup.signature;

import java.time.Instant;

/** When something was signed, and who says so. */
public sealed interface SigningTime {

  /** Neither the signer nor a time-stamp says. */
  record Unknown() implements SigningTime {}

  /** The signer says so: no proof. */
  record Claimed(Instant at) implements SigningTime {}

  /** A time-stamp that holds proves that the signature existed then. */
  record Stamped(Instant at) implements SigningTime {}
}
