package vn.lachan.backup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.StorageId;

/** How a target of a plan differs from the first one. */
public sealed interface TargetComparison {

  /**
   * Both could be listed. Ids are those of the first target where it has the snapshot.
   *
   * @param same snapshots that are in both with the same content
   * @param missing snapshots the target lacks
   * @param extra snapshots of the target that are copies of nothing in the first
   * @param differing snapshots that are in both but not with the same tree
   */
  record Compared(
      List<String> same, List<String> missing, List<String> extra, List<String> differing)
      implements TargetComparison {
    public Compared {
      same = List.copyOf(same);
      missing = List.copyOf(missing);
      extra = List.copyOf(extra);
      differing = List.copyOf(differing);
    }

    /** What the first target has is in this one as it should be; more may be there. */
    public boolean isComplete() {
      return missing.isEmpty() && differing.isEmpty();
    }
  }

  /** One of them cannot be used. {@code reason} is in Vietnamese. */
  record Unavailable(String reason) implements TargetComparison {}

  /**
   * Compares the snapshots with this tag. Reads only lists and snapshot files; the trees are
   * compared by their ids, which are digests of all that is in them.
   */
  static TargetComparison of(BackupRepository first, BackupRepository target, String tag) {
    try (Repository from = first.open();
        Repository to = target.open()) {
      Map<StorageId, StoredSnapshot> there = byOrigin(from, tag);
      Map<StorageId, StoredSnapshot> here = byOrigin(to, tag);
      List<String> same = new ArrayList<>();
      List<String> missing = new ArrayList<>();
      List<String> differing = new ArrayList<>();
      there.forEach((origin, snapshot) -> {
        StoredSnapshot copy = here.get(origin);
        String id = snapshot.id().toString();
        if (copy == null) {
          missing.add(id);
        } else if (Objects.equals(copy.tree(), snapshot.tree())) {
          same.add(id);
        } else {
          differing.add(id);
        }
      });
      List<String> extra =
          here.entrySet().stream()
              .filter(entry -> !there.containsKey(entry.getKey()))
              .map(entry -> entry.getValue().id().toString())
              .toList();
      return new Compared(same, missing, extra, differing);
    } catch (RepositoryException e) {
      return new Unavailable(Failures.describe(e));
    }
  }

  private static Map<StorageId, StoredSnapshot> byOrigin(Repository repository, String tag) {
    Map<StorageId, StoredSnapshot> found = new LinkedHashMap<>();
    Snapshots.list(repository).all().stream()
        .filter(snapshot -> snapshot.tags().contains(tag))
        .forEach(s -> found.put(s.original().orElse(s.id()), s));
    return found;
  }
}
