package vn.lachan.audit;

/** What a check of the trail found. */
public sealed interface Verification {

  /** Every link holds. {@code head} is the digest of the last record. */
  record Intact(long records, String head) implements Verification {}

  /** The record at {@code sequence} does not fit the ones before it. */
  record BrokenAt(long sequence, String reason) implements Verification {}
}
