package vn.lachan.backup.backend;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.archive.TreeNode;
import vn.lachan.backup.archive.TreeWalk;
import vn.lachan.backup.repository.Backend;
import vn.lachan.backup.repository.BackendException;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.ObjectLock;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;
import vn.lachan.backup.repository.StorageId;

/**
 * Keeps every pack locked as long as the last snapshot that needs it.
 *
 * <p>A new pack is locked for the retention counted from when it was stored; a later snapshot that
 * uses it again needs it for longer. To be run after each backup. Keys, config and index files are
 * kept as long as the last snapshot of all. Dates are only moved further away, so that it may be
 * broken off and run again at any time.
 */
public final class RetentionExtension {

  /**
   * What was done.
   *
   * @param snapshots looked at
   * @param files that they need
   * @param moved files whose date was moved
   * @param problems files or folders that could not be read or extended, one line each
   */
  public record Outcome(int snapshots, int files, int moved, List<String> problems) {
    public Outcome {
      problems = List.copyOf(problems);
    }
  }

  private final Repository repository;
  private final ObjectLock lock;
  private final Map<FileKind, Map<String, Instant>> needed = new EnumMap<>(FileKind.class);
  private final Set<StorageId> seenTrees = new HashSet<>();
  private final List<String> problems = Collections.synchronizedList(new ArrayList<>());

  /**
   * @throws BackendException when the place has no object lock switched on
   */
  public RetentionExtension(Repository repository) {
    this.repository = repository;
    this.lock =
        repository
            .backend()
            .objectLock()
            .orElseThrow(() ->
                new BackendException(
                    "no object lock is switched on for " + repository.backend().location(), null));
  }

  /**
   * Extends now; loads the index.
   *
   * @param keepUntil for each snapshot, until when it must be there
   */
  public Outcome run(Function<StoredSnapshot, Instant> keepUntil) {
    Snapshots snapshots = Snapshots.list(repository);
    snapshots.damaged().forEach(d -> problems.add(d.getMessage()));
    repository.loadIndexTolerant().forEach(d -> problems.add(d.getMessage()));
    Comparator<StoredSnapshot> byDate = Comparator.comparing(keepUntil);
    List<StoredSnapshot> latestFirst = snapshots.all().stream().sorted(byDate.reversed()).toList();
    for (StoredSnapshot snapshot : latestFirst) {
      Instant until = keepUntil.apply(snapshot);
      need(FileKind.SNAPSHOT, snapshot.id().toString(), until);
      tree(snapshot.tree(), until);
      walk(snapshot, until);
    }
    if (!latestFirst.isEmpty()) {
      Instant last = keepUntil.apply(latestFirst.getFirst());
      for (FileKind kind : List.of(FileKind.CONFIG, FileKind.KEY, FileKind.INDEX)) {
        for (Backend.StoredFile file : repository.backend().list(kind)) {
          need(kind, file.name(), last);
        }
      }
    }
    int files = needed.values().stream().mapToInt(Map::size).sum();
    return new Outcome(latestFirst.size(), files, extend(), problems);
  }

  /** Snapshots come with the latest date first, so the first date of a file is its last. */
  private void need(FileKind kind, String name, Instant until) {
    needed.computeIfAbsent(kind, k -> new HashMap<>()).putIfAbsent(name, until);
  }

  private void blob(BlobType type, StorageId id, Instant until) {
    repository.packsOf(type, id).forEach(pack -> need(FileKind.PACK, pack.toString(), until));
  }

  /** Whether the tree was not met before, under a date as late as this or later. */
  private boolean tree(StorageId id, Instant until) {
    blob(BlobType.TREE, id, until);
    return seenTrees.add(id);
  }

  private void walk(StoredSnapshot snapshot, Instant until) {
    new TreeWalk(repository)
        .walk(
            snapshot.tree(),
            new TreeWalk.Visitor() {
              @Override
              public boolean entry(String path, TreeNode node) {
                node.content().forEach(id -> blob(BlobType.DATA, id, until));
                return node.subtree().filter(below -> tree(below, until)).isPresent();
              }

              @Override
              public void lost(String path, RepositoryException reason) {
                problems.add(snapshot.id().shortText() + ":" + path + ": " + reason.getMessage());
              }
            });
  }

  private int extend() {
    AtomicInteger moved = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      needed.forEach((kind, files) ->
          files.forEach((name, until) -> threads.execute(() -> extend(kind, name, until, moved))));
    }
    return moved.get();
  }

  private void extend(FileKind kind, String name, Instant until, AtomicInteger moved) {
    try {
      if (lock.keepUntil(kind, name, until)) {
        moved.incrementAndGet();
      }
    } catch (BackendException e) {
      problems.add(e.getMessage());
    }
  }
}
