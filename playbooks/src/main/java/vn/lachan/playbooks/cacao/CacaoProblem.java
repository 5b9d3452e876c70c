package vn.lachan.playbooks.cacao;

/**
 * Something wrong with a playbook.
 *
 * @param pointer where, as JSON pointer (RFC 6901); empty for the whole file
 * @param message what, in Vietnamese
 * @param english what, in English
 */
public record CacaoProblem(Severity severity, String pointer, String message, String english) {

  /** How much it matters. */
  public enum Severity {
    /** The playbook cannot be run. */
    ERROR,
    /** It can be run, but something is not as the specification wants it. */
    WARNING
  }
}
