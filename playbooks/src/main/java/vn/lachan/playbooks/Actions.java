package vn.lachan.playbooks;

import java.util.List;
import vn.lachan.playbooks.cacao.WorkflowStep;

/** How the commands of action steps are carried out: in earnest, or only written down. */
interface Actions {

  /** The next command of a step, or its end when there is none. */
  void perform(Rows.Step row, WorkflowStep.Action action) throws InterruptedException;

  /** Looks whether the person a step waits for has finished; false while not. */
  boolean look(Rows.Step row, WorkflowStep.Action action);

  /** A call was on its way when the process died: nobody knows what became of it. */
  boolean lost(Rows.Step row);

  /** Repeats a lost call when that does no harm; otherwise a person decides. */
  boolean recover(Rows.Step row, WorkflowStep.Action action);

  /** Takes back what people need not do any more, of steps that ended without them. */
  void closeTasks(List<Rows.Step> steps);

  /** Whether a loop is followed for a round with that number, counted from 0. */
  default boolean follows(int round) {
    return true;
  }
}
