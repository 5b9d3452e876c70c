package vn.lachan.playbooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step a run has reached.
 *
 * @param id of this occurrence; a step in a loop has several
 * @param number the how manieth step of the run, from 1
 * @param stepId id of the step in the playbook
 * @param type the word of CACAO, for example {@code action}
 * @param agent name of who carries it out; empty for steps without
 * @param command what was asked, with its variables filled in and secrets masked; empty for who may
 *     not see the unit's data
 * @param output what came of it, or why it failed
 * @param taskId the task a person works on; null without
 * @param childRun the run of another playbook that it waits for; null without
 */
public record RunStep(
    String id,
    int number,
    String stepId,
    String name,
    String type,
    StepState state,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    String agent,
    String command,
    String output,
    @Nullable String taskId,
    @Nullable String childRun,
    int attempts) {}
