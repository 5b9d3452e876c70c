package vn.lachan.incidents.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.InvalidRequestException;

/**
 * An order to give.
 *
 * @param what title of the task
 * @param how instructions
 * @param why for what purpose; the unit must be able to judge what matters
 * @param legalBasis the provision it rests on
 * @param unit who is to do it
 * @param acknowledgeBy null for the setting's time from now
 * @param dueAt until when it must be done; orders have a deadline
 */
public record NewOrder(
    String incidentId,
    String what,
    String how,
    String why,
    String legalBasis,
    String unit,
    @Nullable Instant acknowledgeBy,
    Instant dueAt,
    boolean proofRequired) {

  public NewOrder {
    if (why.isBlank()) {
      throw new InvalidRequestException("why", "Phải ghi mục đích của lệnh.");
    }
    if (legalBasis.isBlank()) {
      throw new InvalidRequestException("legalBasis", "Phải ghi căn cứ pháp lý của lệnh.");
    }
  }

  NewTask task() {
    return new NewTask(incidentId, null, null, what, how, unit, true, dueAt, List.of());
  }
}
