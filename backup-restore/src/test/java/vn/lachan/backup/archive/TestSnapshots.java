package vn.lachan.backup.archive;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/** Snapshots made without plans and history. */
public final class TestSnapshots {

  private TestSnapshots() {}

  /** Backs {@code source} up. The index must be loaded. */
  public static StorageId take(Repository repository, Path source, String time, String... tags) {
    Archive archive =
        new Archiver(
                repository,
                ArchiveSettings.DEFAULT,
                new Excludes(List.of(), Set.of()),
                ZoneId.systemDefault(),
                path -> Optional.empty())
            .archive(List.of(source), Optional.empty());
    if (!archive.problems().isEmpty()) {
      throw new AssertionError(archive.problems());
    }
    repository.flush();
    return save(repository, archive.tree(), source, time, "máy-thử", tags);
  }

  /** Writes a snapshot of a tree that is there. */
  public static StorageId save(
      Repository repository,
      StorageId tree,
      Path source,
      String time,
      String host,
      String... tags) {
    return Snapshots.save(
        repository,
        new SnapshotDocument(
            time,
            null,
            tree.toString(),
            List.of(source.toString()),
            host,
            "lan",
            0L,
            0L,
            null,
            tags.length == 0 ? null : List.of(tags),
            null,
            "Lá Chắn",
            null));
  }

  /** Everything in all snapshots, by reading every piece: snapshot, path, and content's ids. */
  public static Map<String, String> readAll(Repository repository) {
    Map<String, String> all = new TreeMap<>();
    for (StoredSnapshot snapshot : Snapshots.list(repository).all()) {
      read(repository, snapshot.tree(), snapshot.time() + ":", all);
    }
    return all;
  }

  private static void read(
      Repository repository, StorageId tree, String path, Map<String, String> all) {
    for (TreeNode node : TreeWalk.load(repository, tree)) {
      String here = path + "/" + node.name();
      long bytes =
          node.content().stream().mapToLong(id -> repository.load(BlobType.DATA, id).length).sum();
      all.put(here, node.type() + " " + bytes + " " + node.content());
      node.subtree().ifPresent(below -> read(repository, below, here, all));
    }
  }
}
