package vn.lachan.backup.signature;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Whom we believe: roots with their families, and intermediate certificates that help to reach
 * them.
 *
 * <p>Read from a folder with a {@code trust.yml} and PEM or DER certificates beside it:
 *
 * <pre>
 * roots:
 *   - file: root-ban-co-yeu.pem
 *     family: cong-vu              # cong-vu, cong-cong or khac
 *     name: Ban Cơ yếu Chính phủ
 * intermediates:
 *   - file: ca-cong-vu.pem
 * </pre>
 *
 * @param problems entries that were refused and are not believed
 */
public record Trust(
    List<TrustedRoot> roots, List<X509Certificate> intermediates, List<TrustProblem> problems) {

  public Trust {
    roots = List.copyOf(roots);
    intermediates = List.copyOf(intermediates);
    problems = List.copyOf(problems);
  }

  /**
   * Reads {@code folder}. A folder that cannot be read gives a trust without roots and a problem
   * that says so: nothing is believed then, and every signature is undecidable at best.
   */
  public static Trust load(Path folder) {
    return new TrustFile(folder).read();
  }
}
