package vn.lachan.playbooks;

import java.time.Instant;
import java.util.List;

/**
 * A step that waits for people to agree.
 *
 * @param startedBy who started the run
 * @param digest of {@code command}; whoever decides gives it back, so that what was seen is what is
 *     decided about
 * @param command what would be done, secrets masked
 * @param roles who may decide; empty for everybody
 * @param count how many have to agree
 * @param notRequester whether who started the run may not
 * @param until when it is too late
 * @param decisions what was decided so far
 * @param refusal why whoever asked may not decide, in Vietnamese; empty when they may
 */
public record PendingApproval(
    String runId,
    String incidentId,
    String playbookName,
    String startedBy,
    int step,
    String name,
    String digest,
    String command,
    List<String> roles,
    int count,
    boolean notRequester,
    boolean destructive,
    Instant until,
    List<Decision> decisions,
    String refusal) {
  public PendingApproval {
    roles = List.copyOf(roles);
    decisions = List.copyOf(decisions);
  }

  /** One person's word. */
  public record Decision(String person, String unit, boolean agreed, String reason, Instant at) {}
}
