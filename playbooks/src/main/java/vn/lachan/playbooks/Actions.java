package vn.lachan.playbooks;

import java.util.List;
import vn.lachan.playbooks.cacao.WorkflowStep;

/** How what steps ask for is carried out: in earnest, or only written down. */
interface Actions {

  /** The next command of a step, or its end when there is none. */
  void perform(Rows.Step row, WorkflowStep.Action action) throws InterruptedException;

  /** Begins the run of another playbook. */
  void nest(Rows.Step row, WorkflowStep.PlaybookAction call) throws InterruptedException;

  /** Looks whether the run of another playbook has ended; false while not. */
  boolean joinNested(Rows.Step row, WorkflowStep.PlaybookAction call);

  /** Whether a step without commands may begin; when it may not, people have been asked. */
  boolean mayPass(Rows.Step row, WorkflowStep step);

  /** Looks whether people have agreed to a step; false while not. */
  boolean agreed(Rows.Step row, WorkflowStep step);

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
