package vn.lachan.playbooks.cacao;

/**
 * One finding of the import report.
 *
 * @param code which check found it
 * @param pointer where, as JSON pointer (RFC 6901); empty for the whole file
 * @param message what, in Vietnamese
 * @param english what, in English
 */
public record CacaoProblem(FindingCode code, String pointer, String message, String english) {

  /** How much it matters. */
  public enum Severity {
    /** The playbook cannot be run. */
    ERROR,
    /** It can be run, but something is not as the specification wants it. */
    WARNING
  }

  /** A finding whose places read alike in both languages. */
  public static CacaoProblem of(FindingCode code, String pointer, Object... places) {
    return of(code, pointer, places, places);
  }

  /** A finding whose places read differently in the two languages. */
  static CacaoProblem of(FindingCode code, String pointer, Object[] vietnamese, Object[] english) {
    return new CacaoProblem(
        code,
        pointer,
        String.format(java.util.Locale.ROOT, code.vietnamese(), vietnamese),
        String.format(java.util.Locale.ROOT, code.english(), english));
  }

  public Severity severity() {
    return code.severity();
  }
}
