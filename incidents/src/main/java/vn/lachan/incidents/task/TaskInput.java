package vn.lachan.incidents.task;

/**
 * A value that whoever finishes a task has to give.
 *
 * @param name as the asker knows it, for example {@code __ip__}
 * @param required whether the task cannot be finished without
 */
public record TaskInput(String name, ValueType type, String description, boolean required) {}
