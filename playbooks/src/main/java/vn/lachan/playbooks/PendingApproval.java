package vn.lachan.playbooks;

import java.time.Instant;
import java.util.List;

/**
 * A step that waits for people to agree.
 *
 * @param digest of {@code command}; whoever decides gives it back, so that what was seen is what is
 *     decided about
 * @param command what would be done, secrets masked
 * @param roles who may decide; empty for everybody
 * @param count how many have to agree
 * @param notRequester whether who started the run may not
 * @param until when it is too late
 * @param decisions what was decided so far
 */
public record PendingApproval(
    String runId,
    int step,
    String name,
    String digest,
    String command,
    List<String> roles,
    int count,
    boolean notRequester,
    boolean destructive,
    Instant until,
    List<Decision> decisions) {
  public PendingApproval {
    roles = List.copyOf(roles);
    decisions = List.copyOf(decisions);
  }

  /** One person's word. */
  public record Decision(String person, String unit, boolean agreed, String reason, Instant at) {}
}
