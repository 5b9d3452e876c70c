package vn.lachan.playbooks;

import org.jspecify.annotations.Nullable;
import vn.lachan.incidents.task.ValueType;

/**
 * A value that who starts a playbook gives.
 *
 * @param name of the external variable, for example {@code __ip__}
 * @param required whether it cannot start without
 * @param value what it has otherwise; null for nothing
 */
public record PlaybookInput(
    String name, ValueType type, String description, boolean required, @Nullable String value) {}
