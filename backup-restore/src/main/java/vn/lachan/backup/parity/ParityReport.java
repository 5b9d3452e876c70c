package vn.lachan.backup.parity;

import java.util.List;
import vn.lachan.backup.repository.StorageId;

/**
 * What is protected, what is rotten and what was healed.
 *
 * @param groups of packs
 * @param packs protected ones
 * @param packBytes their length
 * @param parityBytes what the parity takes
 * @param unprotected packs in no group
 * @param damaged what is wrong with protected packs, each with what can be or was done
 * @param problems what is wrong with the parity itself, or could not be read; one line each
 */
public record ParityReport(
    int groups,
    int packs,
    long packBytes,
    long parityBytes,
    List<StorageId> unprotected,
    List<Damage> damaged,
    List<String> problems) {

  /** What became of a damaged pack. */
  public enum Outcome {
    /** There is parity enough; nothing was done yet. */
    CAN_BE_HEALED,
    /** It is whole again, from the parity. */
    HEALED,
    /** It is whole again, from the second repository. */
    FETCHED,
    /** Its blobs were saved again from the second repository, in new packs. */
    REPLACED,
    /** More is lost than the parity gives back. */
    BEYOND
  }

  /**
   * A pack that is not what its name promises.
   *
   * @param lost whether the whole file is gone
   * @param blocks rotten blocks
   * @param blocksBeyond those of them that the parity does not give back
   */
  public record Damage(
      StorageId pack, boolean lost, int blocks, int blocksBeyond, Outcome outcome) {}

  public ParityReport {
    unprotected = List.copyOf(unprotected);
    damaged = List.copyOf(damaged);
    problems = List.copyOf(problems);
  }

  /** Whether every protected pack is whole now, and the parity too. */
  public boolean isSound() {
    return problems.isEmpty()
        && damaged.stream()
            .allMatch(d ->
                switch (d.outcome()) {
                  case HEALED, FETCHED, REPLACED -> true;
                  case CAN_BE_HEALED, BEYOND -> false;
                });
  }
}
