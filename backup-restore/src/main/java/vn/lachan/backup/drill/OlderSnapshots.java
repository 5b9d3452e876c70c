package vn.lachan.backup.drill;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.lachan.backup.BackupHistory;
import vn.lachan.backup.BackupOutcome;
import vn.lachan.backup.BackupRepository;
import vn.lachan.backup.ManifestEntry;
import vn.lachan.backup.archive.Lookup;
import vn.lachan.backup.archive.Snapshots;
import vn.lachan.backup.archive.StoredSnapshot;
import vn.lachan.backup.archive.TreeNode;
import vn.lachan.backup.repository.Repository;
import vn.lachan.backup.repository.RepositoryException;

/** Earlier contents from the few snapshots before the one that is drilled. */
final class OlderSnapshots implements OlderVersions {

  private static final int MOST_TRIED = 3;

  private final BackupRepository place;
  private final List<Manifest> before;

  private record Manifest(String snapshot, Map<String, String> digests) {}

  private record Found(BackupRepository place, String snapshot, String path) implements Older {
    @Override
    public boolean writeTo(Path file) throws IOException {
      try (Repository repository = place.open()) {
        Optional<StoredSnapshot> stored = Snapshots.list(repository).find(snapshot);
        repository.loadIndexTolerant();
        Optional<TreeNode> node = stored.flatMap(s -> Lookup.find(repository, s.tree(), path));
        if (node.isEmpty()) {
          return false;
        }
        try (var channel =
                Files.newByteChannel(
                    file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            var out = Channels.newOutputStream(channel)) {
          for (var id : node.get().content()) {
            out.write(repository.load(vn.lachan.backup.repository.BlobType.DATA, id));
          }
        }
        return true;
      } catch (RepositoryException e) {
        return false;
      }
    }
  }

  /** Snapshots of {@code planId} before {@code snapshot}. */
  OlderSnapshots(BackupHistory history, String planId, String snapshot, BackupRepository place) {
    this.place = place;
    this.before = new ArrayList<>();
    boolean met = false;
    for (BackupOutcome run : history.runs(planId, Integer.MAX_VALUE)) {
      if (run instanceof BackupOutcome.Completed done && before.size() < MOST_TRIED) {
        if (met) {
          history
              .manifest(done.snapshot(), done.manifest())
              .ifPresent(m -> before.add(new Manifest(done.snapshot(), digests(m.entries()))));
        }
        met = met || done.snapshot().equals(snapshot);
      }
    }
  }

  private static Map<String, String> digests(List<ManifestEntry> entries) {
    Map<String, String> digests = new HashMap<>();
    entries.forEach(entry -> digests.put(entry.path(), entry.sha256()));
    return digests;
  }

  @Override
  public Optional<Older> before(ManifestEntry entry) {
    for (Manifest manifest : before) {
      String digest = manifest.digests().getOrDefault(entry.path(), "");
      if (!digest.isEmpty() && !digest.equals(entry.sha256())) {
        return Optional.of(new Found(place, manifest.snapshot(), entry.path()));
      }
    }
    return Optional.empty();
  }
}
