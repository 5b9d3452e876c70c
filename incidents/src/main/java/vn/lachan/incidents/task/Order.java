package vn.lachan.incidents.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task the police coordinator orders a unit to do, or that a unit asks the coordinator for.
 *
 * @param task what is to be done, by which unit, until when, and how it stands
 * @param why for what purpose
 * @param legalBasis the provision it rests on
 * @param acknowledgeBy until when the unit must have said that it received it
 * @param proofRequired whether it can be finished only with evidence attached
 * @param events progress, proof and escalations, oldest first
 */
public record Order(
    Task task,
    Kind kind,
    String why,
    String legalBasis,
    Instant acknowledgeBy,
    boolean proofRequired,
    List<OrderEvent> events) {

  /** Who asks whom. */
  public enum Kind {
    /** The coordinator orders. */
    LENH,
    /** A unit that is beyond its ability asks for help. */
    HO_TRO
  }

  /** How an order stands against its deadlines, the most urgent first. */
  public enum Lateness {
    /** The time to finish it is over. */
    OVERDUE,
    /** The time to acknowledge it is over. */
    UNHEARD,
    /** The unit said that it cannot go on. */
    BLOCKED,
    WAITING,
    AT_WORK,
    FINISHED
  }

  public Order {
    events = List.copyOf(events);
  }

  /** How it stands at {@code now}. */
  public Lateness lateness(Instant now) {
    Instant due = task.dueAt();
    if (task.state().isFinished()) {
      return Lateness.FINISHED;
    }
    if (due != null && now.isAfter(due)) {
      return Lateness.OVERDUE;
    }
    if (task.acknowledgedAt() == null) {
      return now.isAfter(acknowledgeBy) ? Lateness.UNHEARD : Lateness.WAITING;
    }
    return task.state() == TaskState.BI_CHAN ? Lateness.BLOCKED : Lateness.AT_WORK;
  }

  /** The evidence attached as proof, in the order of attaching. */
  public List<String> proof() {
    return events.stream()
        .filter(event -> event.kind() == OrderEvent.Kind.PROOF)
        .map(OrderEvent::ref)
        .toList();
  }

  /** The deadline that counts now: to acknowledge, then to finish; null when there is none. */
  public @Nullable Instant nextDeadline() {
    return task.acknowledgedAt() == null ? acknowledgeBy : task.dueAt();
  }
}
