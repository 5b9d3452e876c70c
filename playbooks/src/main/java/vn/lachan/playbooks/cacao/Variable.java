package vn.lachan.playbooks.cacao;

import org.jspecify.annotations.Nullable;

/**
 * A variable as it is declared.
 *
 * @param name with its underscores, for example {@code __ip__}
 * @param type the word of the type, for example {@code ipv4-addr}
 * @param value null: unknown; empty: known to be empty
 * @param constant must not change during a run
 * @param external given by who starts the run
 */
public record Variable(
    String name,
    String type,
    @Nullable String value,
    boolean constant,
    boolean external,
    String description) {

  public Variable withValue(@Nullable String newValue) {
    return new Variable(name, type, newValue, constant, external, description);
  }
}
