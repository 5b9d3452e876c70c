package vn.lachan.playbooks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Playbooks of runs as they were read, so that one is not read again each time a run moves on. What
 * was once stored under an id never changes. Safe for use by several threads.
 */
final class Plans {
  private static final int MOST = 256;

  private final Map<String, Plan> plans =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Plan> eldest) {
          return size() > MOST;
        }
      };

  /** The plan that {@code document} is. */
  Plan of(String document) {
    return of(Digests.of(document), () -> document);
  }

  /** The plan stored as {@code id}; {@code document} is asked for when it is not known. */
  Plan of(String id, Supplier<String> document) {
    Plan known = known(id);
    if (known != null) {
      return known;
    }
    Plan read = new Plan(document.get());
    synchronized (this) {
      plans.put(id, read);
    }
    return read;
  }

  private synchronized @Nullable Plan known(String id) {
    return plans.get(id);
  }
}
