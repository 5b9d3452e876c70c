package vn.lachan.incidents.task;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.InvalidRequestException;

/**
 * An order to give.
 *
 * @param originKey asking twice with the same key gives one task; null for a task of its own
 * @param runId the playbook run that waits for it; null when given by hand
 */
public record NewTask(
    String incidentId,
    @Nullable String originKey,
    @Nullable String runId,
    String title,
    String instructions,
    String unit,
    boolean mandatory,
    @Nullable Instant dueAt,
    List<TaskInput> inputs) {
  public NewTask {
    inputs = List.copyOf(inputs);
    if (title.isBlank()) {
      throw new InvalidRequestException("title", "Phải ghi tên việc.");
    }
    if (unit.isBlank()) {
      throw new InvalidRequestException("unit", "Phải chọn đơn vị thực hiện.");
    }
  }
}
