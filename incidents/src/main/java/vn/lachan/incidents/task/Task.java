package vn.lachan.incidents.task;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order to a unit: the police coordinate, the operator acts.
 *
 * @param runId the playbook run that waits for it; null when somebody gave it by hand
 * @param unit code of the unit it is addressed to
 * @param assignee who of the unit does it; null while nobody
 * @param mandatory whether the incident cannot be closed without
 * @param dueAt when it must be finished; null without a deadline
 * @param reason why it is blocked or was skipped; empty otherwise
 * @param result what came of it; null while it is not finished
 * @param inputs values to give when it is finished
 * @param outputs the values that were given
 */
public record Task(
    String id,
    String incidentId,
    String incidentTitle,
    @Nullable String runId,
    String title,
    String instructions,
    String unit,
    @Nullable String assignee,
    TaskState state,
    boolean mandatory,
    @Nullable Instant dueAt,
    Instant createdAt,
    String createdBy,
    @Nullable Instant acknowledgedAt,
    @Nullable Instant completedAt,
    String reason,
    @Nullable String result,
    List<TaskInput> inputs,
    Map<String, String> outputs) {

  public Task {
    inputs = List.copyOf(inputs);
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }
}
