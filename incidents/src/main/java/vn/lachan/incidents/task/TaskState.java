package vn.lachan.incidents.task;

import java.util.Set;

/**
 * Where an order to a unit stands.
 *
 * <pre>
 *   CHO       -> DA_NHAN   the unit acknowledged it
 *             -> BO_QUA    taken back, with a reason
 *   DA_NHAN   -> DANG_LAM, BI_CHAN, XONG, BO_QUA
 *   DANG_LAM  -> BI_CHAN, XONG, BO_QUA
 *   BI_CHAN   -> DANG_LAM, XONG, BO_QUA
 *   XONG, BO_QUA           finished
 * </pre>
 *
 * Whoever blocks or finishes an order that waits (CHO) has acknowledged it in the same act.
 */
public enum TaskState {
  CHO,
  DA_NHAN,
  DANG_LAM,
  BI_CHAN,
  XONG,
  BO_QUA;

  public boolean canMoveTo(TaskState next) {
    return allowedNext().contains(next);
  }

  /** Whether nothing more is to be done. */
  public boolean isFinished() {
    return this == XONG || this == BO_QUA;
  }

  private Set<TaskState> allowedNext() {
    return switch (this) {
      case CHO -> Set.of(DA_NHAN, DANG_LAM, BI_CHAN, XONG, BO_QUA);
      case DA_NHAN -> Set.of(DANG_LAM, BI_CHAN, XONG, BO_QUA);
      case DANG_LAM -> Set.of(BI_CHAN, XONG, BO_QUA);
      case BI_CHAN -> Set.of(DANG_LAM, XONG, BO_QUA);
      case XONG, BO_QUA -> Set.of();
    };
  }
}
