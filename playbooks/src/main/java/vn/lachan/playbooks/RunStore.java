package vn.lachan.playbooks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What a worker knows of a run, and how it changes it. */
interface RunStore {

  Optional<Rows.Run> find(String runId);

  /** The steps the run has reached, in that order. */
  List<Rows.Step> steps(String runId);

  /** What people decided about a step as it was shown to them, in that order. */
  List<Rows.Decision> decisions(String stepRow, String shownDigest);

  /**
   * Changes a run in one transaction and keeps the lease alive.
   *
   * @throws LeaseLostException when somebody else holds it now
   */
  void write(Rows.Run run, Instant now, Duration lease, Consumer<Writer> work);

  /** Writes rows of one run. */
  interface Writer {
    void insert(Rows.Step step);

    /** Writes {@code after}; a change of state is remembered with {@code note}. */
    void update(Rows.Step before, Rows.Step after, String note);

    void update(Rows.Run before, Rows.Run after);

    /** Makes a run below this one, with its first step. */
    void create(Rows.Run child, Rows.Step first);

    /** Asks for a run below this one to be stopped; nothing when it is finished. */
    void cancel(String childId, String reason);
  }
}
