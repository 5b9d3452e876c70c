package vn.lachan.app.plans;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes protection away and needs two people.
 *
 * @param target name of the target; empty when it is not about one
 * @param subject what exactly, see {@link Action}
 * @param expiresAt nobody may agree any more from then on
 * @param result what came of it, in Vietnamese; empty while nothing has
 */
public record Approval(
    String id,
    String plan,
    Action action,
    String target,
    Map<String, List<String>> subject,
    String reason,
    String requestedBy,
    Instant requestedAt,
    Instant expiresAt,
    State state,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    String decision,
    String result) {

  /** What is asked for, with the keys of its subject. */
  public enum Action {
    /** The file of plans protects less: {@code digest}, {@code weakenings}. */
    PLAN_CHANGE,
    /** Delete {@code snapshots} by their ids. */
    FORGET,
    /** Free space at once, without the grace period. */
    PRUNE,
    /** Remove the locks of everybody. */
    UNLOCK,
    /** Remove the {@code key} that begins so. */
    REMOVE_KEY
  }

  /**
   * Where it stands.
   *
   * <pre>
   *   WAITING -> APPROVED -> DONE      a second person agreed, and it was done
   *                       -> FAILED    and it could not be done
   *           -> REFUSED               a second person said no
   *           -> WITHDRAWN             what it was about is not there any more
   *           -> EXPIRED               nobody said anything in time
   * </pre>
   */
  public enum State {
    WAITING,
    APPROVED,
    DONE,
    FAILED,
    REFUSED,
    WITHDRAWN,
    EXPIRED
  }
}
