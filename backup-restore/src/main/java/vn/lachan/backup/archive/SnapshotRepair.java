package vn.lachan.backup.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vn.lachan.backup.repository.BlobType;
import vn.lachan.backup.repository.CorruptRepositoryException;
import vn.lachan.backup.repository.FileKind;
import vn.lachan.backup.repository.PackCheck;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.ResticJson;
import vn.lachan.backup.repository.StorageId;

/**
 * Writes damaged snapshots once more without what the repository cannot give back, so that what is
 * left of them is whole again.
 *
 * <p>Nothing is removed: the damaged snapshot stays until it is forgotten, and the new one names it
 * as its {@code original}. A file of which any piece is lost is left out as a whole, and so is a
 * folder whose list is lost. Keys of entries we do not know are kept. Run again, it does nothing
 * new. Call with an exclusive lock after {@link Repository#loadIndex()}; for one run.
 */
public final class SnapshotRepair {

  /** Tag of the snapshots this writes. */
  public static final String TAG = "lachan-repaired";

  /**
   * A damaged snapshot.
   *
   * @param to the snapshot with what is left of it; empty when the list of its root is lost
   * @param isNew whether {@code to} was written now, not by an earlier run
   * @param lost paths left out, as {@link RawName#toString()} writes names; a folder ends with a
   *     slash
   */
  public record Repaired(StorageId from, Optional<StorageId> to, boolean isNew, List<String> lost) {
    public Repaired {
      lost = List.copyOf(lost);
    }
  }

  private final Repository repository;
  private final Set<PackCheck.Blob> unusable;
  private final Set<StorageId> whole = new HashSet<>();

  /**
   * @param unusable blobs that are indexed but cannot be read, see {@link PackCheck}
   */
  public SnapshotRepair(Repository repository, Set<PackCheck.Blob> unusable) {
    this.repository = repository;
    this.unusable = Set.copyOf(unusable);
  }

  /** Repairs those of {@code snapshots} that are damaged, and tells of each. Durable on return. */
  public List<Repaired> repair(List<StoredSnapshot> snapshots) {
    List<Repaired> repaired = new ArrayList<>();
    for (StoredSnapshot snapshot : snapshots) {
      List<String> lost = new ArrayList<>();
      Optional<StorageId> tree = tree(snapshot.tree(), "", lost);
      if (tree.isEmpty()) {
        repaired.add(new Repaired(snapshot.id(), Optional.empty(), false, List.of("/")));
      } else if (!tree.get().equals(snapshot.tree())) {
        Optional<StorageId> there = earlier(snapshot, tree.get(), snapshots);
        StorageId to = there.orElseGet(() -> write(snapshot, tree.get()));
        repaired.add(new Repaired(snapshot.id(), Optional.of(to), there.isEmpty(), lost));
      }
    }
    return repaired;
  }

  private static Optional<StorageId> earlier(
      StoredSnapshot snapshot, StorageId tree, List<StoredSnapshot> all) {
    Optional<StorageId> origin = Optional.of(origin(snapshot));
    return all.stream()
        .filter(s -> s.tree().equals(tree) && s.original().equals(origin))
        .map(StoredSnapshot::id)
        .findFirst();
  }

  private static StorageId origin(StoredSnapshot snapshot) {
    return snapshot.original().orElse(snapshot.id());
  }

  private boolean isLost(BlobType type, StorageId id) {
    return !repository.contains(type, id) || unusable.contains(new PackCheck.Blob(type, id));
  }

  /** The id of the tree without what is lost; empty when it is lost itself. */
  private Optional<StorageId> tree(StorageId id, String path, List<String> lost) {
    if (whole.contains(id)) {
      return Optional.of(id);
    }
    Optional<ObjectNode> document = load(id);
    if (document.isEmpty()) {
      return Optional.empty();
    }
    List<TreeNode> nodes = TreeCodec.decode(ResticJson.write(document.get())).orElseThrow();
    ArrayNode entries = (ArrayNode) document.get().get("nodes");
    List<JsonNode> kept = new ArrayList<>();
    boolean changed = false;
    for (int i = 0; i < nodes.size(); i++) {
      ObjectNode entry = (ObjectNode) entries.get(i);
      boolean stays = keep(nodes.get(i), entry, path + "/" + nodes.get(i).name(), lost);
      String subtree = nodes.get(i).subtree().map(StorageId::toString).orElse("");
      changed |= !stays || !entry.path("subtree").asString("").equals(subtree);
      if (stays) {
        kept.add(entry);
      }
    }
    if (!changed) {
      whole.add(id);
      return Optional.of(id);
    }
    entries.removeAll().addAll(kept);
    return Optional.of(save(document.get()));
  }

  /** Whether the entry stays; of a folder that stays, {@code entry} gets the list that is left. */
  private boolean keep(TreeNode node, ObjectNode entry, String path, List<String> lost) {
    if (node.content().stream().anyMatch(id -> isLost(BlobType.DATA, id))) {
      lost.add(path);
      return false;
    }
    if (node.subtree().isEmpty()) {
      return true;
    }
    Optional<StorageId> below = tree(node.subtree().get(), path, lost);
    below.ifPresentOrElse(
        tree -> entry.put("subtree", tree.toString()), () -> lost.add(path + "/"));
    return below.isPresent();
  }

  private Optional<ObjectNode> load(StorageId tree) {
    if (isLost(BlobType.TREE, tree)) {
      return Optional.empty();
    }
    try {
      byte[] json = repository.load(BlobType.TREE, tree);
      return TreeCodec.decode(json).flatMap(nodes -> ResticJson.read(json, ObjectNode.class));
    } catch (CorruptRepositoryException e) {
      return Optional.empty();
    }
  }

  private StorageId save(ObjectNode tree) {
    byte[] json = ResticJson.write(tree);
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return repository.save(BlobType.TREE, line, 0, line.length);
  }

  private StorageId write(StoredSnapshot snapshot, StorageId tree) {
    repository.flush();
    String name = snapshot.id().toString();
    ObjectNode document =
        ResticJson.read(repository.loadDocument(FileKind.SNAPSHOT, name), ObjectNode.class)
            .orElseThrow(() ->
                new CorruptRepositoryException("snapshot makes no sense", "snapshots/" + name));
    document.remove("summary"); // counts what was there before
    document.put("tree", tree.toString());
    document.put("original", origin(snapshot).toString());
    ArrayNode tags = document.withArray("tags");
    if (!snapshot.tags().contains(TAG)) {
      tags.add(TAG);
    }
    return repository.saveDocument(FileKind.SNAPSHOT, ResticJson.write(document));
  }
}
