package vn.lachan.playbooks.cacao;

/**
 * How much a playbook may hold; beyond it is refused with one finding.
 *
 * @param bytes length of the file in UTF-8
 * @param depth levels of nesting of the JSON
 * @param steps steps of the workflow
 * @param findings rows of the report
 */
public record CacaoLimits(int bytes, int depth, int steps, int findings) {
  public static final CacaoLimits DEFAULT = new CacaoLimits(5 * 1024 * 1024, 100, 5_000, 1_000);

  public CacaoLimits {
    if (bytes < 1 || depth < 1 || steps < 1 || findings < 1) {
      throw new IllegalArgumentException("limits of a playbook are positive");
    }
  }
}
