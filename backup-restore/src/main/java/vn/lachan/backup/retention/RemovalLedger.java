package vn.lachan.backup.retention;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vn.lachan.backup.repository.StorageId;

/** Remembers since when packs are needed by nobody. Losing it only makes packs stay longer. */
public interface RemovalLedger {

  /** What is remembered of the repository with this id; nothing when nothing readable is. */
  Waiting read(String repository);

  /** Remembers; durable on return, or throws. */
  void write(String repository, Waiting waiting);

  /** Packs and the moment from which nobody needed them. */
  record Waiting(Map<StorageId, Instant> since) {

    public static final Waiting NOTHING = new Waiting(Map.of());

    public Waiting {
      since = Map.copyOf(since);
    }

    /** Exactly {@code packs}; those not known before, or only from the future, wait from now. */
    Waiting of(List<StorageId> packs, Instant now) {
      Map<StorageId, Instant> next = new TreeMap<>();
      for (StorageId pack : packs) {
        Instant known = since.getOrDefault(pack, now);
        next.put(pack, known.isAfter(now) ? now : known);
      }
      return new Waiting(next);
    }

    Instant since(StorageId pack) {
      return since.getOrDefault(pack, Instant.MAX);
    }
  }
}
