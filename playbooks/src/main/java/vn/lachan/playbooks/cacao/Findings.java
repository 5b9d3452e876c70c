package vn.lachan.playbooks.cacao;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects findings in the order of the checks, each once; for one thread.
 *
 * <p>A file of garbage gives no more than {@code limit} findings and a last one that says so. Long
 * texts of the file are cut in messages, and hidden characters of it are shown.
 */
final class Findings {
  private static final int LONGEST_PLACE = 120;

  private final int limit;
  private final Set<CacaoProblem> found = new LinkedHashSet<>();
  private boolean more;

  Findings(int limit) {
    this.limit = limit;
  }

  void add(FindingCode code, String pointer, Object... places) {
    add(CacaoProblem.of(code, pointer, cut(places)));
  }

  /** As {@link #add}, with words of the message in both languages. */
  void addTranslated(FindingCode code, String pointer, Object[] vietnamese, Object[] english) {
    add(CacaoProblem.of(code, pointer, cut(vietnamese), cut(english)));
  }

  private void add(CacaoProblem problem) {
    if (found.size() < limit) {
      found.add(problem);
    } else {
      more = true;
    }
  }

  private static Object[] cut(Object[] places) {
    Object[] cut = places.clone();
    for (int i = 0; i < cut.length; i++) {
      if (cut[i] instanceof String text) {
        boolean fits = text.length() <= LONGEST_PLACE;
        cut[i] = VisibleText.of(fits ? text : text.substring(0, LONGEST_PLACE) + "…");
      }
    }
    return cut;
  }

  List<CacaoProblem> all() {
    List<CacaoProblem> all = new ArrayList<>(found);
    if (more) {
      all.add(CacaoProblem.of(FindingCode.TOO_MANY_FINDINGS, "", limit));
    }
    return all;
  }
}
