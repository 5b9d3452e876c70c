package vn.lachan.backup.signature;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a folder's signatures are worth.
 *
 * @param signaturesPerFile every file that can carry signatures (PDF, XML, CMS) with how many were
 *     found, also none: compare with what the manifest says to see a removed one
 * @param verdicts one a signature, by file name, then number
 * @param bytes read
 * @param took wall time
 */
public record SignatureScan(
    SortedMap<String, Integer> signaturesPerFile,
    List<SignatureVerdict> verdicts,
    long bytes,
    Duration took) {

  public SignatureScan {
    signaturesPerFile = Collections.unmodifiableSortedMap(new TreeMap<>(signaturesPerFile));
    verdicts = List.copyOf(verdicts);
  }

  /** How many of each outcome one signer or family has. */
  public record Tally(int valid, int invalid, int undecidable) {
    static final Tally ZERO = new Tally(0, 0, 0);

    Tally plus(SignatureOutcome outcome) {
      return switch (outcome) {
        case SignatureOutcome.Valid _ -> new Tally(valid + 1, invalid, undecidable);
        case SignatureOutcome.Invalid _ -> new Tally(valid, invalid + 1, undecidable);
        case SignatureOutcome.Undecidable _ -> new Tally(valid, invalid, undecidable + 1);
      };
    }

    public int all() {
      return valid + invalid + undecidable;
    }
  }

  public Tally tally() {
    return verdicts.stream()
        .map(SignatureVerdict::outcome)
        .reduce(Tally.ZERO, Tally::plus, SignatureScan::sum);
  }

  /** By the signer's common name. */
  public SortedMap<String, Tally> bySigner() {
    return by(verdict -> verdict.signer().commonName());
  }

  public SortedMap<CertificateFamily, Tally> byFamily() {
    return by(SignatureVerdict::family);
  }

  private <K extends Comparable<K>> SortedMap<K, Tally> by(Function<SignatureVerdict, K> key) {
    SortedMap<K, Tally> tallies = new TreeMap<>();
    for (SignatureVerdict verdict : verdicts) {
      K name = key.apply(verdict);
      tallies.put(name, tallies.getOrDefault(name, Tally.ZERO).plus(verdict.outcome()));
    }
    return tallies;
  }

  private static Tally sum(Tally a, Tally b) {
    return new Tally(
        a.valid() + b.valid(), a.invalid() + b.invalid(), a.undecidable() + b.undecidable());
  }
}
