package vn.lachan.backup.archive;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.StorageId;

/** A snapshot from a system whose names may be longer than ours: 255 letters, not 255 bytes. */
public final class LongNames {

  private static final NodeAttributes PLAIN =
      new NodeAttributes(0644, Instant.EPOCH, Instant.EPOCH, 0, 0, "root", "root", 1, 1, 1, 0);

  private LongNames() {}

  /** Writes a snapshot with a file of each name, all with the same content. */
  public static void save(Repository repository, List<String> names) {
    byte[] content = {'x'};
    StorageId piece = repository.save(BlobType.DATA, content, 0, 1);
    List<TreeNode> nodes =
        names.stream()
            .map(name ->
                new TreeNode(
                    RawName.of(name),
                    NodeType.FILE,
                    PLAIN,
                    1,
                    Optional.empty(),
                    List.of(piece),
                    Optional.empty()))
            .toList();
    byte[] tree = new TreeCodec(ZoneOffset.UTC).encode(nodes);
    StorageId root = repository.save(BlobType.TREE, tree, 0, tree.length);
    repository.flush();
    TestSnapshots.save(
        repository, root, java.nio.file.Path.of("/"), "2026-10-01T08:00:00Z", "may-khac");
  }
}
