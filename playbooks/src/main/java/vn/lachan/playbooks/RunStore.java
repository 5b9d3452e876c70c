package vn.lachan.playbooks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a worker knows of a run, and how it changes it. */
interface RunStore {

  Optional<Rows.Run> find(String runId);

  /** What people ask of a run, now. */
  Rows.Wishes wishes(String runId);

  /** What people decided about a step as it was shown to them, in that order. */
  List<Rows.Decision> decisions(String stepRow, String shownDigest);

  /**
   * As {@link #write(Rows.Run, Changes, Hold, Runnable)} without something to run last; may share
   * its transaction with other runs.
   *
   * @return what people ask of the run
   */
  Rows.Wishes write(Rows.Run run, Changes changes, Hold hold);

  /**
   * Changes a run in one transaction. The lease is kept alive, or given back when it is said when
   * to look again.
   *
   * @param run as its holder took it
   * @param last runs last; when it throws, nothing is written
   * @throws LeaseLostException when somebody else holds the run now
   */
  void write(Rows.Run run, Changes changes, Hold hold, Runnable last);

  /**
   * What becomes of the lease.
   *
   * @param wakeAt gives it back and says when to look again; null to keep it
   */
  record Hold(Instant now, Duration lease, @Nullable Instant wakeAt) {
    Instant until() {
      return now.plus(lease);
    }
  }
}
