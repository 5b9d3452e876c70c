package vn.lachan.incidents.evidence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file kept as evidence, and everything that was done with it.
 *
 * @param size bytes
 * @param sha256 digest of its content when it was collected, 64 hexadecimal digits; also its place
 * @param collectedFrom where it came from, in the words of who collected it
 * @param search the search whose result it is; null for other evidence
 * @param custody every touch, oldest first
 */
public record Evidence(
    String id,
    String incidentId,
    String name,
    long size,
    String sha256,
    String mediaType,
    String collectedBy,
    Instant collectedAt,
    String collectedFrom,
    String description,
    @Nullable SealedSearch search,
    List<Custody> custody) {

  /** What can be done with evidence. */
  public enum Act {
    COLLECTED,
    OPENED,
    VERIFIED,
    /** It was read again and is no longer what was collected. */
    DAMAGED,
    /** Somebody outside the platform received it; the custody says who. */
    HANDED_OVER,
    EXPORTED
  }

  /**
   * One touch; never changed or removed.
   *
   * @param party who received it; empty where nobody did
   */
  public record Custody(Instant at, String actor, Act act, String party, String note) {}

  public Evidence {
    custody = List.copyOf(custody);
  }
}
